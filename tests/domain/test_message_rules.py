"""What SQS refuses, by the facts of its documentation, each with the field it belongs to."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_explorer.domain.message_rules import (
    Problem,
    attribute_name_problem,
    attribute_problem,
    attribute_type_problem,
    id_problem,
    message_problems,
    number_problem,
    refused_character,
)
from sqs_explorer.domain.messages import MessageAttribute, OutgoingMessage
from tests.fakes.fake_rules import message_refusal

TEXT = MessageAttribute("kind", "String", "order")


def problems(
    message: OutgoingMessage, *, is_fifo: bool = False, content_based: bool = False, limit: int = 1_048_576
) -> tuple[Problem, ...]:
    return message_problems(
        message, is_fifo=is_fifo, content_based_deduplication=content_based, maximum_size_bytes=limit
    )


@pytest.mark.parametrize("text", ["\t\n\r", " ~", "\ud7ff\ue000\ufffd", "🙂\U0010fffe", "\u2028\u00a0\ufeff"])
def test_allowed_characters_are_allowed(text: str) -> None:
    assert refused_character(text) is None


@pytest.mark.parametrize(
    "character", ["\x00", "\x08", "\x0b", "\x1f", chr(0xD800), chr(0xDFFF), "\ufffe", "\uffff"]
)
def test_a_refused_character_is_found_with_its_place(character: str) -> None:
    found = refused_character(f"ab\r\n🙂c{character}")
    assert found is not None
    assert (found.character, found.offset, found.line, found.column) == (character, 6, 2, 3)
    (problem,) = problems(OutgoingMessage(f"ab\r\n🙂c{character}"))
    assert problem.field == "Message body"
    assert f"U+{ord(character):04X} at line 2, column 3" in problem.reason


@pytest.mark.parametrize("name", ["a", "A-b_c.d9", "x" * 256, "awsome", "aws"])
def test_names_that_sqs_takes(name: str) -> None:
    assert attribute_name_problem(name) == ""


@pytest.mark.parametrize(
    "name", ["", "x" * 257, "a b", "ü", ".a", "a.", "a..b", "AWS.x", "aws.x", "Amazon.x", "a\n", "\ud800"]
)
def test_names_that_sqs_refuses(name: str) -> None:
    assert attribute_name_problem(name)
    assert [
        problem.row
        for problem in problems(OutgoingMessage("b", (TEXT, MessageAttribute(name, "String", "v"))))
    ] == [1]


@pytest.mark.parametrize(
    "data_type", ["String", "Number.int", "Binary.gif", "String.a.b", "Number." + "x" * 249]
)
def test_types_that_sqs_takes(data_type: str) -> None:
    assert attribute_type_problem(data_type) == ""


@pytest.mark.parametrize(
    "data_type", ["", "string", "Text", "String.", "Number int", "Number." + "x" * 250, "String.\x00"]
)
def test_types_that_sqs_refuses(data_type: str) -> None:
    assert attribute_type_problem(data_type)


@pytest.mark.parametrize(
    "text", ["0", "-2", "+5", "50.00", "1e126", "1E-128", ".5", "5.", "9" * 38, "0" * 50, "1" + "0" * 60]
)
def test_numbers_that_sqs_takes(text: str) -> None:
    assert number_problem(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "",
        " 1",
        "1 ",
        "1_000",
        "١",
        "NaN",
        "Infinity",
        "9" * 39,
        "1e127",
        "1e-129",
        "1e99999999999999999999",
        "0x1",
    ],
)
def test_numbers_that_sqs_refuses(text: str) -> None:
    assert number_problem(text)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_number_is_judged_as_the_server_judges_it(number: Decimal) -> None:
    attribute = MessageAttribute("n", "Number", str(number))
    message = OutgoingMessage("b", (attribute,))
    refusal = message_refusal(message, fifo=False, content_based_deduplication=False, maximum_bytes=1_048_576)
    assert bool(attribute_problem(attribute)) == (refusal is not None)


def test_a_long_value_is_cut_in_its_reason() -> None:
    assert len(number_problem("x" * 100_000)) < 100


def test_an_empty_value_is_refused_for_every_type() -> None:
    for data_type in ("String", "Number", "Binary"):
        assert "empty value" in attribute_problem(MessageAttribute("a", data_type))


def test_a_control_character_in_a_value_is_refused_but_any_byte_is_fine() -> None:
    assert "U+0007" in attribute_problem(MessageAttribute("a", "String", "\x07"))
    assert attribute_problem(MessageAttribute("a", "Binary", "", b"\x00\x07")) == ""


def test_ten_attributes_are_taken_and_eleven_or_twins_are_not() -> None:
    ten = tuple(MessageAttribute(f"a{number}", "String", "v") for number in range(10))
    assert problems(OutgoingMessage("b", ten)) == ()
    assert "at most 10" in problems(OutgoingMessage("b", (*ten, TEXT)))[0].reason
    (twin,) = problems(OutgoingMessage("b", (TEXT, TEXT)))
    assert (twin.row, "twice" in twin.reason) == (1, True)


@pytest.mark.parametrize("text", ["a", "x" * 128, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"])
def test_ids_that_sqs_takes(text: str) -> None:
    assert id_problem(text, "Message group ID") == ""


@pytest.mark.parametrize("text", ["", "a b", "x" * 129, "ü", "a\tb", "a\n"])
def test_ids_that_sqs_refuses(text: str) -> None:
    assert id_problem(text, "Message group ID").startswith("Message group ID")


@pytest.mark.parametrize(
    ("message", "is_fifo", "content_based", "fields"),
    [
        (OutgoingMessage(""), False, False, ["Message body"]),
        (OutgoingMessage("b", group_id="g"), False, False, []),
        (OutgoingMessage("b", deduplication_id="d"), False, False, ["Deduplication ID"]),
        (OutgoingMessage("b", delay_seconds=900), False, False, []),
        (OutgoingMessage("b", delay_seconds=901), False, False, ["Delay seconds"]),
        (OutgoingMessage("b"), True, False, ["Message group ID", "Deduplication ID"]),
        (OutgoingMessage("b", group_id="g"), True, True, []),
        (
            OutgoingMessage("b", group_id="g", deduplication_id="d", delay_seconds=5),
            True,
            True,
            ["Delay seconds"],
        ),
        (OutgoingMessage("b", trace_header="Sampled"), False, False, ["Trace header"]),
        (OutgoingMessage("b", trace_header="Root=1-\x00"), False, False, ["Trace header"]),
        (
            OutgoingMessage("b", trace_header="Root=1-5759e988-bd86;Parent=53995c3f;Sampled=1"),
            False,
            False,
            [],
        ),
        (OutgoingMessage("b", trace_header="Root=1-5759e988-bd86; Lineage=a:1|b:2;"), False, False, []),
    ],
)
def test_each_field_answers_for_itself(
    message: OutgoingMessage, is_fifo: bool, content_based: bool, fields: list[str]
) -> None:
    assert [
        problem.field for problem in problems(message, is_fifo=is_fifo, content_based=content_based)
    ] == fields


def test_a_mebibyte_is_taken_and_a_byte_more_is_not() -> None:
    assert problems(OutgoingMessage("x" * 1_048_576)) == ()
    (problem,) = problems(OutgoingMessage("x" * 1_048_565, (TEXT, MessageAttribute("a", "String", "b"))))
    assert problem.field == "Message size"
    assert problem.reason.startswith("12 bytes over")
