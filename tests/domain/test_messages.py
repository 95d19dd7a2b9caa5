"""Sizes as SQS counts them, and what a received message says of itself."""

from sqs_explorer.domain.messages import MessageAttribute, OutgoingMessage, ReceivedMessage


def test_a_size_is_utf8_body_plus_name_type_and_value_of_each_attribute() -> None:
    attributes = (
        MessageAttribute("ab", "String.x", "ü"),
        MessageAttribute("c", "Binary", "", b"\x00\x01\x02"),
    )
    message = OutgoingMessage("🙂", attributes, trace_header="Root=1-1")
    assert message.size_bytes == 4 + (2 + 8 + 2) + (1 + 6 + 3)


def test_a_lone_surrogate_has_a_size_so_that_its_place_can_be_named() -> None:
    assert OutgoingMessage("\ud800", (MessageAttribute("\ud800", "String\ud800", "\ud800"),)).size_bytes > 0


def test_a_message_keeps_its_body_out_of_logs() -> None:
    message = OutgoingMessage("secret body", (MessageAttribute("a", "String", "secret value"),))
    received = ReceivedMessage("id", "secret handle", "secret body", attributes=message.attributes)
    assert "secret" not in repr(message) + repr(received)


def test_a_received_message_reads_its_system_attributes() -> None:
    arn = "arn:aws:sqs:eu-west-1:123456789012:OrderQueue"
    message = ReceivedMessage(
        "id", "h", "b", system_attributes={"MessageGroupId": "g", "DeadLetterQueueSourceArn": arn}
    )
    assert (message.group_id, message.deduplication_id, message.dead_letter_source_name) == (
        "g",
        "",
        "OrderQueue",
    )
