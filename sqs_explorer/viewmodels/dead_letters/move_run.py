"""One move under way: what it was asked to do and what has come of it so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqs_explorer.domain.moves import MoveOutcome, MoveProgress, MoveResult, MoveState
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.viewmodels.activity.jobs import Job
from sqs_explorer.viewmodels.dead_letters.move_question import MoveChoice
from sqs_explorer.viewmodels.dead_letters.move_report import FailedMove, MoveReport
from sqs_explorer.viewmodels.error_text import error_text


@dataclass(slots=True)
class MoveRun:
    """`message_ids` are what was chosen, None for a whole queue, of which `expected` is about the number.

    `was_heard_out` says that the runner gave its outcome: without one nobody knows why the move ended.
    """

    choice: MoveChoice
    source: str
    job: Job
    message_ids: tuple[str, ...] | None
    expected: int | None
    stop: StopRequest = field(default_factory=StopRequest)
    counts: dict[MoveState, int] = field(default_factory=dict)
    problems: dict[str, MoveResult] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    was_heard_out: bool = False

    @property
    def is_whole_queue(self) -> bool:
        """Whether the engine receives the messages itself."""
        return self.message_ids is None

    @property
    def tried(self) -> int:
        """How many messages have had their turn."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """How many were moved or copied."""
        return sum(count for state, count in self.counts.items() if state.is_done)

    @property
    def total(self) -> int:
        """Of how many, about; 0 if that is not known."""
        return max(self.expected, self.tried) if self.expected else 0

    @property
    def fraction(self) -> float | None:
        """The progress from 0 to 1, None while the total is not known."""
        return self.tried / self.total if self.total else None

    @property
    def words(self) -> str:
        """Return `3 of 10`, and of a whole queue `≈ 3 of 10`: SQS counts it about."""
        if not self.total:
            return f"{self.tried:,}"
        return f"{'≈ ' if self.is_whole_queue else ''}{self.tried:,} of {self.total:,}"

    @property
    def without_result(self) -> tuple[str, ...]:
        """The chosen messages of which nothing was heard."""
        return tuple(message_id for message_id in self.message_ids or () if message_id not in self.answered)

    def was_only_stopped(self, outcome: MoveOutcome) -> bool:
        """Whether a person's Stop is the one reason why messages stayed: nothing failed, none is in doubt."""
        told = all(state.is_done or state is MoveState.NOT_TRIED for state in self.counts)
        asked = self.stop.is_requested and outcome.stopped and outcome.error is None
        return self.was_heard_out and asked and told and not self.without_result

    def note_nothing_sent(self) -> None:
        """Say that no message had its turn, so that none is in doubt."""
        self.answered.update(self.message_ids or ())

    def take(self, progress: MoveProgress) -> None:
        """Take over what is new."""
        self.counts = dict(progress.counts)
        for result in progress.results:
            # A message may be told twice: what could not be deleted at first was deleted later.
            self.problems.pop(result.message_id, None)
            if not result.state.is_done:
                self.problems[result.message_id] = result
        if not self.is_whole_queue:
            self.answered.update(result.message_id for result in progress.results)

    def report(self, outcome: MoveOutcome) -> MoveReport:
        """Return what came of it."""
        self.counts |= outcome.counts
        failures = self._failures()
        total = None if self.message_ids is None else len(self.message_ids)
        return MoveReport(
            destination=destination_words(self.choice),
            total=total,
            done=self.done,
            kept_originals=self.choice.keep_originals,
            failures=failures,
            unlisted=max(0, self.tried - self.done - len(failures)),
            no_result=len(self.without_result),
            stopped=outcome.stopped,
            source=self.source,
        )

    def _failures(self) -> tuple[FailedMove, ...]:
        """Return what stayed; of a whole queue no more than the counts say, for successes aren't listed."""
        left, failures = dict(self.counts), []
        for result in self.problems.values():
            left[result.state] = left.get(result.state, 0) - 1
            if left[result.state] >= 0:
                failures.append(FailedMove(result.message_id, result.state.value, reason_words(result)))
        return tuple(failures)


def destination_words(choice: MoveChoice) -> str:
    """Return where a move goes."""
    queue = choice.destination.queue
    return queue.name if queue else "the source queues"


def reason_words(result: MoveResult) -> str:
    """Return why in a person's words; the error's own text where there is one."""
    if result.error is None or result.state is not MoveState.FAILED:
        return result.reason
    words = error_text(result.error)
    return result.reason if words.text in result.reason else words.text
