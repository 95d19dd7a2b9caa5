"""A bug is told with its place and its words, and without what was in the variables."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from botocore.exceptions import ParamValidationError
from botocore.utils import parse_timestamp
from hypothesis import given, settings
from hypothesis import strategies as st

from sqs_explorer.domain.errors import MessageRefused
from sqs_explorer.services.fault_words import fault_line, fault_trace, short_file

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


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (
            ParamValidationError(report=f"Invalid type for MessageBody, value: {SECRET}"),
            "ParamValidationError",
        ),
        (MessageRefused(f"Bad: {SECRET}", operation="SendMessage"), "MessageRefused"),
        (caught(lambda: parse_timestamp(SECRET)), "ValueError"),
        (ValueError(f"it can't be, see '{SECRET}'"), "ValueError: it can't be, see [value]"),
        (ValueError(f"got b'{SECRET}' and \"a 'b' {SECRET}\" here"), "ValueError: got [value] here"),
        (ValueError(f"cut off: '{SECRET}"), "ValueError: cut off: [value]"),
        (RuntimeError("Body: " + SECRET), "RuntimeError: Body: [redacted]"),
    ],
)
def test_what_repeats_a_body_without_quotes_or_with_too_many_is_struck_out(
    error: BaseException, line: str
) -> None:
    assert fault_line(error) == line


def test_files_are_named_from_the_program_or_the_library_on() -> None:
    trace = fault_trace(caught(lambda: parse_timestamp(SECRET)))
    places = re.findall(r'(?m)^  File "([^"]+)", line \d+, in (\w+)', trace)
    assert places[0] == ("tests/services/test_fault_words.py", "caught")
    assert ("botocore/utils.py", "parse_timestamp") in places
    assert short_file(os.__file__) == "os.py"
    assert short_file("/home/jane/elsewhere/plugin.py") == "plugin.py"


def test_of_a_thousand_places_those_at_both_ends_are_named() -> None:
    def dig(depth: int) -> int:
        return fill(depth - 1) if depth else 1 // 0

    def fill(depth: int) -> int:
        return dig(depth - 1) if depth else 1 // 0

    trace = fault_trace(caught(lambda: dig(400)))
    assert "places left out" in trace
    assert trace.count("  File ") < 50
    assert trace.endswith("ZeroDivisionError: integer division or modulo by zero")


QUOTING: tuple[Callable[[str], BaseException], ...] = (
    KeyError,
    lambda value: ValueError(f"invalid literal: {value!r}"),
    lambda value: LookupError(f"'{value}' is no such thing, it can't be found"),
    lambda value: FileNotFoundError(2, "No such file or directory", value),
    lambda value: subprocess.CalledProcessError(1, ["tool", value]),
    lambda value: ExceptionGroup("two", [KeyError(value), ValueError(value.encode())]),
    lambda value: ParamValidationError(report=value),
)


@settings(deadline=None)
@given(
    value=st.text(min_size=1).map(lambda text: f"4711{text}4711"),
    build=st.sampled_from(QUOTING[:-2]),
    first=st.sampled_from(QUOTING[-2:]),
)
def test_a_value_never_survives_whatever_is_in_it(
    value: str, build: Callable[[str], BaseException], first: Callable[[str], BaseException]
) -> None:
    error = build(value)
    error.__cause__ = first(value)
    assert "4711" not in fault_trace(error)


def test_in_a_frozen_program_a_library_is_known_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    error = caught(lambda: parse_timestamp(SECRET))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert fault_line(error) == "ValueError"
    assert fault_line(caught(lambda: json.loads("{"))).startswith("JSONDecodeError: Expecting property name")
