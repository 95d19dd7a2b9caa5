"""What SQS takes and what it refuses in a message."""

from __future__ import annotations

import hashlib
import struct
from typing import Any

import pytest

from tests.sandbox.conftest import MakeQueue
from tests.sandbox.queue_under_test import bodies, refused

LIMIT_BYTES = 1_048_576
TRACE_HEADER = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"


def text(value: str, data_type: str = "String") -> dict[str, Any]:
    return {"DataType": data_type, "StringValue": value}


def digest_of(attributes: dict[str, dict[str, Any]]) -> str:
    """Compute the digest as the Developer Guide tells, without the server's code."""
    packed = b""
    for name in sorted(attributes):
        attribute = attributes[name]
        value = attribute.get("BinaryValue")
        raw = attribute["StringValue"].encode() if value is None else value
        for part in (name.encode(), attribute["DataType"].encode()):
            packed += struct.pack(">I", len(part)) + part
        packed += (b"\1" if value is None else b"\2") + struct.pack(">I", len(raw)) + raw
    return hashlib.md5(packed, usedforsecurity=False).hexdigest()


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_a_body_with_a_refused_character_is_invalid(make_queue: MakeQueue, character: str) -> None:
    code, _ = refused(make_queue().send, f"order{character}")
    assert code == "InvalidMessageContents"


def test_every_allowed_kind_of_character_arrives_as_it_was_sent(make_queue: MakeQueue) -> None:
    queue = make_queue()
    body = "\t\n\r \ud7ff\ue000\ufffd\U00010000\U0010ffff\N{RIGHT-TO-LEFT OVERRIDE}"
    queue.send(body)
    assert bodies(queue.receive()) == [body]


def test_an_empty_body_is_a_missing_parameter(make_queue: MakeQueue) -> None:
    assert refused(make_queue().send, "")[0] == "MissingParameter"


def test_a_message_of_one_mebibyte_is_taken_and_one_byte_more_is_not(make_queue: MakeQueue) -> None:
    queue = make_queue()
    assert queue.attributes()["MaximumMessageSize"] == str(LIMIT_BYTES)
    queue.send("x" * LIMIT_BYTES)
    code, words = refused(queue.send, "x" * (LIMIT_BYTES + 1))
    assert code == "InvalidParameterValue"
    assert f"Message must be shorter than {LIMIT_BYTES} bytes" in words


def test_attributes_count_for_the_size_and_the_trace_header_does_not(make_queue: MakeQueue) -> None:
    queue = make_queue(MaximumMessageSize="1024")
    attributes = {"name": text("value")}
    room = 1024 - len("name" + "String" + "value")
    trace = {"AWSTraceHeader": text(TRACE_HEADER)}
    queue.send("x" * room, MessageAttributes=attributes, MessageSystemAttributes=trace)
    assert refused(queue.send, "x" * (room + 1), MessageAttributes=attributes)[0] == "InvalidParameterValue"


def test_the_size_is_counted_in_bytes_of_utf8(make_queue: MakeQueue) -> None:
    queue = make_queue(MaximumMessageSize="1024")
    queue.send("é" * 512)
    assert refused(queue.send, "é" * 513)[0] == "InvalidParameterValue"


def test_the_digests_of_body_and_attributes_are_right(make_queue: MakeQueue) -> None:
    queue = make_queue()
    attributes = {
        "größe.x".replace("ö", "o").replace("ß", "ss"): text("é"),
        "count": text("2", "Number.int"),
        "picture": {"DataType": "Binary.gif", "BinaryValue": b"\0\xff"},
    }
    sent = queue.send("Bücher", MessageAttributes=attributes)
    received = queue.receive()[0]
    assert sent["MD5OfMessageBody"] == hashlib.md5("Bücher".encode(), usedforsecurity=False).hexdigest()
    assert received["MD5OfBody"] == sent["MD5OfMessageBody"]
    assert sent["MD5OfMessageAttributes"] == digest_of(attributes)
    assert received["MD5OfMessageAttributes"] == digest_of(attributes)
    assert received["MessageAttributes"] == attributes


def test_the_trace_header_comes_back_as_a_system_attribute(make_queue: MakeQueue) -> None:
    queue = make_queue()
    queue.send("order", MessageSystemAttributes={"AWSTraceHeader": text(TRACE_HEADER)})
    assert queue.receive()[0]["Attributes"]["AWSTraceHeader"] == TRACE_HEADER


def test_only_the_trace_header_can_be_sent_as_a_system_attribute(make_queue: MakeQueue) -> None:
    queue = make_queue()
    for system in ({"SenderId": text("me")}, {"AWSTraceHeader": text("no trace")}):
        assert refused(queue.send, "x", MessageSystemAttributes=system)[0] == "InvalidParameterValue"


@pytest.mark.parametrize(
    "name", ["AWS.x", "aws.x", "Amazon.x", ".x", "x.", "x..y", "with space", "größe", "x" * 257]
)
def test_a_wrong_attribute_name_is_refused(make_queue: MakeQueue, name: str) -> None:
    code, _ = refused(make_queue().send, "order", MessageAttributes={name: text("v")})
    assert code == "InvalidParameterValue"


