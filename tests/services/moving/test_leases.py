"""A move that may write when it begins finishes, though the connection locks before it deletes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import ReadOnlyConnection
from sqs_explorer.domain.moves import HeldOriginal, MoveOutcome, MoveState, UnfinishedOperation
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.moving.running import InProcessMoves
from sqs_explorer.services.recovering import FinishingOutcome, finish_deleting
from sqs_explorer.services.write_locking import WriteLock
from tests.fakes.fake_connections import FakeConnectionOpener
from tests.fakes.fake_faults import Gate
from tests.fakes.fake_gateway import FakeSqsGateway
from tests.guards.event_loops import RunCoroutine
from tests.services.moving.scene import REGION, Scene


class LockedScene(Scene):
    """A scene whose two queues are reached by a connection of their own each, with a lock each."""

    def __post_init__(self) -> None:
        super().__post_init__()
        opener = FakeConnectionOpener(self.fake)
        self.open = {name: opener.open(ConnectionSpec(name, (REGION,))) for name in ("dev", "prod")}
        self.destination = QueueRef("prod", REGION, self.destination.url)
        self.moves = InProcessMoves(
            self.gateway, self.journal, self.clock, lock_of=self.lock, pause=self.pause
        )

    def gateway(self, queue: QueueRef) -> FakeSqsGateway:
        return self.open[queue.connection_id].sqs(queue.region)

    def lock(self, connection_id: str) -> WriteLock:
        return self.open[connection_id].write_lock

    def close_locks(self) -> None:
        """Lock both connections."""
        for connection in self.open.values():
            connection.write_lock.lock()

    async def run(self, originals: Sequence[HeldOriginal], **options: object) -> MoveOutcome:
        """Move as the program does."""
        return await self.moves.run(self.order(**options), originals, stop=self.stop, on_progress=self.take)

    async def finish(self, operation: UnfinishedOperation, *, leased: bool) -> FinishingOutcome:
        """Finish deleting, whose lock closes at its first delete."""
        gate = Gate("DeleteMessageBatch")
        self.fake.faults.gates.append(gate)
        finishing = asyncio.ensure_future(
            finish_deleting(
                operation,
                self.gateway,
                self.journal,
                clock=self.clock,
                stop=self.stop,
                on_progress=lambda _: None,
                lock_of=self.lock if leased else lambda _: None,
            )
        )
        receive = Gate("ReceiveMessage")
        self.fake.faults.gates.append(receive)
        await receive.reached()
        self.close_locks()
        receive.release()
        gate.release()
        return await finishing


def test_a_lock_that_closes_between_send_and_delete_leaves_no_duplicates(run: RunCoroutine) -> None:
    scene = LockedScene()
    bodies = [f"body {number}" for number in range(30)]
    scene.put(*bodies)

    async def work() -> None:
        originals = await scene.hold()
        gate = Gate("SendMessageBatch")
        scene.fake.faults.gates.append(gate)
        moving = asyncio.ensure_future(scene.run(originals))
        await gate.reached()
        scene.close_locks()
        gate.release()
        outcome = await moving
        assert outcome.error is None
        assert outcome.counts == {MoveState.MOVED: 30}
        assert scene.lock("dev").refuses
        assert scene.lock("prod").refuses

    run(work())
    assert scene.bodies[0] == []
    assert sorted(scene.bodies[1]) == sorted(bodies)
    assert scene.is_ended


def test_a_lock_that_was_closed_before_refuses_the_move(run: RunCoroutine) -> None:
    scene = LockedScene()
    scene.put("one", "two")

    async def work() -> None:
        originals = await scene.hold()
        scene.lock("prod").lock()
        outcome = await scene.run(originals)
        assert isinstance(outcome.error, ReadOnlyConnection)
        assert MoveState.MOVED not in outcome.counts

    run(work())
    assert scene.bodies == (["one", "two"], [])


def unfinished(scene: LockedScene, run: RunCoroutine) -> UnfinishedOperation:
    """Send copies and delete nothing; the originals are visible again afterwards."""
    scene.put("one", "two")

    async def work() -> UnfinishedOperation:
        originals = await scene.hold()
        scene.fake.faults.fail_next("DeleteMessageBatch", ReadOnlyConnection("DeleteMessageBatch"))
        await scene.run(originals)
        scene.clock.advance(1_000)
        (operation,) = await scene.journal.unfinished()
        return operation

    return run(work())


def test_finish_deleting_finishes_though_the_lock_closes(run: RunCoroutine) -> None:
    scene = LockedScene()
    operation = unfinished(scene, run)
    outcome = run(scene.finish(operation, leased=True))
    assert (outcome.wanted, outcome.deleted, outcome.error) == (2, 2, None)
    assert scene.bodies[0] == []


def test_without_the_lease_finish_deleting_would_be_refused_and_loses_nothing(run: RunCoroutine) -> None:
    scene = LockedScene()
    operation = unfinished(scene, run)
    outcome = run(scene.finish(operation, leased=False))
    assert isinstance(outcome.error, ReadOnlyConnection)
    assert outcome.deleted == 0
    assert scene.bodies[0] == ["one", "two"]
