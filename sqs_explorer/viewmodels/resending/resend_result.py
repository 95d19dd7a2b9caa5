"""What came of one resend, in words: what was sent, and what became of the original."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqs_explorer.domain.errors import ChecksumMismatch, InvalidInput, MessageRefused, SqsExplorerError
from sqs_explorer.domain.moves import MoveResult, MoveState
from sqs_explorer.viewmodels.composing.draft_view_model import ATTRIBUTES_FIELD, BODY_FIELD
from sqs_explorer.viewmodels.composing.send_result import SendResult, failed_result

SENT_STATES = frozenset({MoveState.MOVED, MoveState.COPIED, MoveState.SENT_NOT_DELETED})
"""The new message is in its queue: sending once more would make another one."""

_ORIGINAL_STAYS = "The original is untouched."
_FIELDS_BY_WORDS = (
    ("messagegroupid", "Message group ID"),
    ("group id", "Message group ID"),
    ("dedup", "Deduplication ID"),
    ("attribute", ATTRIBUTES_FIELD),
    ("delay", "Delay seconds"),
    ("trace", "Trace header"),
    ("shorter than", "Message size"),
    ("messagebody", BODY_FIELD),
    ("character", BODY_FIELD),
)
"""Words in SQS's reasons, and the field that they are about; the first that fits counts."""


def resend_result(result: MoveResult, at: datetime, *, is_fifo: bool) -> SendResult:
    """Return the words for what the move engine says of this one message."""
    new_id = result.new_message_id
    match result.state:
        case MoveState.MOVED:
            return SendResult("Sent and verified; the original is deleted", "success", "check", at, new_id)
        case MoveState.COPIED:
            return SendResult("Sent and verified; the original is kept", "success", "check", at, new_id)
        case MoveState.SENT_NOT_DELETED:
            return _not_deleted(result, at)
        case MoveState.SUPPRESSED:
            return _suppressed(result, at)
        case _:
            return _not_sent(result, at, is_fifo=is_fifo)


def _not_deleted(result: MoveResult, at: datetime) -> SendResult:
    return SendResult(
        "Sent and verified, but the original is not deleted",
        "warning",
        "warn",
        at,
        message_id=result.new_message_id,
        text=result.reason,
        next_step="Do not send it again: receive the original once more and delete it.",
    )


def _suppressed(result: MoveResult, at: datetime) -> SendResult:
    return SendResult(
        "Suppressed as a duplicate; the original is kept",
        "warning",
        "warn",
        at,
        text=result.reason,
        next_step="A new deduplication ID is filled in: Resend sends it as a new message.",
    )


def _not_sent(result: MoveResult, at: datetime, *, is_fifo: bool) -> SendResult:
    if isinstance(result.error, ChecksumMismatch):
        return SendResult(
            "Sent, but the checksums differ; the original is kept",
            "danger",
            "fail",
            at,
            message_id=result.new_message_id,
            text=result.reason,
            next_step="Receive the new message and compare it before anybody relies on it.",
        )
    if result.error is not None:
        return failed_words(result.error, at, is_fifo=is_fifo)
    if result.state is MoveState.UNKNOWN:
        step = "Look into the destination before you send it again: it may be there already."
        return SendResult(
            "Outcome unknown; the original is kept", "warning", "warn", at, text=result.reason, next_step=step
        )
    return SendResult("Not sent", "danger", "fail", at, text=f"{result.reason} {_ORIGINAL_STAYS}".strip())


def failed_words(error: SqsExplorerError, at: datetime, *, is_fifo: bool) -> SendResult:
    """Return the words for an error; on FIFO the deduplication ID would catch a repeat of the same text."""
    found = failed_result(error, at, retry_is_safe=is_fifo)
    return replace(found, text=f"{found.text} {_ORIGINAL_STAYS}")


def refused_field(error: SqsExplorerError | None) -> str:
    """Return the name of the field that a refusal is about, "" if it is about none."""
    if isinstance(error, InvalidInput):
        return error.field
    if not isinstance(error, MessageRefused):
        return ""
    text = str(error).lower()
    return next((field for words, field in _FIELDS_BY_WORDS if words in text), BODY_FIELD)
