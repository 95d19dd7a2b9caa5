"""Sends one batch of copies, again where that is safe, and tells for each what is known of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqs_explorer.domain.errors import (
    AwsError,
    MessageRefused,
    OutcomeUnknown,
    ServiceUnavailable,
    SqsExplorerError,
)
from sqs_explorer.domain.limits import DEDUPLICATION_WINDOW_SECONDS
from sqs_explorer.domain.messages import EntryFailure, SentMessage
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.moving.holds import Holds
from sqs_explorer.services.moving.items import Item
from sqs_explorer.services.moving.operation import Operation
from sqs_explorer.services.moving.resting import Rest

UNANSWERED_CODE = "NoAnswer"
"""The code by which the gateway marks an entry that the server left out of its answer."""

_LONGEST_CALL_SECONDS = 110
"""A gateway repeats a FIFO send up to three times by itself, half a minute for each."""

_SAFE_SECONDS = DEDUPLICATION_WINDOW_SECONDS - _LONGEST_CALL_SECONDS
"""A second send of the same deduplication ID is one message for five minutes; it must be there before."""

MAY_DUPLICATE = "Sent again it may be there twice."


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """No copy is known to exist: refused as a whole (`error`), or nobody knows (`in_doubt`)."""

    error: SqsExplorerError
    in_doubt: bool


Answer = SentMessage | EntryFailure | NoAnswer


async def send_copies(
    operation: Operation, holds: Holds, destination: QueueRef, items: list[Item]
) -> list[Answer]:
    """Send copies to one destination; one answer for each, no exception.

    Tried again are calls that were not done (throttled, not reached); on a FIFO destination also those with
    an unknown outcome, as long as deduplication protects. A batch that is refused as a whole is sent one by
    one: some servers refuse all entries for one.
    """
    answers = await _Attempt(operation, holds, destination, items).run()
    refused = [isinstance(a, NoAnswer) and isinstance(a.error, MessageRefused) for a in answers]
    if len(items) == 1 or not all(refused):
        return answers
    return [(await _Attempt(operation, holds, destination, [item]).run())[0] for item in items]


class _Attempt:
    """The tries of one batch."""

    def __init__(self, operation: Operation, holds: Holds, destination: QueueRef, items: list[Item]) -> None:
        self._operation = operation
        self._holds = holds
        self._destination = destination
        self._items = items
        self._doubt: SqsExplorerError | None = None

    async def run(self) -> list[Answer]:
        """Try until there is an answer, or no hope."""
        operation = self._operation
        copies = [item.copy for item in self._items if item.copy is not None]
        rest = Rest(operation.stop, operation.pause, self._holds.renew_due)
        began = operation.clock.monotonic()
        while True:
            try:
                gateway = operation.gateways(self._destination)
                answers = await gateway.send_batch(self._destination.url, copies)
            except SqsExplorerError as error:
                if _may_be_done(error):
                    self._doubt = self._doubt or error
                is_safe = self._destination.is_fifo and _may_be_done(error)
                if self._doubt and not self._is_protected(began):
                    return self._given_up(error)
                if not await rest.before_retry(error, is_safe=is_safe) or not self._all_held():
                    return self._given_up(error)
                if self._doubt and not self._is_protected(began):
                    return self._given_up(error)
            else:
                return [self._with_doubt(answer) for answer in answers]

    def _is_protected(self, began: float) -> bool:
        """Whether a second send makes no second message."""
        return self._destination.is_fifo and self._operation.clock.monotonic() - began < _SAFE_SECONDS

    def _all_held(self) -> bool:
        return self._operation.keeps_originals or all(self._holds.is_held(item) for item in self._items)

    def _given_up(self, error: SqsExplorerError) -> list[Answer]:
        return [NoAnswer(self._doubt or error, in_doubt=self._doubt is not None) for _ in self._items]

    def _with_doubt(self, answer: SentMessage | EntryFailure) -> Answer:
        """A refusal after a try without an answer proves nothing: that one may have been done."""
        if isinstance(answer, EntryFailure):
            if answer.code == UNANSWERED_CODE:
                return NoAnswer(OutcomeUnknown(answer.message, operation="SendMessageBatch"), in_doubt=True)
            if self._doubt is not None:
                return NoAnswer(self._doubt, in_doubt=True)
        return answer


def _may_be_done(error: SqsExplorerError) -> bool:
    return isinstance(error, OutcomeUnknown | ServiceUnavailable)


def is_transient(error: SqsExplorerError) -> bool:
    """Whether the call was not done and may work later."""
    return isinstance(error, AwsError) and error.retry_may_help
