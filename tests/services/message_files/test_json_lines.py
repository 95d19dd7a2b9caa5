"""A message written as a line is read back equal, whatever is in it; a line that is none is refused."""

from __future__ import annotations

import json
from datetime import UTC, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sqs_explorer.domain.filed_messages import FiledMessage, MessageOrigin
from sqs_explorer.domain.messages import MessageAttribute, ReceivedMessage
from sqs_explorer.services.message_files.json_lines import (
    MAXIMUM_LINE_BYTES,
    LineRefused,
    filed_from,
    line_of,
)

TEXT = some.text(some.characters(exclude_categories=["Cs"]), max_size=200)
HARD = some.sampled_from(
    [
        "\x00\x01\x1f\x7f\x85",
        "a\r\nb\rc\n",
        "\u2028\u2029\ufeff",
        "😀🏳️‍🌈",
        "\ud800 alone",
        '{"price":1.10,"price":1e400,"n":123456789012345678901234567890}',
        '\\u0041 \\ud83d "',
        "\u202egnp.exe",
    ]
)
ANY_TEXT = TEXT | HARD
STRINGS = some.builds(
    MessageAttribute,
    ANY_TEXT,
    some.sampled_from(["String", "Number", "Number.int", "String.äöü"]),
    ANY_TEXT | some.sampled_from(["007", "1.10", "-0", "1e126"]),
)
BINARIES = some.builds(
    MessageAttribute,
    ANY_TEXT,
    some.sampled_from(["Binary", "Binary.gif"]),
    some.just(""),
    some.binary(max_size=100),
)
TIMES = some.datetimes(timezones=some.just(UTC) | some.just(timezone(timedelta(hours=5, minutes=30))))
MESSAGES = some.builds(
    ReceivedMessage,
    message_id=ANY_TEXT,
    receipt_handle=some.just(""),
    body=ANY_TEXT,
    md5_of_body=TEXT,
    attributes=some.lists(STRINGS | BINARIES, max_size=4).map(tuple),
    md5_of_attributes=TEXT,
    system_attributes=some.dictionaries(ANY_TEXT, ANY_TEXT, max_size=4),
    sent_at=some.none(),
    first_received_at=some.none(),
    receive_count=some.none(),
)
ORIGINS = some.builds(MessageOrigin, ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT)
FILED = some.builds(FiledMessage, MESSAGES, ORIGINS, some.none() | TIMES, some.none() | TIMES)


@given(FILED)
def test_what_is_read_back_equals_what_was_written(filed: FiledMessage) -> None:
    line = line_of(filed)
    assert filed_from(line) == filed
    assert line.endswith(b"\n")
    # Whoever splits the file by any kind of line end gets whole messages.
    assert len(line.decode().splitlines()) == 1


def test_a_body_of_one_mebibyte_comes_back_and_fits_into_a_line() -> None:
    for body in ("x" * 1_048_576, "\x01" * 1_048_576, "😀" * 262_144):
        line = line_of(FiledMessage(ReceivedMessage("id", "", body)))
        assert len(line) < MAXIMUM_LINE_BYTES
        assert filed_from(line).message.body == body


def test_the_receipt_handle_is_never_written() -> None:
    line = line_of(FiledMessage(ReceivedMessage("id", "AQEB-secret-handle", "body")))
    assert b"AQEB" not in line
    assert b"handle" not in line


def test_a_line_says_what_it_is_and_is_read_by_people() -> None:
    message = ReceivedMessage(
        "5f3c",
        "handle",
        '{"größe":1}',
        attributes=(
            MessageAttribute("n", "Number.int", "007"),
            MessageAttribute("b", "Binary", binary_value=b"\x00\x01"),
        ),
        system_attributes={"SentTimestamp": "1709374440123"},
    )
    line = line_of(FiledMessage(message, MessageOrigin("prod", "123456789012", "eu-west-1", "Orders")))
    content = json.loads(line)
    assert (content["format"], content["version"]) == ("sqs-message", 1)
    assert "größe" in line.decode()
    assert content["attributes"] == [
        {"name": "n", "type": "Number.int", "value": "007"},
        {"name": "b", "type": "Binary", "base64": "AAE="},
    ]
    assert content["from"]["queue"] == "Orders"


def changed(**fields: Any) -> bytes:
    """Return a good line with some fields changed; None leaves one out."""
    content = {"format": "sqs-message", "version": 1, "body": "hello", **fields}
    return json.dumps({name: value for name, value in content.items() if value is not None}).encode()


def test_format_version_and_body_are_enough() -> None:
    assert filed_from(changed()) == FiledMessage(ReceivedMessage("", "", "hello"))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"hello", "it is not JSON: Expecting value at character 1"),
        (b'{"format":"sqs-message"', "it is not JSON: Expecting ',' delimiter at character 24"),
        (b"[1]", "it is not a JSON object"),
        (b"\xff\xfe{\x00", "it is not UTF-8 text (byte 1)"),
        (b"[" * 200_000, "it is nested too deep"),
        (b'{"version":' + b"9" * 5_000 + b"}", "it holds a number that is no part of a message"),
        (b'{"version":NaN}', "it is not JSON: NaN is no number"),
        (b"x" * (MAXIMUM_LINE_BYTES + 1), "it is longer than 8,388,608 bytes"),
        (changed(format=None), 'it does not say "format":"sqs-message", so it is not an exported message'),
        (changed(version=2), "it is of version 2; this program reads version 1"),
        (changed(version="1"), "it does not say its version"),
        (changed(version=True), "it does not say its version"),
        (changed(body=None), "it has no body"),
        (changed(body={"order": 1}), "“body” is not text"),
        (changed(message_id=7), "“message_id” is not text"),
        (changed(atributes=[]), "the field “atributes” is not known in version 1"),
        (changed(attributes={}), "“attributes” is not a list"),
        (
            changed(attributes=[{"name": "n", "type": "Number", "value": 1.10}]),
            "“attributes” does not hold names with texts",
        ),
        (
            changed(attributes=[{"name": "n", "type": "Binary", "base64": "not base64!"}]),
            "the value of the attribute “n” is not base64",
        ),
        (
            changed(attributes=[{"name": "n", "type": "Binary", "value": "AAE="}]),
            "the attribute “n” needs name, type and base64, and nothing else",
        ),
        (
            changed(system_attributes={"SentTimestamp": 1}),
            "“system_attributes” does not hold names with texts",
        ),
        (changed(**{"from": {"planet": "x"}}), "the field “planet” of “from” is not known in version 1"),
        (changed(received_at="yesterday"), "“received_at” is not a time such as 2024-03-02T10:14:00+00:00"),
        (changed(exported_at="2024-03-02T10:14:00"), "“exported_at” does not say its time zone"),
        (b'{"format":"sqs-message","version":1,"body":"a","body":"b"}', "the field “body” is there twice"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_a_line_that_is_no_message_is_refused_with_its_reason(line: bytes, reason: str) -> None:
    with pytest.raises(LineRefused) as refusal:
        filed_from(line)
    assert str(refusal.value) == reason
