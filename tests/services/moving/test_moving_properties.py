"""Whatever goes wrong, in whatever order: every original is in the source or a verified copy exists."""

import asyncio
import contextlib
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from sqs_explorer.domain.errors import (
    JournalFailed,
    MessageRefused,
    OutcomeUnknown,
    ServiceUnavailable,
    SqsExplorerError,
    Throttled,
    Unreachable,
)
from sqs_explorer.domain.messages import EntryFailure
from sqs_explorer.domain.moves import EntryState, MoveOutcome, MoveState
from sqs_explorer.services.stopping import StopRequest
from tests.guards.event_loops import run_on
from tests.services.moving.scene import Scene

SEND, DELETE, RENEW = "SendMessageBatch", "DeleteMessageBatch", "ChangeMessageVisibilityBatch"
LOST: dict[str, type[SqsExplorerError]] = {SEND: OutcomeUnknown, DELETE: Unreachable, RENEW: Unreachable}
REFUSED = EntryFailure("InvalidParameterValue", "No.")
TEMPORARY = EntryFailure("InternalError", "Later.", sender_fault=False)
UNANSWERED = EntryFailure("NoAnswer", "It did not say.", sender_fault=False)

OPERATIONS = st.sampled_from([SEND, DELETE, RENEW])
FAULTS = st.one_of(
    st.tuples(st.just("throttled"), OPERATIONS, st.integers(1, 14)),
    st.tuples(st.just("broken"), OPERATIONS, st.integers(1, 14)),
    st.tuples(st.just("unreachable"), OPERATIONS, st.integers(1, 14)),
    st.tuples(st.just("lost before"), OPERATIONS, st.integers(1, 3)),
    st.tuples(st.just("lost after"), OPERATIONS, st.integers(1, 3)),
    st.tuples(st.just("refused"), OPERATIONS, st.integers(1, 3)),
    st.tuples(st.just("entry refused"), OPERATIONS, st.integers(0, 9)),
    st.tuples(st.just("entry fails"), OPERATIONS, st.integers(0, 9)),
    st.tuples(st.just("entry unanswered"), OPERATIONS, st.integers(0, 9)),
    st.tuples(st.just("wrong sum"), st.just("body"), st.just(1)),
    st.tuples(st.just("journal"), st.just(""), st.integers(2, 12)),
)
Fault = tuple[str, str, int]
LETTERS = st.lists(st.sampled_from("abc"), min_size=1, max_size=25)


def cause(scene: Scene, fault: Fault) -> None:
    """Let the fake server or the journal do this wrong."""
    kind, operation, number = fault
    fake = scene.fake
    errors: dict[str, SqsExplorerError] = {
        "throttled": Throttled("Slower."),
        "broken": ServiceUnavailable("Broken."),
        "unreachable": Unreachable("No network."),
        "refused": MessageRefused("No.", code="InvalidParameterValue"),
    }
    entries = {"entry refused": REFUSED, "entry fails": TEMPORARY, "entry unanswered": UNANSWERED}
    if kind in errors:
        fake.fail_next(operation, errors[kind], times=number)
    elif kind == "lost before":
        fake.fail_next(operation, LOST[operation]("No answer."), times=number)
    elif kind == "lost after":
        fake.lose_answer(operation, error=LOST[operation]("No answer."), times=number)
    elif kind in entries:
        fake.fail_entries(operation, (number,), entries[kind])
    elif kind == "wrong sum":
        fake.spoil_md5(operation)
    else:
        scene.journal.fail_on(number)


@dataclass
class Watch:
    """Holds the invariants against the server and the journal after every call and every turn of the loop."""

    scene: Scene
    originals: dict[str, str]

    def look(self) -> None:
        """Fail if an original is nowhere, or was deleted without a copy that is there and was verified."""
        in_source = {message.message_id for message in self.scene.fake.messages(self.scene.source.url)}
        copies = {m.message_id: m.body for m in self.scene.fake.messages(self.scene.destination.url)}
        for message_id in self.originals.keys() - in_source:
            entries = [o.entries.get(message_id) for o in self.scene.journal.operations.values()]
            proven = [e for e in entries if e and e.state in {EntryState.SENT, EntryState.DELETED}]
            assert any(copies[e.new_message_id] == self.originals[message_id] for e in proven)

    def keeps_order(self) -> None:
        """Fail if the copies of a group are not the first ones of it in their order."""
        bodies = self.scene.bodies[1]
        for group in "abc":
            arrived = [body for body in bodies if body.startswith(group)]
            numbers = [int(body[1:]) for body in arrived]
            assert numbers == sorted(numbers)
            assert len(set(numbers)) == len(numbers)


