"""Takes a batch from `sending` to `sent`: journal, send, verify, journal. In any doubt the original stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqs_explorer.domain.errors import (
    AwsError,
    ChecksumMismatch,
    JournalFailed,
    MessageRefused,
    ServiceFailure,
    SqsExplorerError,
)
from sqs_explorer.domain.messages import EntryFailure, SentMessage
from sqs_explorer.domain.moves import EntryState, JournalEntry, MoveState
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.holding import refusal_words
from sqs_explorer.services.moving.holds import Holds
from sqs_explorer.services.moving.items import Item
from sqs_explorer.services.moving.operation import STOPPED, Operation
from sqs_explorer.services.moving.sending import MAY_DUPLICATE, Answer, NoAnswer, is_transient, send_copies
from sqs_explorer.services.verifying import verify_sent

UNKNOWN_BATCHES = 3
"""After so many batches in a row without an answer the move ends, rather than make duplicates by hundreds."""

UNVERIFIED_COPIES = 10
"""After so many copies in a row with a wrong or missing checksum the next ones would be duplicates, too."""

_STATES = {
    EntryState.KEPT: MoveState.COPIED,
    EntryState.SUPPRESSED: MoveState.SUPPRESSED,
    EntryState.FAILED: MoveState.FAILED,
    EntryState.UNKNOWN: MoveState.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class _Verdict:
    state: EntryState
    copy_id: str = ""
    reason: str = ""
    error: SqsExplorerError | None = None
    had_no_turn: bool = False
    ends_with: SqsExplorerError | None = None


class Delivery:
    """Delivers batches; several may be under way at once."""

    def __init__(self, operation: Operation, holds: Holds) -> None:
        self._operation = operation
        self._holds = holds
        self._unknown_in_a_row = 0
        self._unverified_in_a_row = 0

    async def deliver(self, destination: QueueRef, items: list[Item]) -> list[Item]:
        """Send and verify copies; return the items whose originals are to be deleted now."""
        try:
            await self._write_sending(destination, items)
        except JournalFailed as error:
            for item in items:
                self._operation.put_back(item, f"Not tried after: {error}")
            return []
        unknown_before = self._unknown_in_a_row
        answers = await send_copies(self._operation, self._holds, destination, items)
        self._count_unknown(destination, answers, unknown_before)
        verdicts = await self._verdicts(destination, items, answers)
        try:
            await self._operation.write(
                _entry(item, verdict, self._operation.clock.now())
                for item, verdict in zip(items, verdicts, strict=True)
            )
        except JournalFailed as error:
            return self._settle(destination, items, verdicts, error)
        return self._settle(destination, items, verdicts)

    async def _write_sending(self, destination: QueueRef, items: list[Item]) -> None:
        now = self._operation.clock.now()
        await self._operation.write(
            JournalEntry(
                item.message_id,
                EntryState.SENDING,
                destination_url=destination.url,
                body_sha256=item.body_sha256,
                deduplication_id=item.copy.deduplication_id if item.copy else "",
                at=now,
            )
            for item in items
        )

    async def _known_ids(self, destination: QueueRef, answers: list[Answer]) -> frozenset[str]:
        """Return which answered IDs the journal knows; only a FIFO queue takes a message for another."""
        sent = [answer.message_id for answer in answers if isinstance(answer, SentMessage)]
        if not sent or not destination.is_fifo:
            return frozenset()
        return await self._operation.journal.known_ids(sent)

    async def _verdicts(
        self, destination: QueueRef, items: list[Item], answers: list[Answer]
    ) -> list[_Verdict]:
        known: frozenset[str] = frozenset()
        unread: JournalFailed | None = None
        try:
            known = await self._known_ids(destination, answers)
        except JournalFailed as error:
            self._operation.end(error)
            unread = error
        verdicts: list[_Verdict] = []
        for item, answer in zip(items, answers, strict=True):
            if isinstance(answer, NoAnswer):
                verdicts.append(self._of_no_answer(answer))
            elif isinstance(answer, EntryFailure):
                verdicts.append(_of_refusal(answer))
            elif unread is not None:
                reason = f"{unread} The original is kept; the copy may have arrived."
                verdicts.append(_Verdict(EntryState.UNKNOWN, reason=reason, error=unread))
            else:
                verdicts.append(self._of_answer(item, answer, known))
        return verdicts

    def _of_no_answer(self, answer: NoAnswer) -> _Verdict:
        error = answer.error
        if answer.in_doubt:
            reason = f"{error} The original is kept; the copy may have arrived. {MAY_DUPLICATE}"
            return _Verdict(EntryState.UNKNOWN, reason=reason, error=error)
        if self._operation.stop.is_requested and is_transient(error):
            return _Verdict(EntryState.FAILED, reason=STOPPED, had_no_turn=True)
        # What concerns one message alone is MessageRefused; every other message would meet the rest, too.
        ends_with = None if isinstance(error, MessageRefused) else error
        return _Verdict(EntryState.FAILED, reason=str(error), error=error, ends_with=ends_with)

    def _of_answer(self, item: Item, answer: SentMessage, known: frozenset[str]) -> _Verdict:
        copy_id = answer.message_id
        if not copy_id or copy_id in known or not self._operation.history.is_new_copy(copy_id):
            reason = "SQS took the copy for a duplicate and did not store it; the original is kept."
            return _Verdict(EntryState.SUPPRESSED, reason=reason)
        try:
            if item.copy is not None and item.sums != (answer.md5_of_body, answer.md5_of_attributes):
                verify_sent(item.copy, answer)
        except ChecksumMismatch as error:
            reason = f"{error} The original is kept; look at the copy in the destination."
            self._unverified_in_a_row += 1
            ends_with = error if self._unverified_in_a_row >= UNVERIFIED_COPIES else None
            return _Verdict(EntryState.FAILED, copy_id, reason, error, ends_with=ends_with)
        self._unverified_in_a_row = 0
        return _Verdict(EntryState.KEPT if self._operation.keeps_originals else EntryState.SENT, copy_id)

    def _settle(
        self,
        destination: QueueRef,
        items: list[Item],
        verdicts: list[_Verdict],
        unwritten: JournalFailed | None = None,
    ) -> list[Item]:
        """Tell the results; return those that are sent, verified and written down."""
        sent: list[Item] = []
        for item, verdict in zip(items, verdicts, strict=True):
            if verdict.state is not EntryState.SENT:
                self._finish(destination, item, verdict)
                continue
            item.sent_as = verdict.copy_id
            if unwritten is None:
                sent.append(item)
                continue
            reason = f"The copy arrived; the original is kept, because the journal failed: {unwritten}"
            self._operation.finish(
                item, MoveState.SENT_NOT_DELETED, copy_id=verdict.copy_id, reason=reason, error=unwritten
            )
        return sent

    def _finish(self, destination: QueueRef, item: Item, verdict: _Verdict) -> None:
        if verdict.had_no_turn:
            self._operation.put_back(item, verdict.reason)
            return
        if verdict.ends_with is not None:
            self._operation.close(destination, verdict.ends_with)
        self._operation.finish(
            item,
            _STATES[verdict.state],
            copy_id=verdict.copy_id,
            reason=verdict.reason,
            error=verdict.error,
        )

    def _count_unknown(self, destination: QueueRef, answers: list[Answer], before: int) -> None:
        """Count batches in a row without an answer; those under way at the same time count as one."""
        lost = [answer.error for answer in answers if isinstance(answer, NoAnswer) and answer.in_doubt]
        if len(lost) < len(answers):
            self._unknown_in_a_row = 0
        elif self._unknown_in_a_row == before:
            self._unknown_in_a_row += 1
            if self._unknown_in_a_row >= UNKNOWN_BATCHES:
                self._operation.close(destination, lost[0])


def _entry(item: Item, verdict: _Verdict, now: datetime) -> JournalEntry:
    reason = verdict.reason
    if isinstance(verdict.error, AwsError) and verdict.error.code:
        # AWS's own words may repeat the body; the journal says by which code it refused.
        reason = reason.replace(verdict.error.message, f"SQS answered {verdict.error.code}.")
    return JournalEntry(item.message_id, verdict.state, new_message_id=verdict.copy_id, reason=reason, at=now)


def _of_refusal(failure: EntryFailure) -> _Verdict:
    reason = refusal_words(failure)
    kind = MessageRefused if failure.sender_fault else ServiceFailure
    return _Verdict(
        EntryState.FAILED,
        reason=reason,
        error=kind(reason, operation="SendMessageBatch", code=failure.code),
    )
