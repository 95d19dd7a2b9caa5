"""Finish deleting removes originals whose copies are verified, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import ConnectionClosed, JournalFailed
from sqs_explorer.domain.messages import EntryFailure
from sqs_explorer.domain.moves import EntryState, JournalEntry, MoveKind, MoveOrder, UnfinishedOperation
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.services.moving.copies import sha256_of_body
from sqs_explorer.services.recovering import (
    FinishingOutcome,
    FinishingProgress,
    finish_deleting,
    leave_as_it_is,
)
from sqs_explorer.services.stopping import StopRequest
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionOpener
from tests.fakes.fake_journal import FakeJournal
from tests.fakes.fake_sqs import FakeSqs
from tests.guards.event_loops import RunCoroutine


@dataclass
class Crashed:
    """A DLQ with messages and the journal of a move that died."""

    kind: MoveKind = MoveKind.MOVE
    clock: FakeClock = field(default_factory=FakeClock)
    journal: FakeJournal = field(default_factory=FakeJournal)
    stop: StopRequest = field(default_factory=StopRequest)
    progress: list[FinishingProgress] = field(default_factory=list)
    connections: OpenConnections = field(init=False)

    def __post_init__(self) -> None:
        self.fake = FakeSqs(self.clock)
        self.url, self.dlq = self.fake.create_queue_with_dlq("OrderQueue")
        self.source = QueueRef("dev", "eu-west-1", self.dlq)
        self.connections = OpenConnections(FakeConnectionOpener(self.fake))

    def put(self, *bodies: str) -> list[str]:
        return [self.fake.put(self.dlq, body) for body in bodies]

    async def crash(
        self, entries: Sequence[JournalEntry], expected: int | None = None
    ) -> UnfinishedOperation:
        """Write the journal, let the process die, return what the next start finds."""
        await self.connections.open(ConnectionSpec("dev", ("eu-west-1",)))
        target = QueueRef("dev", "eu-west-1", self.url)
        order = MoveOrder("a" * 32, self.kind, self.source, self.fake.arn(self.dlq), target)
        await self.journal.begin(order, self.clock.now(), expected)
        await self.journal.write(order.operation_id, entries)
        self.journal.crash()
        (operation,) = await self.journal.unfinished()
        return operation

    async def finish(self, operation: UnfinishedOperation) -> FinishingOutcome:
        return await finish_deleting(
            operation,
            self.connections.sqs,
            self.journal,
            clock=self.clock,
            stop=self.stop,
            on_progress=self.progress.append,
        )

    @property
    def states(self) -> list[EntryState]:
        (operation,) = self.journal.operations.values()
        return list(operation.states.values())

    @property
    def hidden(self) -> list[str]:
        return [message.body for message in self.fake.messages(self.dlq) if not message.visible]


def sent(message_id: str, body: str) -> JournalEntry:
    return JournalEntry(message_id, EntryState.SENT, body_sha256=sha256_of_body(body), new_message_id="n")


def test_verified_originals_are_deleted_and_all_others_are_there_and_visible(run: RunCoroutine) -> None:
    scene = Crashed()

    async def steps() -> None:
        ids = scene.put(*(str(number) for number in range(25)))
        operation = await scene.crash([sent(ids[number], str(number)) for number in range(0, 25, 2)])
        outcome = await scene.finish(operation)
        assert (outcome.deleted, outcome.not_found, outcome.altered, outcome.failures) == (13, 0, 0, {})
        assert outcome.is_ended
        assert outcome.error is None
        assert await scene.journal.unfinished() == ()

    run(steps())
    assert scene.fake.bodies(scene.dlq) == [str(number) for number in range(1, 25, 2)]
    assert scene.hidden == []
    assert set(scene.states) == {EntryState.DELETED}
    assert scene.progress[-1] == FinishingProgress(25, 13, 13)


def test_the_search_ends_as_soon_as_all_were_found(run: RunCoroutine) -> None:
    scene = Crashed()

    async def steps() -> None:
        ids = scene.put(*(str(number) for number in range(30)))
        outcome = await scene.finish(await scene.crash([sent(ids[0], "0")]))
        assert (outcome.deleted, outcome.looked_at, outcome.released) == (1, 10, 9)

    run(steps())
    assert scene.fake.count("ReceiveMessage") == 1
    assert [message.receive_count for message in scene.fake.messages(scene.dlq)].count(1) == 9


def test_a_message_with_the_id_and_another_body_is_left(run: RunCoroutine) -> None:
    scene = Crashed()

    async def steps() -> None:
        (message_id,) = scene.put("not what was copied")
        outcome = await scene.finish(await scene.crash([sent(message_id, "what was copied")]))
        assert (outcome.deleted, outcome.altered, outcome.not_found, outcome.is_ended) == (0, 1, 0, False)
        assert len(await scene.journal.unfinished()) == 1

    run(steps())
    assert scene.fake.bodies(scene.dlq) == ["not what was copied"]
    assert scene.hidden == []
    assert scene.states == [EntryState.SENT]


def test_the_original_of_an_edited_message_is_known_by_its_id(run: RunCoroutine) -> None:
    scene = Crashed(MoveKind.RESEND)

    async def steps() -> None:
        (message_id,) = scene.put("as it was")
        outcome = await scene.finish(await scene.crash([sent(message_id, "as it was edited")]))
        assert outcome.deleted == 1

    run(steps())
    assert scene.fake.bodies(scene.dlq) == []


def test_what_does_not_turn_up_stays_unfinished_after_two_empty_polls(run: RunCoroutine) -> None:
    scene = Crashed()

    async def steps() -> None:
        (message_id,) = scene.put("here")
        entries = [sent(message_id, "here"), sent("gone", "gone")]
        outcome = await scene.finish(await scene.crash(entries))
        assert (outcome.deleted, outcome.not_found, outcome.is_ended) == (1, 1, False)
        (operation,) = await scene.journal.unfinished()
        assert operation.not_deleted == 1

    run(steps())
    assert scene.fake.count("ReceiveMessage") == 3


def test_an_operation_with_a_send_in_doubt_stays_unfinished(run: RunCoroutine) -> None:
    scene = Crashed()

    async def steps() -> None:
        ids = scene.put("one", "two")
        entries = [sent(ids[0], "one"), JournalEntry(ids[1], EntryState.SENDING)]
        outcome = await scene.finish(await scene.crash(entries))
        assert (outcome.deleted, outcome.is_ended) == (1, False)
        assert len(await scene.journal.unfinished()) == 1

    run(steps())
    assert scene.fake.bodies(scene.dlq) == ["two"]


def test_a_refused_delete_is_told_with_its_reason_and_stays_unfinished(run: RunCoroutine) -> None:
    scene = Crashed()

    async def steps() -> None:
        ids = scene.put("one", "two")
        operation = await scene.crash([sent(ids[0], "one"), sent(ids[1], "two")])
        scene.fake.fail_entries("DeleteMessageBatch", (1,), EntryFailure("InternalError", "Try again."))
        outcome = await scene.finish(operation)
        assert (outcome.deleted, list(outcome.failures.values())) == (1, ["Try again."])
        assert not outcome.is_ended

    run(steps())
    assert sorted(state.value for state in scene.states) == ["deleted", "sent"]
    assert scene.hidden == []


def test_a_delete_whose_answer_is_lost_stays_in_doubt_and_the_rest_is_released(run: RunCoroutine) -> None:
    scene = Crashed()

    async def steps() -> None:
        ids = scene.put("other", "one")
        operation = await scene.crash([sent(ids[1], "one"), sent("gone", "gone")])
        scene.fake.lose_answer("DeleteMessageBatch")
        outcome = await scene.finish(operation)
        assert outcome.error is not None
        assert (outcome.deleted, outcome.not_found) == (0, 2)
        assert len(await scene.journal.unfinished()) == 1

    run(steps())
    assert scene.fake.bodies(scene.dlq) == ["other"]
    assert scene.hidden == []
    assert scene.states == [EntryState.SENT, EntryState.SENT]


def test_stop_ends_the_search_and_releases_what_was_received(run: RunCoroutine) -> None:
    scene = Crashed()

    async def steps() -> None:
        scene.put(*(str(number) for number in range(30)))
        operation = await scene.crash([sent("gone", "gone")])
        scene.progress = []
        stop = scene.stop

        def ask(_: FinishingProgress) -> None:
            stop.request()

        outcome = await finish_deleting(
            operation, scene.connections.sqs, scene.journal, clock=scene.clock, stop=stop, on_progress=ask
        )
        assert (outcome.stopped, outcome.looked_at, outcome.released) == (True, 10, 10)
        assert len(await scene.journal.unfinished()) == 1

    run(steps())
    assert scene.hidden == []
    assert scene.fake.count("ReceiveMessage") == 1


def test_a_closed_connection_or_a_journal_that_fails_touches_no_message(run: RunCoroutine) -> None:
    scene = Crashed()

    async def steps() -> None:
        (message_id,) = scene.put("one")
        operation = await scene.crash([sent(message_id, "one")])
        scene.journal.fail_on()
        with pytest.raises(JournalFailed):
            await scene.finish(operation)
        await scene.connections.close_all()
        with pytest.raises(ConnectionClosed):
            await scene.finish(operation)
        assert len(await scene.journal.unfinished()) == 1

    run(steps())
    assert scene.fake.count("ReceiveMessage") == 0


def test_a_journal_that_fails_after_the_delete_is_told(run: RunCoroutine) -> None:
    scene = Crashed()

    async def steps() -> None:
        ids = scene.put("one", "other")
        operation = await scene.crash([sent(ids[0], "one")])
        scene.journal.fail_on(2)
        outcome = await scene.finish(operation)
        assert isinstance(outcome.error, JournalFailed)
        assert outcome.deleted == 1
        assert not outcome.is_ended

    run(steps())
    assert scene.fake.bodies(scene.dlq) == ["other"]
    assert scene.hidden == []
    assert scene.states == [EntryState.SENT]


def test_leave_as_it_is_ends_the_operation_and_calls_nobody(run: RunCoroutine) -> None:
    scene = Crashed()

    async def steps() -> None:
        (message_id,) = scene.put("one")
        operation = await scene.crash([sent(message_id, "one")])
        calls = len(scene.fake.calls)
        await leave_as_it_is(operation, scene.journal, scene.clock.now())
        assert await scene.journal.unfinished() == ()
        assert len(scene.fake.calls) == calls
        assert set(await scene.journal.sent_before(operation.source_arn, [message_id])) == {message_id}

    run(steps())