def scene_with(letters: list[str], suffix: str) -> tuple[Scene, Watch]:
    scene = Scene(f"A-DLQ{suffix}", f"A{suffix}", parallel=3)
    originals: dict[str, str] = {}
    for number, group in enumerate(letters):
        body = f"{group}{number}"
        originals[scene.put(body, group_id=group)[0]] = body
    return scene, Watch(scene, originals)


async def move_under_faults(scene: Scene, watch: Watch, faults: list[Fault], *, whole: bool) -> None:
    """Move once with these faults, looking at the server all the time, and check what is told."""
    held = [] if whole else await scene.hold(90)
    for fault in faults:
        cause(scene, fault)
    task = asyncio.create_task(scene.move(held, whole_queue=whole))
    while not task.done():
        watch.look()
        await asyncio.sleep(0)
    outcome = await task
    watch.look()
    told = {result.message_id: result for result in scene.seen}
    if not whole:
        assert set(told) == {original.message.message_id for original in held}
        assert sum(outcome.counts.values()) == len(held) == len(scene.seen)
    in_source = {message.message_id for message in scene.fake.messages(scene.source.url)}
    for result in told.values():
        if not result.state.is_done and result.state is not MoveState.SENT_NOT_DELETED:
            assert result.message_id in in_source
    left = {EntryState.SENDING, EntryState.SENT, EntryState.UNKNOWN}
    if not any(kind == "journal" for kind, *_ in faults):
        assert scene.is_ended == (not left & set(scene.journaled))


@settings(max_examples=150, deadline=None)
@given(LETTERS, st.lists(FAULTS, max_size=5), st.booleans())
def test_nothing_is_lost_between_standard_queues(
    letters: list[str], faults: list[Fault], whole: bool
) -> None:
    scene, watch = scene_with(letters, "")
    run_on(None, move_under_faults(scene, watch, faults, whole=whole), 20)


@settings(max_examples=150, deadline=None)
@given(LETTERS, st.lists(FAULTS, max_size=5), st.booleans())
def test_nothing_is_lost_and_groups_keep_their_order_between_fifo_queues(
    letters: list[str], faults: list[Fault], whole: bool
) -> None:
    scene, watch = scene_with(letters, ".fifo")
    run_on(None, move_under_faults(scene, watch, faults, whole=whole), 20)
    watch.keeps_order()


EVENTS = st.one_of(
    st.tuples(st.just("time passes"), st.sampled_from([1, 30, 90, 130, 400])),
    st.tuples(st.just("another program receives"), st.sampled_from([0, 30, 600])),
    st.tuples(st.just("crash"), st.just(0)),
    st.tuples(st.just("stop"), st.just(0)),
    FAULTS,
)


@settings(max_examples=200, deadline=None)
@given(
    LETTERS,
    st.lists(st.tuples(st.integers(0, 40), EVENTS), max_size=8),
    st.booleans(),
    st.sampled_from(["", ".fifo"]),
)
def test_nothing_is_lost_whatever_happens_meanwhile(
    letters: list[str],
    events: list[tuple[int, tuple[str, int] | Fault]],
    whole: bool,
    suffix: str,
) -> None:
    scene, watch = scene_with(letters, suffix)
    run_on(None, live_through(scene, watch, events, whole=whole), 20)


async def live_through(
    scene: Scene, watch: Watch, events: list[tuple[int, tuple[str, int] | Fault]], *, whole: bool
) -> None:
    """Move again and again, as a person would after a crash or a stop, while things happen."""

    async def begin() -> asyncio.Task[MoveOutcome]:
        scene.stop = StopRequest()
        held = [] if whole else await scene.hold(90)
        return asyncio.create_task(scene.move(held, whole_queue=whole))

    task = await begin()
    for turns, event in events:
        for _ in range(turns):
            watch.look()
            await asyncio.sleep(0)
        await happen(scene, event, task)
        if task.done():
            await ended(task)
            task = await begin()
    while not task.done():
        watch.look()
        await asyncio.sleep(0)
    await ended(task)
    watch.look()


async def ended(task: asyncio.Task[MoveOutcome]) -> None:
    """Wait for a move's end: it may have crashed, or not begun for want of a journal."""
    with contextlib.suppress(asyncio.CancelledError, JournalFailed):
        await task


async def happen(scene: Scene, event: tuple[str, int] | Fault, task: asyncio.Task[MoveOutcome]) -> None:
    """Let one thing happen."""
    if len(event) == 3:
        cause(scene, event)
    elif event[0] == "time passes":
        scene.clock.advance(event[1])
    elif event[0] == "another program receives":
        await scene.gateway(scene.source).receive(
            scene.source.url, maximum=3, wait_seconds=0, visibility_seconds=event[1]
        )
    elif event[0] == "stop":
        scene.stop.request()
    else:
        task.cancel()
        await asyncio.wait([task])
        scene.journal.crash()
