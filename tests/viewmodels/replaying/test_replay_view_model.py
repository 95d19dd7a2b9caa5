"""Replay: the dry run sends nothing and says everything; the start sends what it said, verified."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from sqs_explorer.domain.errors import AccessDenied, JournalFailed, WorkerFailed
from sqs_explorer.domain.moves import (
    HeldOriginal,
    MoveKind,
    MoveOrder,
    MoveOutcome,
    MoveProgress,
    MoveResult,
    MoveState,
)
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.viewmodels.replaying.replay_view_model import ReplayStage
from sqs_explorer.viewmodels.replaying.replay_words import dry_run_remarks, dry_run_sentence, group_words
from tests.fakes.fake_journal import FakeJournal
from tests.viewmodels.replaying.replay_scene import filed, replaying

Run = Callable[[Coroutine[Any, Any, None]], None]
TRACE = "Root=1-5e3d83c1-e6a0db584850d61342823d4c"


class ScriptedMoves:
    """Fulfils MoveRunner: tells the results it was given, then ends as it was told."""

    def __init__(
        self, results: Sequence[MoveResult] = (), end: MoveOutcome | Exception | None = None
    ) -> None:
        self.results = results
        self.end = end
        self.orders: list[MoveOrder] = []
        self.sent: list[list[str]] = []
        self.stops: list[StopRequest] = []

    async def run(
        self,
        order: MoveOrder,
        originals: Sequence[HeldOriginal],
        *,
        stop: StopRequest,
        on_progress: Callable[[MoveProgress], None],
    ) -> MoveOutcome:
        """Tell the results and end."""
        self.orders.append(order)
        self.sent.append([original.message.message_id for original in originals])
        self.stops.append(stop)
        counts: dict[MoveState, int] = {}
        for result in self.results:
            counts[result.state] = counts.get(result.state, 0) + 1
        if self.results:
            on_progress(MoveProgress(counts, tuple(self.results)))
        if isinstance(self.end, Exception):
            raise self.end
        return self.end or MoveOutcome(counts)


def test_the_dry_run_says_what_would_happen_and_sends_nothing(qt_run: Run, tmp_path: Path) -> None:
    async def work() -> None:
        async with replaying(tmp_path, MaximumMessageSize="1024") as scene:
            replay = await scene.open(
                filed("small", "id-1", MessageGroupId="a"),
                b"not json\n",
                filed("x" * 2_000, "id-3"),
                filed("\x00", "id-4"),
                filed("small", "id-1", MessageGroupId="a"),
            )
            assert replay.stage is ReplayStage.EXAMINED
            run = replay.dry_run
            assert run is not None
            assert dry_run_sentence(run, "OrderQueue") == (
                "2 of 5 messages, 64 B, will be sent to OrderQueue. 3 lines are refused: see the reasons."
            )
            assert (
                dry_run_remarks(run)
                == "1 line repeats the message ID of a line before it and is sent all the same."
            )
            assert group_words(run) == "a: 2"
            assert scene.rows() == [
                ["2", "–", "–", "–", "It is not JSON: Expecting value at character 1."],
                ["3", "id-3", "–", "2 KiB", "1,003 bytes over this queue's limit of 1,024."],
                ["4", "id-4", "–", "28 B", "SQS refuses the character U+0000 at line 1, column 1."],
                ["1", "id-1", "a", "32 B", "will be sent"],
                ["5", "id-1", "a", "32 B", "will be sent"],
            ]
            assert scene.fake.messages(scene.url) == ()
            assert replay.where == "dev · 123456789012 · eu-west-1"

    qt_run(work())


def test_start_sends_every_fit_line_with_all_that_belongs_to_it(qt_run: Run, tmp_path: Path) -> None:
    async def work() -> None:
        async with replaying(tmp_path) as scene:
            await scene.open(
                filed("one\r\n\u2028😀", "id-1", MessageGroupId="a", AWSTraceHeader=TRACE),
                b"[]\n",
                filed("2"),
            )
            await scene.start()
            held = {message.body: message for message in scene.fake.messages(scene.url)}
            assert set(held) == {"one\r\n\u2028😀", "2"}
            first = held["one\r\n\u2028😀"]
            assert (first.group_id, first.trace_header) == ("a", TRACE)
            assert [
                (a.name, a.data_type, a.value_bytes) for a in sorted(first.attributes, key=lambda a: a.name)
            ] == [
                ("b", "Binary.gif", b"\x00\xff"),
                ("n", "Number.int", b"007"),
            ]
            assert scene.view_model.stage is ReplayStage.ENDED
            assert scene.view_model.result_title == "Sent 2 messages from failed.jsonl to OrderQueue"
            assert scene.view_model.result_text == ""
            assert scene.results()[1:] == [
                f"sent · ID {held[body].message_id}" for body in ("one\r\n\u2028😀", "2")
            ]
            assert scene.view_model.to_send == ()
            record = scene.page.log.records[-1]
            assert record.what == "Replay 2 messages from failed.jsonl to OrderQueue"
            assert (record.result, record.succeeded) == (scene.view_model.result_title, True)

    qt_run(work())


def test_the_order_names_the_file_and_a_second_start_is_another_operation(
    qt_run: Run, tmp_path: Path
) -> None:
    moves = ScriptedMoves([MoveResult("line-1", MoveState.COPIED, "new-1")])

    async def work() -> None:
        async with replaying(tmp_path, moves=moves) as scene:
            for _ in range(2):
                await scene.open(filed("one"))
                await scene.start(25)
            first, second = moves.orders
            assert (first.kind, first.source, first.source_arn) == (
                MoveKind.REPLAY,
                None,
                "file:failed.jsonl",
            )
            assert first.destination is not None
            assert first.destination.url == scene.url
            assert first.keep_originals
            assert not first.keep_deduplication_id
            assert first.messages_per_second == 25
            assert first.maximum_sizes_bytes == {scene.url: 1_048_576}
            assert len(first.operation_id) == 32
            assert first.operation_id != second.operation_id
            assert moves.sent == [["line-1"], ["line-1"]]

    qt_run(work())


def test_on_fifo_the_order_within_a_group_is_that_of_the_file_and_ids_are_new(
    qt_run: Run, tmp_path: Path
) -> None:
    async def work() -> None:
        async with replaying(tmp_path, "Orders.fifo") as scene:
            lines = [
                filed(
                    f"{group}{number}",
                    MessageGroupId=group,
                    MessageDeduplicationId="same",
                    SequenceNumber="9",
                )
                for number in range(5)
                for group in "ab"
            ]
            await scene.open(*lines, filed("alone", "5f3c"))
            assert scene.view_model.dry_run is not None
            assert dry_run_remarks(scene.view_model.dry_run) == (
                "1 message has no group: it takes its message ID as group."
            )
            await scene.start()
            bodies = scene.fake.bodies(scene.url)
            assert [body for body in bodies if body.startswith("a") and body != "alone"] == [
                "a0",
                "a1",
                "a2",
                "a3",
                "a4",
            ]
            assert [body for body in bodies if body.startswith("b")] == ["b0", "b1", "b2", "b3", "b4"]
            held = scene.fake.messages(scene.url)
            assert len({message.deduplication_id for message in held}) == 11
            assert [message.group_id for message in held if message.body == "alone"] == ["5f3c"]

    qt_run(work())


def test_a_kept_deduplication_id_sends_one_and_reports_the_other_as_suppressed(
    qt_run: Run, tmp_path: Path
) -> None:
    async def work() -> None:
        async with replaying(tmp_path, "Orders.fifo") as scene:
            system = {"MessageGroupId": "a", "MessageDeduplicationId": "same"}
            await scene.open(filed("one", **system), filed("one", **system))
            scene.view_model.keep_deduplication_id(keep=True)
            await scene.view_model.scope.idle()
            await scene.start()
            assert scene.fake.bodies(scene.url) == ["one"]
            assert scene.view_model.result_title == "Sent 1 of 2 messages from failed.jsonl to Orders.fifo"
            assert scene.view_model.result_text == "1 suppressed as a duplicate."
            assert scene.results()[0].startswith("suppressed as a duplicate: ")
            assert not scene.page.log.records[-1].succeeded
            assert scene.view_model.to_send == ()

    qt_run(work())


def test_a_refused_send_says_why_and_the_rest_can_be_sent_later(qt_run: Run, tmp_path: Path) -> None:
    async def work() -> None:
        async with replaying(tmp_path) as scene:
            await scene.open(filed("one"), filed("two"))
            denied = AccessDenied("Not authorised.", action="sqs:SendMessage", operation="SendMessageBatch")
            scene.fake.fail_next("SendMessageBatch", denied, times=5)
            scene.fake.fail_next("SendMessage", denied, times=5)
            await scene.start()
            assert scene.fake.messages(scene.url) == ()
            assert scene.view_model.result_title == "Sent 0 of 2 messages from failed.jsonl to OrderQueue"
            assert len(scene.view_model.to_send) == 2
            scene.fake.heal()
            await scene.start()
            assert sorted(scene.fake.bodies(scene.url)) == ["one", "two"]
            assert scene.view_model.result_title == "Sent 2 messages from failed.jsonl to OrderQueue"

    qt_run(work())


def test_what_may_have_been_sent_is_not_offered_again(qt_run: Run, tmp_path: Path) -> None:
    results = [
        MoveResult("line-1", MoveState.COPIED, "new"),
        MoveResult("line-2", MoveState.UNKNOWN),
        MoveResult("line-3", MoveState.NOT_TRIED, reason="Stopped before its turn."),
    ]
    moves = ScriptedMoves(results, WorkerFailed("The process has ended."))

    async def work() -> None:
        async with replaying(tmp_path, moves=moves) as scene:
            await scene.open(*(filed(str(number)) for number in range(4)))
            await scene.start()
            assert scene.results() == [
                "outcome unknown: No answer came: it may or may not be in the queue.",
                "not tried: Stopped before its turn.",
                "outcome unknown: No answer came: it may or may not be in the queue.",
                "sent · ID new",
            ]
            assert scene.view_model.error is not None
            assert scene.view_model.error.title == "The move's own process has ended"
            assert scene.view_model.result_text == "1 outcome unknown, 1 not tried, 1 without a result."
            await scene.start()
            assert moves.sent[1] == ["line-3"]

    qt_run(work())


def test_without_a_journal_nothing_is_sent(qt_run: Run, tmp_path: Path) -> None:
    async def work() -> None:
        async with replaying(tmp_path) as scene:
            journal = scene.context.journal
            assert isinstance(journal, FakeJournal)
            journal.fail_always()
            await scene.open(filed("one"))
            await scene.start()
            assert scene.view_model.error is not None
            assert scene.view_model.error.title == "The journal of moves can't be written"
            assert scene.fake.messages(scene.url) == ()
            assert len(scene.view_model.to_send) == 1
            journal.heal()

    qt_run(work())


def test_stop_ends_the_sending_and_says_how_far_it_came(qt_run: Run, tmp_path: Path) -> None:
    results = [MoveResult("line-1", MoveState.COPIED, "new"), MoveResult("line-2", MoveState.NOT_TRIED)]
    moves = ScriptedMoves(results, MoveOutcome({MoveState.COPIED: 1, MoveState.NOT_TRIED: 1}, stopped=True))

    async def work() -> None:
        async with replaying(tmp_path, moves=moves) as scene:
            await scene.open(filed("1"), filed("2"))
            scene.view_model.start()
            assert scene.view_model.is_busy
            scene.page.log.jobs[-1].stop()
            assert scene.view_model.is_stopping
            await scene.view_model.scope.idle()
            assert moves.stops[0].is_requested
            assert scene.page.log.records[-1].result == (
                "Sent 1 of 2 messages from failed.jsonl to OrderQueue. 1 not tried."
            )
            assert scene.page.log.records[-1].succeeded, "a person's Stop is no failure"
            assert len(scene.view_model.to_send) == 1

    qt_run(work())


def test_a_read_only_connection_examines_but_does_not_send(qt_run: Run, tmp_path: Path) -> None:
    async def work() -> None:
        async with replaying(tmp_path, read_only=True) as scene:
            replay = await scene.open(filed("1"))
            assert replay.dry_run is not None
            assert replay.blocked_reason is not None
            await scene.start()
            assert replay.stage is ReplayStage.EXAMINED

    qt_run(work())


def test_a_file_that_can_not_be_read_is_said(qt_run: Run, tmp_path: Path) -> None:
    async def work() -> None:
        async with replaying(tmp_path) as scene:
            scene.view_model.open_file(str(tmp_path / "none.jsonl"))
            await scene.view_model.scope.idle()
            assert scene.view_model.stage is ReplayStage.NO_FILE
            assert scene.view_model.error is not None
            assert scene.view_model.error.text == "“none.jsonl” can't be read: No such file or directory."
            replay = await scene.open(filed("1"))
            assert replay.error is None

    qt_run(work())


def test_many_lines_show_the_first_two_hundred_with_the_refused_ones_on_top(
    qt_run: Run, tmp_path: Path
) -> None:
    async def work() -> None:
        async with replaying(tmp_path) as scene:
            await scene.open(*(filed(str(number)) for number in range(300)), b"bad\n")
            rows = scene.rows()
            assert len(rows) == 200
            assert [row[0] for row in rows[:3]] == ["301", "1", "2"]

    qt_run(work())


def test_closing_while_a_file_is_read_ends_it(qt_run: Run, tmp_path: Path) -> None:
    async def work() -> None:
        async with replaying(tmp_path) as scene:
            scene.view_model.open_file(scene.file(filed("1")))
            await scene.view_model.close()
            assert scene.view_model.dry_run is None

    qt_run(work())


def test_a_journal_that_fails_at_first_is_no_doubt(qt_run: Run, tmp_path: Path) -> None:
    moves = ScriptedMoves(end=JournalFailed("The disk is full."))

    async def work() -> None:
        async with replaying(tmp_path, moves=moves) as scene:
            await scene.open(filed("1"))
            await scene.start()
            assert scene.view_model.result_text == "1 not tried."
            assert len(scene.view_model.to_send) == 1

    qt_run(work())
