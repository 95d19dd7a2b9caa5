"""SIGKILL at every transition of the journal, then recovery: 0 lost, 0 altered, duplicates as reported."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest

from sqs_explorer.domain.errors import WorkerFailed
from sqs_explorer.domain.moves import EntryState, HeldOriginal, MoveState, UnfinishedOperation
from sqs_explorer.services.recovering import finish_deleting
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.storage.system_clock import SystemClock
from tests.guards.event_loops import RunCoroutine
from tests.worker.conftest import MakeScene
from tests.worker.move_scene import MoveScene, content, in_order_by_group, times

COUNT = 25
MOMENTS = [
    ("before", "begin", 1),
    ("after", "begin", 1),
    *((moment, state, 1) for state in ("sending", "sent", "deleted") for moment in ("before", "after")),
    ("after", "sending", 3),
    ("before", "sent", 3),
    ("after", "sent", 3),
    ("before", "end", 1),
    ("after", "end", 1),
]
"""Before `sent` the copies are in the destination; before `deleted` the originals are gone."""


async def unfinished(here: MoveScene) -> UnfinishedOperation | None:
    """Return what the next start of the program would show."""
    async with here.journal() as journal:
        found = await journal.unfinished()
        assert len(found) <= 1
        return found[0] if found else None


async def check_the_report(here: MoveScene, held: Sequence[HeldOriginal]) -> None:
    """Compare the journal with what the server holds: each word of it must be true."""
    async with here.journal() as journal:
        written = await journal.entries(here.order.operation_id)
    entries = {entry.source_message_id: entry.state for entry in written}
    left = {original.message.message_id for original in await here.still_there(held)}
    for original in held:
        state = entries.get(original.message.message_id)
        assert original.message.message_id in left or state in {EntryState.SENT, EntryState.DELETED}
        assert state is not EntryState.DELETED or original.message.message_id not in left
    states = list(entries.values())
    copied = states.count(EntryState.SENT) + states.count(EntryState.DELETED)
    assert copied <= await here.count(here.destination) <= copied + states.count(EntryState.SENDING)
    if not here.fifo:
        copies = times([content(message) for message in await here.peek(here.destination)])
        for original, unaltered in zip(held, here.put, strict=True):
            state = entries.get(original.message.message_id)
            assert copies[unaltered] == 1 or state in {None, EntryState.SENDING}
            assert state is not None or copies[unaltered] == 0


@pytest.mark.parametrize("fifo", [False, True], ids=["standard", "fifo"])
@pytest.mark.parametrize("death", MOMENTS, ids=lambda death: "-".join(map(str, death)))
def test_a_kill_at_any_transition_loses_and_alters_nothing(
    death: tuple[str, str, int], fifo: bool, scene: MakeScene, run: RunCoroutine
) -> None:
    here = scene(fifo=fifo)
    here.fill(COUNT)

    async def steps() -> None:
        async with here.opened():
            held = await here.hold_all(COUNT)
            await be_killed(here, held, *death)
            await check_the_report(here, held)
            operation = await unfinished(here)
            assert (operation is None) == (death[:2] in {("before", "begin"), ("after", "end")})
            perhaps_sent = operation.perhaps_sent if operation else 0
            if not fifo and operation is not None:
                await finish(here, held, operation)
            left = await resume(here, held)
            await check_the_end(here, left, perhaps_sent)

    run(steps(), 60)


async def be_killed(
    here: MoveScene, held: Sequence[HeldOriginal], moment: str, what: str, number: int
) -> None:
    """Run a worker that dies at its moment."""
    command = [sys.executable, "-m", "tests.worker.dying_child", moment, what, str(number)]
    ended = await here.move(here.worker(*command), held)
    assert ended.outcome is not None
    assert isinstance(ended.outcome.error, WorkerFailed), ended.outcome
    assert "status -9" in str(ended.outcome.error)


async def finish(here: MoveScene, held: Sequence[HeldOriginal], operation: UnfinishedOperation) -> None:
    """Finish deleting, as the person chooses it at the next start, when all is visible again."""
    await here.show(held)
    async with here.journal() as journal:
        outcome = await finish_deleting(
            operation,
            here.gateway,
            journal,
            clock=SystemClock(),
            stop=StopRequest(),
            on_progress=lambda _: None,
        )
    assert outcome.error is None
    assert outcome.wanted == operation.not_deleted
    assert outcome.altered == 0
    assert outcome.failures == {}


async def resume(here: MoveScene, held: Sequence[HeldOriginal]) -> list[HeldOriginal]:
    """Move what is left under the same operation, in a new worker; returns what that was."""
    if here.fifo:
        left = await here.still_there(held)
    else:
        await here.show(held)
        left = await here.hold(here.source)
    ended = await here.move(here.worker(), left)
    assert ended.outcome is not None
    assert ended.outcome.error is None
    assert set(ended.outcome.counts) <= {MoveState.MOVED, MoveState.UNKNOWN}
    return left


async def check_the_end(here: MoveScene, resumed: Sequence[HeldOriginal], perhaps_sent: int) -> None:
    """All is in the destination once; what may have been sent is told of and is still in the source."""
    left = times([content(original.message) for original in await here.still_there(resumed)])
    arrived = await here.drain(here.destination)
    assert set(left) | set(arrived) == set(here.put)
    assert max(times(arrived).values(), default=1) == 1
    operation = await unfinished(here)
    reported = operation.perhaps_sent if operation is not None else 0
    assert left.total() == reported == await here.count(here.source)
    assert (left & times(arrived)).total() <= perhaps_sent
    if here.fifo:
        assert left.total() == 0, "deduplication makes a second send safe"
        assert in_order_by_group(arrived)
