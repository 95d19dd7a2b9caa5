"""One batch's way: who was sent before, who may go, then delivery and deletion."""

from __future__ import annotations

from collections.abc import Mapping

from sqs_explorer.domain.errors import (
    ChecksumMismatch,
    InvalidInput,
    JournalFailed,
    OutcomeUnknown,
    ReceiptHandleExpired,
)
from sqs_explorer.domain.limits import DEDUPLICATION_WINDOW_SECONDS
from sqs_explorer.domain.moves import EntryState, JournalEntry, MoveKind, MoveState, SentBefore
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.moving.deleting import Deletion
from sqs_explorer.services.moving.delivering import Delivery
from sqs_explorer.services.moving.holds import NOT_HELD, Holds
from sqs_explorer.services.moving.items import Item
from sqs_explorer.services.moving.operation import STOPPED, Operation
from sqs_explorer.services.moving.resting import Pacer, Rest
from sqs_explorer.services.moving.sending import MAY_DUPLICATE
from sqs_explorer.services.verifying import verify_received


class BatchMove:
    """Moves batches; several may be under way at once."""

    def __init__(self, operation: Operation, holds: Holds) -> None:
        self._operation = operation
        self._holds = holds
        self._delivery = Delivery(operation, holds)
        self._deletion = Deletion(operation, holds)
        self._pacer = Pacer(operation.order.messages_per_second, operation.clock.monotonic)

    async def move(self, batch: list[Item]) -> None:
        """Take each item of a batch of one destination as far as it goes."""
        await self._holds.renew_due()
        items = await self._without_sent_before(batch)
        items = [item for item in items if self._is_fit(item)]
        rest = Rest(self._operation.stop, self._operation.pause, self._holds.renew_due)
        if not await rest.wait(self._pacer.delay_seconds(len(items))):
            self._put_back(items, STOPPED)
            return
        await self._holds.ensure(items)
        items = [item for item in items if self._may_go(item)]
        if not items:
            return
        began = self._operation.clock.monotonic()
        sent = await self._delivery.deliver(_destination_of(items), items)
        await self._deletion.delete(sent)
        self._holds.recent_batch_seconds = self._operation.clock.monotonic() - began

    def _put_back(self, items: list[Item], reason: str) -> None:
        for item in items:
            self._operation.put_back(item, reason)

    async def _without_sent_before(self, batch: list[Item]) -> list[Item]:
        """Delete originals whose verified copies are there already; return the others."""
        operation = self._operation
        found: Mapping[str, SentBefore] = {}
        if not operation.keeps_originals:
            ids = [item.message_id for item in batch]
            try:
                found = await operation.journal.sent_before(operation.order.source_arn, ids)
            except JournalFailed as error:
                operation.end(error)
                self._put_back(batch, f"Not tried after: {error}")
                return []
        fresh: list[Item] = []
        only_delete: list[Item] = []
        for item in batch:
            self._recall(item, found.get(item.message_id))
            if item.is_finished:
                continue
            (only_delete if item.sent_as else fresh).append(item)
        await self._delete_only(only_delete)
        return fresh

    def _recall(self, item: Item, before: SentBefore | None) -> None:
        """Mark an item whose copy exists; finish one that was sent elsewhere or perhaps."""
        if before is not None and not item.sent_as:
            self._compare(item, before)
            return
        entry = self._operation.earlier.get(item.message_id)
        if entry is None or item.sent_as:
            return
        if entry.state is EntryState.KEPT:
            self._operation.finish(item, MoveState.COPIED, copy_id=entry.new_message_id)
        elif entry.state in {EntryState.SENDING, EntryState.UNKNOWN} and not self._is_protected(item, entry):
            reason = f"It may have been sent before; the original is kept. {MAY_DUPLICATE}"
            error = OutcomeUnknown(reason, operation="SendMessageBatch")
            self._operation.finish(item, MoveState.UNKNOWN, reason=reason, error=error)

    def _compare(self, item: Item, before: SentBefore) -> None:
        to = item.destination
        is_same_url = to is not None and to.url == before.destination_url
        # Servers that are not AWS give queues of one name the same URL in every region.
        is_same_queue = is_same_url and to is not None and before.destination_region in ("", to.region)
        is_same_body = item.body_sha256 == before.body_sha256
        if is_same_queue and is_same_body and not self._is_edit_of_attributes(item, before):
            item.sent_as, item.sent_by = before.new_message_id, before.operation_id
            return
        what = "with another body " if is_same_queue and not is_same_body else ""
        name = QueueRef("", "", before.destination_url).name
        if is_same_url and not is_same_queue:
            name = f"{name} in {before.destination_region}"
        reason = (
            f"A copy was sent {what}to {name} before, as {before.new_message_id}, and the original is still "
            "here. Finish that move first."
        )
        self._operation.finish(item, MoveState.FAILED, reason=reason)

    def _is_edit_of_attributes(self, item: Item, before: SentBefore) -> bool:
        """Whether only the attributes were edited: the journal's digest does not tell those."""
        order = self._operation.order
        if order.kind is not MoveKind.RESEND or before.operation_id == order.operation_id:
            return False
        return item.copy is not None and item.copy.body == item.message.body

    def _is_protected(self, item: Item, entry: JournalEntry) -> bool:
        """Whether deduplication still makes one message of an earlier send and a new one."""
        if item.lane is None or entry.at is None:
            return False
        age = (self._operation.clock.now() - entry.at).total_seconds()
        # Less than nothing: the machine's time was set back, so nobody knows how long ago it was.
        return 0 <= age < DEDUPLICATION_WINDOW_SECONDS - 60

    async def _delete_only(self, items: list[Item]) -> None:
        held = [item for item in items if self._holds.is_held(item)]
        for item in items:
            if not self._holds.is_held(item):
                reason = f"The copy arrived; the original is still here. {NOT_HELD}"
                self._operation.finish(item, MoveState.SENT_NOT_DELETED, copy_id=item.sent_as, reason=reason)
        await self._deletion.delete(held)

    def _is_fit(self, item: Item) -> bool:
        """Check what can be known before a turn; tell the result of what isn't fit."""
        operation = self._operation
        reason = operation.reason_to_wait(item) or _no_destination(item)
        if reason:
            operation.put_back(item, reason)
            return False
        try:
            verify_received(item.message)
            item.sums = _sums(item)
            self._check_group(item)
            self._check_size(item)
        except (ChecksumMismatch, InvalidInput) as error:
            operation.finish(item, MoveState.FAILED, reason=str(error), error=error)
        return not item.is_finished

    def _check_group(self, item: Item) -> None:
        """Every message of a FIFO queue has a group; GoAWS for one does not tell it."""
        order = self._operation.order
        # In an edit the person has typed one.
        if order.source_is_fifo and not item.message.group_id and order.kind is not MoveKind.RESEND:
            text = "The server does not tell this message's group ID, which the copy would lose."
            raise InvalidInput("Message group ID", text)

    def _check_size(self, item: Item) -> None:
        url = item.destination.url if item.destination else ""
        limit = self._operation.order.maximum_sizes_bytes.get(url)
        if limit is not None and item.size_bytes > limit:
            text = (
                f"Body and attributes are {item.size_bytes:,} bytes; the destination takes {limit:,} at most."
            )
            raise InvalidInput("Message size", text)

    def _may_go(self, item: Item) -> bool:
        """Whether an item is held long enough, now that it is to be sent."""
        refusal = self._holds.refusal(item)
        reason = self._operation.reason_to_wait(item)
        if reason:
            self._operation.put_back(item, reason)
        elif item.refusal:
            self._operation.finish(
                item, MoveState.FAILED, reason=refusal, error=ReceiptHandleExpired(refusal)
            )
        elif refusal:
            self._operation.finish(item, MoveState.NOT_TRIED, reason=refusal)
        return not item.is_finished


def _destination_of(items: list[Item]) -> QueueRef:
    """Return the destination of a batch."""
    return next(item.destination for item in items if item.destination is not None)


def _sums(item: Item) -> tuple[str, str] | None:
    """Return the MD5s of a faithful copy, which were just found to be those of the original."""
    message, copy = item.message, item.copy
    if copy is None or copy.body is not message.body or copy.attributes is not message.attributes:
        return None
    if not message.md5_of_body or (message.attributes and not message.md5_of_attributes):
        return None
    return message.md5_of_body, message.md5_of_attributes if message.attributes else ""


def _no_destination(item: Item) -> str:
    if item.destination is not None:
        return ""
    name = item.message.dead_letter_source_name
    return f"Its source queue {name} is not listed." if name else "It does not say which queue it came from."