@pytest.mark.parametrize(
    "attribute",
    [
        text(""),
        text("x", "string"),
        text("x", "Text"),
        text("x", "String." + "y" * 250),
        text("ten", "Number"),
        text("1e127", "Number"),
        text("1e-129", "Number"),
        text("1" * 39, "Number"),
        text("1_000", "Number"),
        {"DataType": "Binary", "BinaryValue": b""},
        {"DataType": "Binary", "StringValue": "x"},
    ],
)
def test_a_wrong_attribute_value_is_refused(make_queue: MakeQueue, attribute: dict[str, Any]) -> None:
    code, _ = refused(make_queue().send, "order", MessageAttributes={"a": attribute})
    assert code == "InvalidParameterValue"


def test_numbers_travel_as_they_are_written(make_queue: MakeQueue) -> None:
    queue = make_queue()
    attributes = {f"n{i}": text(number, "Number") for i, number in enumerate(("-1.5e10", "007", "1" * 38))}
    queue.send("order", MessageAttributes=attributes)
    assert queue.receive()[0]["MessageAttributes"] == attributes


def test_ten_attributes_are_taken_and_eleven_are_not(make_queue: MakeQueue) -> None:
    queue = make_queue()
    queue.send("ten", MessageAttributes={f"a{i}": text("x") for i in range(10)})
    code, _ = refused(queue.send, "eleven", MessageAttributes={f"a{i}": text("x") for i in range(11)})
    assert code == "InvalidParameterValue"


def test_one_bad_entry_fails_alone_in_a_batch(make_queue: MakeQueue) -> None:
    queue = make_queue(MaximumMessageSize="1024")
    answer = queue.send_batch(
        {"Id": "good", "MessageBody": "order"},
        {"Id": "character", "MessageBody": "\0"},
        {"Id": "large", "MessageBody": "x" * 1025},
        {"Id": "late", "MessageBody": "x", "DelaySeconds": 901},
    )
    assert [entry["Id"] for entry in answer["Successful"]] == ["good"]
    codes = {entry["Id"]: (entry["Code"], entry["SenderFault"]) for entry in answer["Failed"]}
    assert codes == {
        "character": ("InvalidMessageContents", True),
        "large": ("InvalidParameterValue", True),
        "late": ("InvalidParameterValue", True),
    }
    assert bodies(queue.receive()) == ["order"]


def test_a_batch_over_one_mebibyte_in_sum_is_refused_whole(make_queue: MakeQueue) -> None:
    queue = make_queue()
    entries = [{"Id": str(i), "MessageBody": "x" * (LIMIT_BYTES // 2 + i)} for i in range(2)]
    assert refused(queue.send_batch, *entries)[0].endswith("BatchRequestTooLong")
    assert queue.counts() == (0, 0, 0)


def test_a_batch_has_one_to_ten_entries_with_different_valid_ids(make_queue: MakeQueue) -> None:
    queue = make_queue()
    eleven = [{"Id": str(i), "MessageBody": "x"} for i in range(11)]
    assert refused(queue.send_batch, *eleven)[0].endswith("TooManyEntriesInBatchRequest")
    assert refused(queue.send_batch)[0].endswith("EmptyBatchRequest")
    twice = [{"Id": "same", "MessageBody": "x"}] * 2
    assert refused(queue.send_batch, *twice)[0].endswith("BatchEntryIdsNotDistinct")
    for wrong in ("with space", "x" * 81, "é"):
        assert refused(queue.send_batch, {"Id": wrong, "MessageBody": "x"})[0].endswith("InvalidBatchEntryId")


def test_a_delayed_message_shows_up_after_its_delay(make_queue: MakeQueue) -> None:
    queue = make_queue(DelaySeconds="900")
    queue.send("later")
    queue.send("now", DelaySeconds=0)
    queue.send("soon", DelaySeconds=1)
    assert queue.counts() == (1, 0, 2)
    assert bodies(queue.receive()) == ["now"]
    assert bodies(queue.receive(WaitTimeSeconds=5)) == ["soon"]


def test_a_standard_queue_keeps_the_group_id_and_refuses_a_deduplication_id(make_queue: MakeQueue) -> None:
    queue = make_queue()
    for body in ("one", "two"):
        queue.send(body, MessageGroupId="U456")
    first = queue.receive(1)[0]
    assert first["Attributes"]["MessageGroupId"] == "U456"
    assert bodies(queue.receive(1)) == ["two"], "a fair queue's group blocks nobody"
    assert refused(queue.send, "x", MessageDeduplicationId="d")[0] == "InvalidParameterValue"


@pytest.mark.parametrize("group_id", ["", "with space", "é", "x" * 129])
def test_a_wrong_group_id_is_refused_on_both_kinds_of_queue(make_queue: MakeQueue, group_id: str) -> None:
    for fifo in (False, True):
        send = make_queue(fifo=fifo).send
        parameters = {"MessageDeduplicationId": "d"} if fifo else {}
        assert refused(send, "x", MessageGroupId=group_id, **parameters)[0] == "InvalidParameterValue"


def test_the_punctuation_of_the_developer_guide_makes_a_group_id(make_queue: MakeQueue) -> None:
    queue = make_queue()
    group_id = "aZ09!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    queue.send("order", MessageGroupId=group_id)
    assert queue.receive()[0]["Attributes"]["MessageGroupId"] == group_id
