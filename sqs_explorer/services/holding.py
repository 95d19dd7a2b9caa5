"""What is done to messages one holds: release, extend and delete, in batches, each answer read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.limits import MAXIMUM_BATCH_ENTRIES
from sqs_explorer.domain.messages import EntryFailure, ReceivedMessage
from sqs_explorer.services.ports import SqsGateway
from sqs_explorer.services.stopping import StopRequest


@dataclass(slots=True)
class HoldResult:
    """Which messages it was done to (message IDs, in order) and which not, with the reason of each.

    `error` is why it ended early; the messages it hit and those after it are among the failures.
    """

    done: tuple[str, ...] = ()
    failures: dict[str, str] = field(default_factory=dict)
    not_tried: tuple[str, ...] = ()
    error: SqsExplorerError | None = None


@dataclass(frozen=True, slots=True)
class AnsweredBatch:
    """One batch as soon as SQS has answered it: which messages it was done to, which it refused and why."""

    done: tuple[str, ...]
    failures: dict[str, str]


OnBatch = Callable[[AnsweredBatch], None]


async def change_visibility(
    gateway: SqsGateway,
    queue_url: str,
    messages: Sequence[ReceivedMessage],
    visibility_seconds: int,
    *,
    stop: StopRequest | None = None,
    on_batch: OnBatch | None = None,
) -> HoldResult:
    """Make messages visible again in `visibility_seconds` from now: 0 releases, more extends (0 to 43,200).

    Raises the first batch's error; a later one is in the result.
    """

    async def call(handles: Sequence[str]) -> tuple[EntryFailure | None, ...]:
        return await gateway.change_visibility_batch(queue_url, handles, visibility_seconds)

    return await _in_batches(messages, call, stop, on_batch)


async def delete_messages(
    gateway: SqsGateway,
    queue_url: str,
    messages: Sequence[ReceivedMessage],
    *,
    stop: StopRequest | None = None,
    on_batch: OnBatch | None = None,
) -> HoldResult:
    """Delete messages with their receipt handles; SQS refuses a FIFO handle whose visibility ended.

    Raises the first batch's error; a later one is in the result.
    """

    async def call(handles: Sequence[str]) -> tuple[EntryFailure | None, ...]:
        return await gateway.delete_batch(queue_url, handles)

    return await _in_batches(messages, call, stop, on_batch)


async def _in_batches(
    messages: Sequence[ReceivedMessage],
    call: Callable[[Sequence[str]], Awaitable[tuple[EntryFailure | None, ...]]],
    stop: StopRequest | None,
    on_batch: OnBatch | None,
) -> HoldResult:
    result = HoldResult()
    for start in range(0, len(messages), MAXIMUM_BATCH_ENTRIES):
        if stop is not None and stop.is_requested:
            result.not_tried = tuple(message.message_id for message in messages[start:])
            break
        batch = messages[start : start + MAXIMUM_BATCH_ENTRIES]
        try:
            with stop.ends_waiting() if stop is not None else nullcontext():
                answers = await call([message.receipt_handle for message in batch])
        except SqsExplorerError as error:
            if start == 0:
                raise
            result.error = error
            result.failures.update((message.message_id, str(error)) for message in messages[start:])
            break
        answered = _read(batch, answers)
        result.done += answered.done
        result.failures.update(answered.failures)
        if on_batch is not None:
            on_batch(answered)
    return result


def _read(batch: Sequence[ReceivedMessage], answers: Sequence[EntryFailure | None]) -> AnsweredBatch:
    pairs = list(zip(batch, answers, strict=True))
    done = tuple(message.message_id for message, failure in pairs if failure is None)
    refused = {message.message_id: failure for message, failure in pairs if failure is not None}
    return AnsweredBatch(done, {key: refusal_words(failure) for key, failure in refused.items()})


def refusal_words(failure: EntryFailure) -> str:
    """Return why, without the receipt handle that SQS repeats: it belongs on no screen."""
    _, marker, reason = failure.message.partition("Reason: ")
    if marker:
        return reason
    is_handle = failure.code == "ReceiptHandleIsInvalid"
    return "SQS does not know this receipt handle." if is_handle else failure.message or failure.code
