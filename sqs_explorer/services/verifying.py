"""Compares what SQS says it stored, or handed out, with what was sent: boto3 checks no SQS checksum."""

from __future__ import annotations

from sqs_explorer.domain.checksums import md5_of_attributes, md5_of_body
from sqs_explorer.domain.errors import ChecksumMismatch
from sqs_explorer.domain.messages import OutgoingMessage, ReceivedMessage, SentMessage

_MD5_OF_NOTHING = md5_of_body("")
"""What some servers that are not AWS answer for a message without attributes."""


def verify_sent(message: OutgoingMessage, answer: SentMessage) -> None:
    """Raise ChecksumMismatch unless the answer's MD5s are the message's own (API reference, SendMessage)."""
    expected = md5_of_body(message.body)
    if answer.md5_of_body != expected:
        raise ChecksumMismatch("body", expected, answer.md5_of_body)
    expected = md5_of_attributes(message.attributes)
    if answer.md5_of_attributes not in ((expected,) if expected else ("", _MD5_OF_NOTHING)):
        raise ChecksumMismatch("attributes", expected, answer.md5_of_attributes)


def verify_received(message: ReceivedMessage) -> None:
    """Raise ChecksumMismatch if a received message's MD5s are not its own; a missing one is no error."""
    for what, answered, expected in (
        ("body", message.md5_of_body, md5_of_body(message.body)),
        ("attributes", message.md5_of_attributes, md5_of_attributes(message.attributes)),
    ):
        if answered and answered != expected:
            raise ChecksumMismatch(what, expected, answered)
