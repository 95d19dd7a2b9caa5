"""CSV for a ticket: what a spreadsheet reads, with formulas defused."""

from __future__ import annotations

import csv
from datetime import UTC, datetime

import pytest

from sqs_explorer.domain.filed_messages import FiledMessage, MessageOrigin
from sqs_explorer.domain.messages import MessageAttribute, ReceivedMessage
from sqs_explorer.services.message_files.csv_table import attribute_names, heading, row_of


def table(*messages: FiledMessage) -> list[list[str]]:
    """Return the cells as a spreadsheet reads them."""
    names = attribute_names(messages)
    content = heading(names) + b"".join(row_of(message, names) for message in messages)
    return list(csv.reader(content.decode("utf-8-sig").splitlines(keepends=True)))


def filed(body: str, *attributes: MessageAttribute, message_id: str = "5f3c") -> FiledMessage:
    message = ReceivedMessage(
        message_id,
        "handle",
        body,
        attributes=attributes,
        system_attributes={"MessageGroupId": "Customer-7"},
        sent_at=datetime(2024, 3, 2, 10, 14, 0, 123_000, UTC),
        receive_count=4,
    )
    return FiledMessage(message, MessageOrigin(queue_name="OrderQueue-DLQ"))


def test_a_row_says_what_a_ticket_asks_for_and_each_attribute_has_its_column() -> None:
    rows = table(
        filed("one", MessageAttribute("type", "String", "created")),
        filed("two", MessageAttribute("sum", "Binary", binary_value=b"\x00\x01")),
    )
    assert rows == [
        ["Message ID", "Sent", "Receives", "Group", "Queue", "sum", "type", "Body"],
        ["5f3c", "2024-03-02 10:14:00.123+00:00", "4", "Customer-7", "OrderQueue-DLQ", "", "created", "one"],
        ["5f3c", "2024-03-02 10:14:00.123+00:00", "4", "Customer-7", "OrderQueue-DLQ", "AAE=", "", "two"],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    formula = f"{start}HYPERLINK(1)"
    rows = table(filed(formula, MessageAttribute("-a", "String", formula), message_id=formula))
    assert rows[0][5] == "'-a"
    assert (rows[1][0], rows[1][5], rows[1][-1]) == (f"'{formula}", f"'{formula}", f"'{formula}")


def test_line_breaks_quotes_and_commas_stay_inside_their_cell() -> None:
    body = 'a,"b"\r\nc\nd'
    assert table(filed(body))[1][-1] == body


def test_a_character_that_utf_8_has_not_is_written_out() -> None:
    assert table(filed("a\ud800"))[1][-1] == "a\\ud800"


def test_an_attribute_named_as_a_column_says_that_it_is_an_attribute() -> None:
    rows = table(filed("x", MessageAttribute("Body", "String", "y")))
    assert rows[0][-2:] == ["Body (attribute)", "Body"]


def test_spreadsheets_are_told_that_it_is_utf_8() -> None:
    assert heading(()).startswith(b"\xef\xbb\xbfMessage ID,")
