"""What is sent for an original."""

from dataclasses import replace

import pytest

from sqs_explorer.domain.messages import MessageAttribute, OutgoingMessage, ReceivedMessage
from sqs_explorer.domain.moves import MoveKind, MoveOrder
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.moving.copies import copy_of, new_deduplication_id

STANDARD = QueueRef("dev", "eu-west-1", "https://sqs.eu-west-1.amazonaws.com/123456789012/Orders")
FIFO = replace(STANDARD, url=STANDARD.url + ".fifo")
ORDER = MoveOrder("0" * 32, MoveKind.MOVE, STANDARD, "arn:source")
KEEPING = replace(ORDER, keep_deduplication_id=True)
MESSAGE = ReceivedMessage(
    "message-1",
    "handle-1",
    "body",
    attributes=(MessageAttribute("n", "Number.int", "007"),),
    system_attributes={
        "MessageGroupId": "g",
        "MessageDeduplicationId": "old",
        "AWSTraceHeader": "Root=1",
        "SenderId": "someone",
    },
)
NEW_ID = new_deduplication_id("0" * 32, "arn:source", "message-1")


def test_a_standard_queue_gets_the_group_and_no_deduplication_id() -> None:
    copy = copy_of(MESSAGE, KEEPING, STANDARD)
    assert copy == OutgoingMessage("body", MESSAGE.attributes, "g", "", None, "Root=1")


def test_a_fifo_queue_gets_a_new_deduplication_id() -> None:
    copy = copy_of(MESSAGE, ORDER, FIFO)
    assert copy == OutgoingMessage("body", MESSAGE.attributes, "g", NEW_ID, None, "Root=1")


def test_the_old_deduplication_id_is_kept_when_asked_for() -> None:
    assert copy_of(MESSAGE, KEEPING, FIFO).deduplication_id == "old"


def test_a_message_without_a_deduplication_id_gets_a_new_one_even_then() -> None:
    without = replace(MESSAGE, system_attributes={})
    assert copy_of(without, KEEPING, FIFO).deduplication_id == NEW_ID
    assert copy_of(without, KEEPING, FIFO).group_id == "message-1"


@pytest.mark.parametrize(("own", "sent"), [("mine", "mine"), ("", NEW_ID)])
def test_an_edited_message_keeps_no_old_deduplication_id(own: str, sent: str) -> None:
    edited = OutgoingMessage("mended", group_id="h", deduplication_id=own)
    copy = copy_of(MESSAGE, KEEPING, FIFO, edited)
    assert copy == OutgoingMessage("mended", (), "h", sent)


def test_an_edited_message_keeps_its_delay_on_a_standard_queue_only() -> None:
    edited = OutgoingMessage("mended", delay_seconds=5, deduplication_id="mine")
    assert copy_of(MESSAGE, ORDER, STANDARD, edited) == OutgoingMessage("mended", delay_seconds=5)
    assert copy_of(MESSAGE, ORDER, FIFO, edited).delay_seconds is None


def test_the_new_deduplication_id_is_the_same_for_a_second_try_of_one_operation_only() -> None:
    assert new_deduplication_id("operation", "arn", "message") != new_deduplication_id(
        "another", "arn", "message"
    )
    assert copy_of(MESSAGE, ORDER, FIFO) == copy_of(MESSAGE, ORDER, FIFO)
    assert len(NEW_ID) <= 128
