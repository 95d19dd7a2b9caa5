"""After a crash: what is unfinished is told, and nothing is done without being asked."""

from __future__ import annotations

from typing import Any

from sqs_explorer.domain.errors import Unreachable
from sqs_explorer.domain.moves import EntryState, JournalEntry, MoveKind, MoveOrder
from sqs_explorer.viewmodels.cell_table_model import CellTableModel
from sqs_explorer.viewmodels.messages.notice import NoticeTone
from sqs_explorer.viewmodels.recovery.recovery_words import entry_columns
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.recovery.recovery_scene import RecoveryScene


async def hide_all(scene: RecoveryScene) -> None:
    """Receive all of the DLQ, as the run that ended did."""
    gateway = scene.connections.sqs(scene.source)
    await gateway.receive(scene.dlq, maximum=10, wait_seconds=0, visibility_seconds=3600)


def test_at_the_start_it_says_how_much_is_unfinished_and_calls_no_server(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        await scene.crash()
        async with scene.started(opened=False) as recovery:
            assert recovery.summary == (
                "1 move was not finished: 2 sent and perhaps not deleted, 1 perhaps sent, 2 never sent."
            )
            assert scene.fake.calls == []

    qt_run(steps())


def test_without_a_crash_there_is_nothing_to_say(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        async with scene.started() as recovery:
            assert (recovery.summary, recovery.operations, recovery.finish_words) == ("", (), "")
            recovery.finish_deleting()
            recovery.leave()
            assert not recovery.scope.is_busy

    qt_run(steps())


def test_the_tables_show_each_operation_and_the_messages_that_are_not_done_with(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        await scene.crash()
        await scene.crash_again()
        async with scene.started() as recovery:
            assert recovery.summary.startswith("2 operations were not finished: 2 sent")
            assert scene.table() == [
                ["Move", "OrderQueue-DLQ", "OrderQueue", "1", "2", "1", "2"],
                ["Replay", "orders.jsonl", "their source queues", "0", "0", "0", "–"],
            ]
            assert scene.messages() == [
                (scene.ids[0], "sent, perhaps not deleted", "copy…-one in OrderQueue"),
                (scene.ids[1], "sent, perhaps not deleted", "copy…-two in OrderQueue"),
                (scene.ids[2], "perhaps sent", "–"),
            ]
            recovery.show(1)
            await scene.rest()
            assert scene.messages() == []
            assert recovery.finish_blocked_reason.startswith("Finish deleting has nothing to do")

    qt_run(steps())


def test_finish_deleting_deletes_the_originals_with_a_verified_copy_and_says_so(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        await scene.crash()
        async with scene.started() as recovery:
            assert recovery.finish_blocked_reason == ""
            from_where = "OrderQueue-DLQ (dev · 123456789012 · eu-west-1)"
            assert f"receives from {from_where} until it has found 2 originals" in recovery.finish_words
            assert "each receive counts toward maximum receives" in recovery.finish_words
            recovery.finish_deleting()
            assert recovery.is_finishing
            await scene.rest()
            assert scene.fake.bodies(scene.dlq) == ["three", "four", "five"]
            assert all(message.visible for message in scene.fake.messages(scene.dlq))
            assert recovery.notice is not None
            assert recovery.notice.tone is NoticeTone.INFO
            assert recovery.notice.text == (
                "Deleted 2 originals of OrderQueue-DLQ. 3 other messages received and made visible again."
            )
            assert not recovery.is_finishing
            (record,) = scene.activity.records
            assert (record.what, record.result, record.succeeded) == (
                "Finish deleting 2 from OrderQueue-DLQ",
                "Deleted 2 of 2 originals of OrderQueue-DLQ",
                True,
            )
            # One may have been sent: the operation stays until a person has looked.
            assert scene.table() == [["Move", "OrderQueue-DLQ", "OrderQueue", "3", "0", "1", "2"]]

    qt_run(steps())


def test_leave_as_it_is_takes_it_off_the_list_and_touches_no_message(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        await scene.crash()
        async with scene.started() as recovery:
            assert "touches no message" in recovery.leave_words
            calls = len(scene.fake.calls)
            recovery.leave()
            await scene.rest()
            assert recovery.operations == ()
            assert recovery.current is None
            assert await scene.journal.unfinished() == ()
            assert len(scene.fake.calls) == calls

    qt_run(steps())


def test_the_sources_connection_must_be_open_and_may_be_opened_meanwhile(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        await scene.crash()
        async with scene.started(opened=False) as recovery:
            assert recovery.finish_blocked_reason.startswith("Open the connection dev first")
            recovery.finish_deleting()
            assert not recovery.is_finishing
            told: list[None] = []
            recovery.changed.connect(lambda: told.append(None))
            await scene.open()
            assert told
            assert recovery.finish_blocked_reason == ""

    qt_run(steps())


def test_a_read_only_connection_deletes_nothing(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        await scene.crash()
        async with scene.started(read_only=True) as recovery:
            assert "read-only" in recovery.finish_blocked_reason
            recovery.finish_deleting()
            await scene.rest()
            assert scene.fake.count("ReceiveMessage") == 0

    qt_run(steps())


def test_a_connection_unlocked_for_a_time_deletes(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        await scene.crash()
        async with scene.started(read_only=True) as recovery:
            scene.catalogue.gateway("dev").write_lock.unlock(60)
            scene.catalogue.note_lock_changed()
            assert recovery.finish_blocked_reason == ""
            scene.fake.clock.advance(60)
            assert "unlock writing in the header" in recovery.finish_blocked_reason

    qt_run(steps())


def test_what_goes_wrong_under_way_is_told_and_the_operation_stays(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        await scene.crash()
        async with scene.started() as recovery:
            scene.fake.fail_next("ReceiveMessage", Unreachable("No answer came."))
            recovery.finish_deleting()
            await scene.rest()
            assert recovery.notice is not None
            assert recovery.notice.tone is NoticeTone.DANGER
            assert recovery.notice.title == "Unreachable"
            assert recovery.notice.text.startswith("Deleted 0 of 2 originals of OrderQueue-DLQ.")
            assert not scene.activity.records[-1].succeeded
            assert len(recovery.operations) == 1
            assert len(scene.fake.bodies(scene.dlq)) == 5

    qt_run(steps())


def test_originals_that_are_still_hidden_are_told_with_when_to_try_again(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        await scene.crash()
        async with scene.started() as recovery:
            await hide_all(scene)
            recovery.finish_deleting()
            await scene.rest()
            assert recovery.notice is not None
            assert recovery.notice.text == (
                "Deleted 0 of 2 originals of OrderQueue-DLQ. 2 did not turn up: deleted already, expired, or "
                "still hidden from before the move broke off or by another receiver. Try again once their "
                "visibility timeout is over."
            )
            assert len(recovery.operations) == 1

    qt_run(steps())


def test_stop_in_activity_ends_the_search(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        await scene.crash()
        async with scene.started() as recovery:
            gate = scene.fake.hold("DeleteMessageBatch")
            recovery.finish_deleting()
            await gate.reached()
            (job,) = scene.activity.jobs
            job.stop()
            gate.release()
            await scene.rest()
            assert recovery.notice is not None
            assert "Stopped." in recovery.notice.text
            assert scene.fake.bodies(scene.dlq) == ["three", "four", "five"]

    qt_run(steps())


def test_closing_the_program_waits_until_all_was_given_back(qt_run: RunCoroutine) -> None:
    scene = RecoveryScene()

    async def steps() -> None:
        await scene.crash()
        async with scene.started() as recovery:
            gate = scene.fake.hold("DeleteMessageBatch")
            recovery.finish_deleting()
            await gate.reached()
            gate.release()

    qt_run(steps())
    assert scene.fake.bodies(scene.dlq) == ["three", "four", "five"]
    assert all(message.visible for message in scene.fake.messages(scene.dlq))
    assert scene.activity.jobs == []


def test_a_journal_that_can_not_be_read_is_told(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        scene.journal.fail_always("moves.sqlite: disk I/O error.")
        async with scene.started() as recovery:
            assert recovery.load_error is not None
            assert recovery.load_error.text == "moves.sqlite: disk I/O error."
            scene.journal.heal()
            recovery.load()
            await scene.rest()
            assert recovery.load_error is None

    qt_run(steps())


def test_a_move_that_dies_while_the_program_runs_shows_when_its_job_ends(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        async with scene.started() as recovery:
            job = scene.activity.start("Move 5 messages", "dev")
            await scene.crash()
            assert recovery.summary == ""
            job.fail("The move's own process has ended")
            await scene.rest()
            assert recovery.summary.startswith("1 move was not finished: ")

    qt_run(steps())


def test_the_list_is_not_read_while_finish_deleting_owns_the_operation(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        await scene.crash()
        async with scene.started() as recovery:
            gate = scene.fake.hold("DeleteMessageBatch")
            recovery.load()
            recovery.finish_deleting()
            await gate.reached()
            recovery.look_again()
            scene.activity.start("Receive", "dev").finish("Received")
            assert len(recovery.operations) == 1
            gate.release()
            await scene.rest()
            assert len(recovery.operations) == 1
            assert recovery.notice is not None
            recovery.look_again()
            assert recovery.notice is None
            await scene.rest()

    qt_run(steps())


def test_an_operation_of_one_kind_is_called_by_it(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        await scene.crash(MoveKind.RESEND)
        order = MoveOrder("c" * 32, MoveKind.RESEND, scene.source, scene.fake.arn(scene.dlq), scene.target)
        await scene.journal.begin(order, scene.clock.now(), 1)
        await scene.journal.write(order.operation_id, [JournalEntry("x", EntryState.KEPT)])
        scene.journal.crash()
        async with scene.started() as recovery:
            assert recovery.summary.startswith("2 edits and resends were not finished: ")

    qt_run(steps())


def test_the_tables_are_sound_models(qapp: Any, qtmodeltester: Any) -> None:
    model = CellTableModel[JournalEntry](entry_columns())
    model.show_things([JournalEntry("a", EntryState.FAILED, reason="no"), JournalEntry("b", EntryState.SENT)])
    qtmodeltester.check(model, force_py=True)
