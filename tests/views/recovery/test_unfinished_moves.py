"""What a person sees of unfinished moves: a strip at the start, and a dialog with two buttons."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.plain_text import LinkButton
from sqs_explorer.views.recovery.unfinished_dialog import UnfinishedDialog, show_unfinished
from sqs_explorer.views.recovery.unfinished_strip import UnfinishedStrip
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.recovery.recovery_scene import RecoveryScene


@asynccontextmanager
async def dialog_of(scene: RecoveryScene, look: Look) -> AsyncIterator[UnfinishedDialog]:
    """Open the dialog as a command does, and close it afterwards."""
    window = QWidget()
    window.resize(1280, 800)
    window.show()
    task = asyncio.create_task(show_unfinished(look, scene.view_model, window))
    await until(lambda: bool(open_dialogs()))
    (dialog,) = open_dialogs()
    await scene.rest()
    try:
        yield dialog
    finally:
        dialog.cancel.click()
        await task
        window.close()
        window.deleteLater()


def open_dialogs() -> list[UnfinishedDialog]:
    found = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, UnfinishedDialog))
    return [widget for widget in found if widget.isVisible()]


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something that has no event of its own."""
    while not condition():  # noqa: ASYNC110 - what is waited for has no event of its own
        await asyncio.sleep(0)


def test_the_strip_says_what_is_unfinished_and_leads_to_it(qt_run: RunCoroutine, look: Look) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        await scene.crash()
        async with scene.started(opened=False) as recovery:
            strip = UnfinishedStrip(look, recovery)
            assert not strip.isHidden()
            assert strip.note.text() == (
                "1 move was not finished: 2 sent and perhaps not deleted, 1 perhaps sent, 2 never sent."
            )
            wishes: list[None] = []
            strip.show_requested.connect(lambda: wishes.append(None))
            (show,) = (button for button in strip.findChildren(LinkButton) if button.text() == "Show")
            show.click()
            assert len(wishes) == 1
            recovery.leave()
            await scene.rest()
            assert strip.isHidden()
            strip.deleteLater()

    qt_run(steps())


def test_the_strip_is_not_there_when_nothing_is_unfinished(qt_run: RunCoroutine, look: Look) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        async with scene.started() as recovery:
            strip = UnfinishedStrip(look, recovery)
            assert strip.isHidden()
            scene.journal.fail_always("moves.sqlite: disk I/O error.")
            recovery.load()
            await scene.rest()
            assert not strip.isHidden()
            assert "moves.sqlite: disk I/O error." in strip.note.text()
            strip.deleteLater()

    qt_run(steps())


def test_the_dialog_has_its_name_and_says_what_each_button_will_do(qt_run: RunCoroutine, look: Look) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        await scene.crash()
        async with scene.started(), dialog_of(scene, look) as dialog:
            assert dialog.accessibleName() == "Unfinished moves"
            assert dialog.finish.text() == "Finish deleting"
            assert dialog.leave.text() == "Leave as it is"
            assert "deletes only these" in dialog.finish_line.text()
            assert "touches no message" in dialog.leave_line.text()
            assert dialog.operations.model().rowCount() == 1
            assert dialog.entries.model().rowCount() == 3
            headings = [
                dialog.operations.model().headerData(
                    column, dialog.operations.horizontalHeader().orientation()
                )
                for column in range(8)
            ]
            assert headings == [
                "Started",
                "What",
                "From",
                "To",
                "Moved",
                "Sent not deleted",
                "Perhaps sent",
                "Never sent",
            ]

    qt_run(steps())


def test_a_copy_says_its_whole_queue(qt_run: RunCoroutine, look: Look) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        await scene.crash()
        async with scene.started(), dialog_of(scene, look) as dialog:
            model, heading = dialog.entries.model(), dialog.entries.horizontalHeader().orientation()
            titles = [str(model.headerData(column, heading)) for column in range(model.columnCount())]
            words_px = QFontMetrics(look.fonts.mono).horizontalAdvance("be52…c3c3 in VideoEncodeQueue")
            assert dialog.entries.columnWidth(titles.index("Copy")) >= words_px + 16
            assert dialog.entries.columnWidth(titles.index("Reason")) >= 100

    qt_run(steps())


def test_nothing_is_done_when_the_dialog_is_closed(qt_run: RunCoroutine, look: Look) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        await scene.crash()
        async with scene.started():
            async with dialog_of(scene, look):
                pass
            assert len(await scene.journal.unfinished()) == 1
            assert len(scene.fake.bodies(scene.dlq)) == 5
            assert scene.fake.count("ReceiveMessage") == 0

    qt_run(steps())


def test_finish_deleting_can_be_stopped_and_shows_its_result(qt_run: RunCoroutine, look: Look) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        await scene.crash()
        async with scene.started(), dialog_of(scene, look) as dialog:
            gate = scene.fake.hold("DeleteMessageBatch")
            dialog.finish.click()
            await gate.reached()
            assert dialog.finish.text() == "Stop"
            assert not dialog.leave.isEnabled()
            dialog.finish.click()
            gate.release()
            await scene.rest()
            assert dialog.finish.text() == "Finish deleting"
            assert dialog.note.text().startswith("Deleted 2 originals of OrderQueue-DLQ. Stopped.")
            assert scene.fake.bodies(scene.dlq) == ["three", "four", "five"]

    qt_run(steps())


def test_without_the_connection_finish_deleting_is_off_and_says_why(qt_run: RunCoroutine, look: Look) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        await scene.crash()
        async with scene.started(opened=False), dialog_of(scene, look) as dialog:
            assert not dialog.finish.isEnabled()
            assert dialog.finish_line.text().startswith("Open the connection dev first")
            assert dialog.leave.isEnabled()

    qt_run(steps())


def test_the_last_operation_left_as_it_is_leaves_an_empty_list(qt_run: RunCoroutine, look: Look) -> None:
    async def steps() -> None:
        scene = RecoveryScene()
        await scene.crash()
        await scene.crash_again()
        async with scene.started(), dialog_of(scene, look) as dialog:
            dialog.operations.select_rows([1])
            await scene.rest()
            assert dialog.entries.model().rowCount() == 0
            assert not dialog.finish.isEnabled()
            dialog.leave.click()
            await scene.rest()
            assert dialog.operations.model().rowCount() == 1
            assert dialog.operations.selected_rows() == [0]
            dialog.leave.click()
            await scene.rest()
            assert dialog.sentence.text() == "No move is unfinished."
            assert dialog.operations.isHidden()

    qt_run(steps())
