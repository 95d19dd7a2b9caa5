"""Takes verified items from `sent` to `deleted`: only here does a move delete anything."""

from __future__ import annotations

from collections.abc import Sequence

from sqs_explorer.domain.errors import JournalFailed, SqsExplorerError
from sqs_explorer.domain.messages import EntryFailure
from sqs_explorer.domain.moves import EntryState, JournalEntry, MoveState
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.holding import refusal_words
from sqs_explorer.services.moving.holds import Holds
from sqs_explorer.services.moving.items import Item
from sqs_explorer.services.moving.operation import Operation
from sqs_explorer.services.moving.resting import Rest
from sqs_explorer.services.moving.sending import is_transient

_TRIES_OF_AN_ENTRY = 3
_TRIES_AFTER_STOP = 3
_HOLD_ENDED = "its hold ended before SQS answered that it is deleted."


class Deletion:
    """Deletes originals with their newest handles, before their holds end."""

    def __init__(self, operation: Operation, holds: Holds) -> None:
        self._operation = operation
        self._holds = holds

    async def delete(self, items: list[Item]) -> None:
        """Delete the originals of verified copies and tell the results; Stop doesn't keep it from trying."""
        source = self._operation.order.source
        if source is None or not items:
            return
        await self._holds.ensure(items)
        rest = Rest(
            self._operation.stop,
            self._operation.pause,
            self._holds.renew_due,
            tries_after_stop=_TRIES_AFTER_STOP,
        )
        left = items
        for _ in range(_TRIES_OF_AN_ENTRY):
            left = await self._try_once(source, left, rest)
            if not left:
                return
        for item in left:
            self._undeleted(item, "SQS could not delete it.")

    async def _try_once(self, source: QueueRef, items: list[Item], rest: Rest) -> list[Item]:
        """Delete what is still held; return those that may be tried again."""
        for item in items:
            if not self._holds.is_held(item):
                self._undeleted(item, _HOLD_ENDED)
        held = [item for item in items if self._holds.is_held(item)]
        if not held:
            return []
        handles = [item.message.receipt_handle for item in held]
        try:
            answers = await self._operation.gateways(source).delete_batch(source.url, handles)
        except SqsExplorerError as error:
            return await self._after(error, held, rest)
        deleted, again = self._read(held, handles, answers)
        await self._write_deleted(source, deleted)
        for item in deleted:
            self._operation.finish(item, MoveState.MOVED, copy_id=item.sent_as)
        return again

    async def _after(self, error: SqsExplorerError, items: list[Item], rest: Rest) -> list[Item]:
        if await rest.before_retry(error):
            source = self._operation.order.source
            return await self._try_once(source, items, rest) if source is not None else items
        if not is_transient(error) or not self._operation.stop.is_requested:
            self._operation.end(error)
        for item in items:
            self._undeleted(item, str(error), error)
        return []

    def _read(
        self, items: list[Item], handles: list[str], answers: Sequence[EntryFailure | None]
    ) -> tuple[list[Item], list[Item]]:
        """Return what is deleted and what may be tried again; tell of the rest."""
        deleted: list[Item] = []
        again: list[Item] = []
        for item, handle, failure in zip(items, handles, answers, strict=True):
            # An older handle "succeeds" on a standard queue and deletes nothing (API reference).
            is_old = item.message.receipt_handle != handle
            if is_old or (failure is not None and not failure.sender_fault):
                again.append(item)
            elif failure is not None:
                self._undeleted(item, refusal_words(failure))
            elif self._holds.is_held(item):
                deleted.append(item)
            else:
                self._undeleted(item, _HOLD_ENDED)
        return deleted, again

    def _undeleted(self, item: Item, reason: str, error: SqsExplorerError | None = None) -> None:
        text = f"The copy arrived; the original may still be here: {reason}"
        self._operation.finish(
            item, MoveState.SENT_NOT_DELETED, copy_id=item.sent_as, reason=text, error=error
        )

    async def _write_deleted(self, source: QueueRef, items: list[Item]) -> None:
        """Write it down; if that fails the journal says `sent`, which is true as well."""
        now = self._operation.clock.now()
        entries = {
            item: JournalEntry(item.message_id, EntryState.DELETED, new_message_id=item.sent_as, at=now)
            for item in items
        }
        try:
            if items:
                await self._operation.write(entries.values())
            for item, entry in entries.items():
                if item.sent_by and item.sent_by != self._operation.order.operation_id:
                    await self._operation.journal.write(item.sent_by, [entry])
        except JournalFailed as error:
            self._operation.end(error)
