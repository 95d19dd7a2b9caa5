"""Sends one message and proves that SQS stored just that."""

from __future__ import annotations

from sqs_explorer.domain.errors import ChecksumMismatch, InvalidInput, SqsExplorerError
from sqs_explorer.domain.message_rules import message_problems
from sqs_explorer.domain.messages import OutgoingMessage, SentMessage
from sqs_explorer.services.ports import SqsGateway
from sqs_explorer.services.verifying import verify_sent


class StoredDifferently(ChecksumMismatch):
    """SQS took the message, but its MD5 says that it holds something else; `answer` names what it stored."""

    def __init__(self, mismatch: ChecksumMismatch, answer: SentMessage) -> None:
        SqsExplorerError.__init__(self, str(mismatch))
        self.what = mismatch.what
        self.answer = answer


async def send_message(
    gateway: SqsGateway,
    queue_url: str,
    message: OutgoingMessage,
    *,
    is_fifo: bool,
    content_based_deduplication: bool,
    maximum_size_bytes: int,
) -> SentMessage:
    """Send a message, tried once, and compare the answer's MD5s with our own.

    Raises InvalidInput before anything is sent, AwsError's children (OutcomeUnknown: it may have been
    stored), and StoredDifferently if SQS stored something else.
    """
    problems = message_problems(
        message,
        is_fifo=is_fifo,
        content_based_deduplication=content_based_deduplication,
        maximum_size_bytes=maximum_size_bytes,
    )
    if problems:
        raise InvalidInput(problems[0].field, problems[0].reason)
    answer = await gateway.send(queue_url, message)
    try:
        verify_sent(message, answer)
    except ChecksumMismatch as mismatch:
        raise StoredDifferently(mismatch, answer) from None
    return answer
