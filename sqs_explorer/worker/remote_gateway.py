"""The gateway of the engine in a worker: each call is made by another process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from sqs_explorer.domain.messages import EntryFailure, OutgoingMessage, ReceivedBatch, SentMessage
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.worker.call_frames import (
    Call,
    ChangeVisibilityBatch,
    DeleteBatch,
    Done,
    Failed,
    Receive,
    Received,
    Result,
    SendBatch,
    Sent,
)


class RemoteGateway:
    """Fulfils the port MessageGateway for one region of one connection.

    `ask` has a call made, and raises what the port promises if no answer came.
    """

    def __init__(self, connection_id: str, region: str, ask: Callable[[Call], Awaitable[Result]]) -> None:
        self._connection_id = connection_id
        self._region = region
        self._ask = ask

    async def receive(
        self, queue_url: str, *, maximum: int, wait_seconds: int, visibility_seconds: int | None
    ) -> ReceivedBatch:
        """Receive up to `maximum` (1 to 10) messages with all their attributes."""
        call = Receive(self._queue(queue_url), maximum, wait_seconds, visibility_seconds)
        result = await self._result(call)
        if isinstance(result, Received):
            return result.batch
        raise _unfit(result)

    async def send_batch(
        self, queue_url: str, messages: Sequence[OutgoingMessage]
    ) -> tuple[SentMessage | EntryFailure, ...]:
        """Send 1 to 10 messages; one result for each, in order. Raises OutcomeUnknown."""
        result = await self._result(SendBatch(self._queue(queue_url), tuple(messages)))
        if isinstance(result, Sent):
            return tuple(answer for pair in result.answers for answer in pair if answer is not None)
        raise _unfit(result)

    async def delete_batch(
        self, queue_url: str, receipt_handles: Sequence[str]
    ) -> tuple[EntryFailure | None, ...]:
        """Delete 1 to 10 messages; one result for each, in order, None where it was deleted."""
        return await self._done(DeleteBatch(self._queue(queue_url), tuple(receipt_handles)))

    async def change_visibility_batch(
        self, queue_url: str, receipt_handles: Sequence[str], visibility_seconds: int
    ) -> tuple[EntryFailure | None, ...]:
        """Make 1 to 10 messages visible again in so many seconds; one result for each."""
        call = ChangeVisibilityBatch(self._queue(queue_url), tuple(receipt_handles), visibility_seconds)
        return await self._done(call)

    async def _done(self, call: Call) -> tuple[EntryFailure | None, ...]:
        result = await self._result(call)
        if isinstance(result, Done):
            return result.failures
        raise _unfit(result)

    async def _result(self, call: Call) -> Result:
        result = await self._ask(call)
        if isinstance(result, Failed):
            raise result.error or RuntimeError(result.fault)
        return result

    def _queue(self, url: str) -> QueueRef:
        return QueueRef(self._connection_id, self._region, url)


def _unfit(result: Result) -> TypeError:
    return TypeError(f"{type(result).__name__} is no answer to this call.")
