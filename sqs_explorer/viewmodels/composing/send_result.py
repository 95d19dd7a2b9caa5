"""What the Send bar says after a send: what was stored, or what happened instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqs_explorer.domain.errors import OutcomeUnknown, SqsExplorerError
from sqs_explorer.domain.messages import SentMessage
from sqs_explorer.services.sending import StoredDifferently
from sqs_explorer.viewmodels.error_text import error_text


@dataclass(frozen=True, slots=True)
class SendResult:
    """A title, the IDs if SQS gave any, and for what went wrong a text, the next step and the details.

    `tone` is a palette token, `icon` an icon's name.
    """

    title: str
    tone: str
    icon: str
    at: datetime
    message_id: str = ""
    sequence_number: str = ""
    text: str = ""
    next_step: str = ""
    details: str = ""

    @property
    def sentence(self) -> str:
        """The whole in one line: `Sent 1 message · ID … · Sequence number …`."""
        parts = [self.title]
        if self.message_id:
            parts.append(f"ID {self.message_id}")
        if self.sequence_number:
            parts.append(f"Sequence number {self.sequence_number}")
        return " · ".join(parts)


def sent_result(answer: SentMessage, at: datetime, *, may_be_duplicate: bool) -> SendResult:
    """Return the result of a verified send."""
    ids = {"message_id": answer.message_id, "sequence_number": answer.sequence_number}
    if not may_be_duplicate:
        return SendResult("Sent 1 message", "success", "check", at, **ids)
    return SendResult(
        "Accepted; may be suppressed as a duplicate",
        "warning",
        "warn",
        at,
        text="This program sent the same deduplication ID, or the same body, to this queue in the last "
        "5 minutes. SQS accepts such a message and does not deliver it.",
        next_step="Give another deduplication ID to send it as a new message.",
        **ids,
    )


def failed_result(error: SqsExplorerError, at: datetime, *, retry_is_safe: bool) -> SendResult:
    """Return the result of a send that raised; `retry_is_safe`: the deduplication ID would catch a repeat."""
    words = error_text(error)
    if isinstance(error, StoredDifferently):
        return SendResult(
            "Sent, but the checksums differ",
            "danger",
            "fail",
            at,
            message_id=error.answer.message_id,
            sequence_number=error.answer.sequence_number,
            text=words.text,
            next_step="Receive the message and compare it before anybody relies on it.",
            details=f"request ID {error.answer.request_id}" if error.answer.request_id else "",
        )
    if isinstance(error, OutcomeUnknown):
        safe = "Sending it again within 5 minutes is safe: the deduplication ID makes a repeat harmless."
        look = "Look into the queue before you send it again: it may be there already."
        step = safe if retry_is_safe else look
        return SendResult(
            "Outcome unknown", "warning", "warn", at, text=words.text, next_step=step, details=words.details
        )
    title = (
        f"Not sent: {words.title[:1].lower()}{words.title[1:]}"
        if not words.title.startswith("SQS")
        else words.title
    )
    return SendResult(
        title, "danger", "fail", at, text=words.text, next_step=words.next_step, details=words.details
    )


def refused_result(reasons: tuple[str, ...], at: datetime) -> SendResult:
    """Return the result of a send that our own checks held back; the reasons stand beside the fields."""
    more = f" And {len(reasons) - 1} more." if len(reasons) > 1 else ""
    return SendResult(f"Not sent: {reasons[0]}{more}", "danger", "fail", at)
