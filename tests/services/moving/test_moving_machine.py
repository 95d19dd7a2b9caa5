"""A machine that moves, breaks, waits, crashes and recovers in any order; after each step nothing is lost."""

import asyncio

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sqs_explorer.domain.moves import MoveOutcome
from sqs_explorer.services.recovering import finish_deleting
from sqs_explorer.services.stopping import StopRequest
from tests.services.moving.scene import Scene
from tests.services.moving.test_moving_properties import (
    FAULTS,
    LETTERS,
    Fault,
    Watch,
    cause,
    ended,
    happen,
    scene_with,
)


class MovingMachine(RuleBasedStateMachine):
    """One DLQ and its source; a person who moves, and a world in which everything can go wrong."""

    scene: Scene
    watch: Watch

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.task: asyncio.Task[MoveOutcome] | None = None

    @initialize(letters=LETTERS, suffix=st.sampled_from(["", ".fifo"]))
    def begin_with(self, letters: list[str], suffix: str) -> None:
        """Put letters of three groups into the DLQ."""
        self.scene, self.watch = scene_with(letters, suffix)

    @precondition(lambda machine: machine.task is None)
    @rule(whole=st.booleans())
    def begin_a_move(self, whole: bool) -> None:
        """Receive what is there and move it, or the whole queue."""

        async def begin() -> asyncio.Task[MoveOutcome]:
            self.scene.stop = StopRequest()
            held = [] if whole else await self.scene.hold(90)
            return asyncio.create_task(self.scene.move(held, whole_queue=whole))

        self.task = self.runner.run(begin())

    @precondition(lambda machine: machine.task is not None)
    @rule(turns=st.integers(1, 60))
    def go_on(self, turns: int) -> None:
        """Let the move come a little further, looking all the time."""
        self.runner.run(self._turn(turns))

    @precondition(lambda machine: machine.task is not None)
    @rule()
    def end_the_move(self) -> None:
        """Let it come to its end."""
        self.runner.run(self._finish())

    @rule(fault=FAULTS)
    def break_something(self, fault: Fault) -> None:
        """Let a call, an entry, a checksum or the journal fail soon."""
        cause(self.scene, fault)

    @rule(seconds=st.sampled_from([1, 30, 90, 130, 400]))
    def let_time_pass(self, seconds: int) -> None:
        """Turn the clock: holds end, deduplication forgets."""
        self.scene.clock.advance(seconds)

    @rule(hold_seconds=st.sampled_from([0, 30, 600]))
    def receive_elsewhere(self, hold_seconds: int) -> None:
        """Let another program receive from the DLQ."""
        event = ("another program receives", hold_seconds)
        if self.task is not None:
            self.runner.run(happen(self.scene, event, self.task))

    @precondition(lambda machine: machine.task is not None)
    @rule()
    def stop(self) -> None:
        """Ask the move to stop."""
        self.scene.stop.request()

    @precondition(lambda machine: machine.task is not None)
    @rule()
    def crash(self) -> None:
        """Kill the program in the middle of the move."""
        self.runner.run(self._crash())

    @precondition(lambda machine: machine.task is None)
    @rule()
    def recover(self) -> None:
        """Finish deleting what the journal knows as sent."""
        self.scene.fake.heal()
        self.scene.journal.heal()
        self.runner.run(self._recover())

    @invariant()
    def every_original_is_there_or_has_a_verified_copy(self) -> None:
        """Hold the invariants against the server and the journal."""
        if hasattr(self, "watch"):
            self.watch.look()

    def teardown(self) -> None:
        """End the move and its loop."""
        if self.task is not None:
            self.runner.run(self._finish())
        self.runner.close()

    async def _turn(self, turns: int) -> None:
        for _ in range(turns):
            self.watch.look()
            await asyncio.sleep(0)
        if self.task is not None and self.task.done():
            await self._finish()

    async def _finish(self) -> None:
        task, self.task = self.task, None
        while task is not None and not task.done():
            self.watch.look()
            await asyncio.sleep(0)
        if task is not None:
            await ended(task)

    async def _crash(self) -> None:
        if self.task is not None:
            await happen(self.scene, ("crash", 0), self.task)
            await self._finish()

    async def _recover(self) -> None:
        scene = self.scene
        for operation in await scene.journal.unfinished():
            await finish_deleting(
                operation,
                scene.gateway,
                scene.journal,
                clock=scene.clock,
                stop=StopRequest(),
                on_progress=lambda progress: None,
            )
            self.watch.look()


TestMovingMachine = MovingMachine.TestCase
TestMovingMachine.settings = settings(max_examples=300, stateful_step_count=25, deadline=None)
