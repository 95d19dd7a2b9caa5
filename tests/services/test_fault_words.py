"""A bug is told with its place and its words, and without what was in the variables."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sqs_explorer.services.fault_words import fault_line, fault_trace

SECRET = "4111 1111 1111 1111"


def caught(deed: Callable[[], object]) -> BaseException:
    """Return what a deed raises."""
    try:
        deed()
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize(
    ("deed", "line"),
    [
        (lambda: int(SECRET), "ValueError: invalid literal for int() with base 10: [value]"),
        (lambda: int(f"'{SECRET}\""), "ValueError: invalid literal for int() with base 10: [value]"),
        (lambda: dict[str, str]()[SECRET], "KeyError: [value]"),
        (lambda: 1 / 0, "ZeroDivisionError: division by zero"),
        (lambda: None.body, "AttributeError: 'NoneType' object has no attribute 'body'"),  # type: ignore[attr-defined]
        ([].pop, "IndexError: pop from empty list"),
    ],
)
def test_what_python_quotes_is_struck_out_unless_it_is_a_name_of_the_program(
    deed: Callable[[], object], line: str
) -> None:
    assert fault_line(caught(deed)) == line


def test_the_trace_names_every_place_and_error_of_a_chain_and_no_value() -> None:
    def read_field() -> None:
        body = SECRET
        try:
            int(body)
        except ValueError as error:
            raise ExceptionGroup("two things", [error, KeyError(SECRET)]) from error

    trace = fault_trace(caught(read_field))
    assert "in read_field" in trace
    assert "int(body)" in trace
    assert trace.count("ValueError: ") == 1
    assert "KeyError: [value]" in trace
    assert SECRET not in trace


def test_an_error_that_came_from_itself_is_told_once() -> None:
    error = RuntimeError("round")
    error.__context__ = ValueError("and round")
    error.__context__.__context__ = error
    assert fault_trace(error) == "RuntimeError: round\nIt came from:\nValueError: and round"
