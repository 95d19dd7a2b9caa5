"""A dry run says what a queue would take and what not, before anything is sent."""

from __future__ import annotations

from dataclasses import replace

from sqs_explorer.domain.checksums import md5_of_attributes, md5_of_body
from sqs_explorer.domain.filed_messages import FiledMessage
from sqs_explorer.domain.messages import MessageAttribute, ReceivedMessage
from sqs_explorer.domain.moves import MoveKind, MoveOrder, MoveState
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.message_files.dry_run import DryRun, dry_run, line_id, line_number
from sqs_explorer.services.message_files.reading import FileLine, MessageFile
from sqs_explorer.services.moving.copies import copy_of
from tests.guards.event_loops import RunCoroutine
from tests.services.moving.scene import Scene

STANDARD = QueueRef("dev", "eu-west-1", "https://sqs/000000000000/Orders")
FIFO = QueueRef("dev", "eu-west-1", "https://sqs/000000000000/Orders.fifo")


def order(to: QueueRef, *, keep_id: bool = False) -> MoveOrder:
    return MoveOrder(
        "0" * 32,
        MoveKind.REPLAY,
        None,
        "file:f.jsonl",
        to,
        keep_deduplication_id=keep_id,
        keep_originals=True,
    )


def examined(
    *messages: ReceivedMessage | str, to: QueueRef = STANDARD, keep_id: bool = False, limit: int = 1_048_576
) -> DryRun:
    lines = tuple(
        FileLine(number, None, content)
        if isinstance(content, str)
        else FileLine(number, FiledMessage(content))
        for number, content in enumerate(messages, 1)
    )
    return dry_run(
        MessageFile("f.jsonl", 1, lines),
        order(to, keep_id=keep_id),
        to,
        content_based_deduplication=False,
        maximum_size_bytes=limit,
    )


def message(body: str = "body", message_id: str = "", **system: str) -> ReceivedMessage:
    return ReceivedMessage(message_id, "", body, system_attributes=system)


def reasons(result: DryRun) -> list[str]:
    return [line.reason for line in result.lines]


def test_sums_count_only_what_would_be_sent() -> None:
    result = examined(message("12345"), "it has no body", message("123"))
    assert (result.sendable, result.refused, result.size_bytes) == (2, 1, 8)
    assert reasons(result) == ["", "It has no body.", ""]


def test_a_smaller_queue_limit_refuses_large_messages_with_the_numbers() -> None:
    assert reasons(examined(message("x" * 1_030), limit=1_024)) == [
        "6 bytes over this queue's limit of 1,024."
    ]


def test_what_sqs_refuses_is_named() -> None:
    bad = replace(message("a\x00"), attributes=(MessageAttribute("AWS.x", "String", "v"),))
    assert reasons(examined(bad, message(""))) == [
        "SQS refuses the character U+0000 at line 1, column 2. "
        "“AWS.x”: names that start with AWS. or Amazon. are reserved.",
        "SQS refuses an empty body.",
    ]


def test_on_a_fifo_queue_a_message_without_a_group_has_its_id_as_group() -> None:
    result = examined(message(message_id="5f3c"), message(), message(MessageGroupId="a"), to=FIFO)
    assert reasons(result) == ["", "", ""]
    assert [line.group_id for line in result.lines] == ["5f3c", "line-2", "a"]
    assert result.own_groups == 2
    assert result.groups == (("", 2), ("a", 1))
    sent = [copy_of(o.message, order(FIFO), FIFO, o.replacement) for o in result.originals]
    assert [outgoing.group_id for outgoing in sent] == ["5f3c", "line-2", "a"]


def test_a_group_that_sqs_refuses_is_named() -> None:
    assert reasons(examined(message(MessageGroupId="a b"), to=FIFO)) == [
        "Message group ID must not contain a space."
    ]


def test_only_what_would_be_sent_is_handed_on_and_each_line_has_its_own_id() -> None:
    result = examined(message("one", "same"), message(""), message("three", "same"))
    assert [original.message.message_id for original in result.originals] == ["line-1", "line-3"]
    assert [original.message.body for original in result.originals] == ["one", "three"]
    assert all(original.visible_again_monotonic == 0 for original in result.originals)
    assert line_number(line_id(12)) == 12


def test_groups_are_counted_largest_first() -> None:
    result = examined(message(), message(MessageGroupId="b"), message(MessageGroupId="b"))
    assert result.groups == (("b", 2), ("", 1))


def test_a_kept_deduplication_id_that_sqs_refuses_is_named_and_a_new_one_is_not() -> None:
    line = message(MessageGroupId="a", MessageDeduplicationId="x" * 129)
    assert reasons(examined(line, to=FIFO, keep_id=True)) == [
        "Deduplication ID has at most 128 characters; this has 129."
    ]
    assert reasons(examined(line, to=FIFO)) == [""]


def test_a_deduplication_id_is_no_reason_to_refuse_on_a_standard_queue() -> None:
    assert reasons(examined(message(MessageDeduplicationId="d"), keep_id=True)) == [""]


def test_messages_changed_since_the_export_are_counted() -> None:
    attributes = (MessageAttribute("a", "String", "1"),)
    whole = replace(
        message("body"),
        md5_of_body=md5_of_body("body"),
        attributes=attributes,
        md5_of_attributes=md5_of_attributes(attributes),
    )
    mended = replace(whole, body="mended")
    retyped = replace(whole, attributes=(MessageAttribute("a", "Number", "1"),))
    result = examined(whole, mended, retyped)
    assert [line.is_edited for line in result.lines] == [False, True, True]
    assert result.edited == 2


def test_the_same_message_twice_in_a_file_is_counted() -> None:
    assert examined(message("a", "1"), message("a", "1"), message("b", "2")).repeated == 1


def test_a_line_changed_since_the_export_is_sent_as_the_dry_run_said(run: RunCoroutine) -> None:
    scene = Scene()
    mended = replace(message("mended"), md5_of_body=md5_of_body("body"))
    originals = examined(mended, to=scene.destination).originals
    outcome = run(scene.move(originals, order(scene.destination)))
    assert outcome.counts == {MoveState.COPIED: 1}
    assert scene.bodies[1] == ["mended"]
