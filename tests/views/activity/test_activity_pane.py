"""Activity unfolded, as a person uses it: search, copy, export, clear, and a disk that refuses."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from sqs_explorer.viewmodels.shell.demo import DemoViewModel
from sqs_explorer.views.activity.activity_dialogs import (
    ActivityExportDialog,
    ClearActivityDialog,
    ask_activity_export,
)
from sqs_explorer.views.activity.activity_pane import ActivityPane
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import Button
from sqs_explorer.views.parts.named_label import NamedLabel
from sqs_explorer.views.parts.notes import Note
from sqs_explorer.views.parts.plain_text import LinkButton
from sqs_explorer.views.shell.activity_panel import ActivityPanel
from tests.fakes.fake_activity import FakeActivity
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.activity.history_scene import EARLIER, HistoryScene, earlier
from tests.viewmodels.shell.window_scene import FakeEmbeddedSqs, WindowScene
from tests.views.shell.shell_scene import click, in_sight, is_in_sight, opened, press, settle, until

REQUEST_LESS = replace(EARLIER, what="Open connection", result="Opened", request_id="", calls=())


class PaneScene(HistoryScene):
    """The pane in a window, with records of an earlier run."""

    def __init__(self, look: Look, store: FakeActivity, size: tuple[int, int], target: str) -> None:
        super().__init__(store)
        self.target = target
        self.suggested: list[str] = []
        self.pane = ActivityPane(look, self.view_model, choose_path=self.choose)
        self.pane.resize(*size)
        self.pane.show()

    async def choose(self, parent: QWidget | None, suggested_name: str, name_filter: str) -> str:
        """Stand in for the system's dialog."""
        self.suggested.append(f"{suggested_name} {name_filter}")
        return self.target

    def select(self, *rows: int) -> None:
        """Select rows."""
        self.pane.table.select_rows(rows)

    def words(self) -> str:
        """Return what is said beside the search."""
        return in_sight(NamedLabel, "Activity kept", self.pane).text()


@asynccontextmanager
async def pane_scene(
    look: Look, store: FakeActivity, *, size: tuple[int, int] = (1280, 216), target: str = ""
) -> AsyncIterator[PaneScene]:
    """Give the pane, shown and filled, and end everything."""
    scene = PaneScene(look, store, size, target)
    scene.pane.activateWindow()
    await until(scene.pane.isActiveWindow)
    scene.pane.begin()
    await scene.history.idle()
    try:
        yield scene
    finally:
        await scene.close()
        scene.pane.close()
        scene.pane.deleteLater()
        await settle()


def clipboard() -> str:
    """Return the text on the clipboard."""
    return QGuiApplication.clipboard().text()


def test_typing_searches_what_earlier_runs_did(qt_run: RunCoroutine, look: Look) -> None:
    async def steps() -> None:
        async with pane_scene(look, FakeActivity([REQUEST_LESS, *earlier(12)])) as scene:
            assert len(scene.texts()) == 13
            press("Ctrl+Shift+J", scene.pane)
            field = in_sight(QLineEdit, "Search activity", scene.pane)
            await until(field.hasFocus)
            field.setText("purge result-1")
            await until(lambda: len(scene.texts()) == 3)
            assert scene.texts() == ["result-11", "result-10", "result-1"]
            assert scene.words().startswith("3 records found. Kept on this machine for 90 days")
            press("Escape", field)
            await until(lambda: len(scene.texts()) == 13)

    qt_run(steps())


def test_selected_rows_are_copied_by_key_as_command_program_and_request_id(
    qt_run: RunCoroutine, look: Look
) -> None:
    async def steps() -> None:
        async with pane_scene(look, FakeActivity([EARLIER, EARLIER])) as scene:
            scene.select(0)
            scene.pane.table.setFocus()
            await until(scene.pane.table.hasFocus)
            press("Ctrl+Shift+C", scene.pane.table)
            await until(
                lambda: clipboard().startswith("# Purge OrderQueue\naws sqs purge-queue --profile dev")
            )
            press("Ctrl+Shift+B", scene.pane.table)
            await until(lambda: "import boto3" in clipboard())
            press("Ctrl+Shift+I", scene.pane.table)
            await until(lambda: clipboard() == "r-0")
            scene.select(0, 1)
            press("Ctrl+Shift+I", scene.pane.table)
            await until(lambda: clipboard() == "r-0\nr-0")

    qt_run(steps())


def test_the_menu_offers_what_the_row_has(qt_run: RunCoroutine, look: Look) -> None:
    async def steps() -> None:
        async with pane_scene(look, FakeActivity([EARLIER, REQUEST_LESS])) as scene:
            scene.select(0)
            menu = scene.pane.actions_on_rows.menu()
            offered = {action.text(): action.isEnabled() for action in menu.actions() if action.text()}
            assert offered == {
                "Copy as AWS CLI command": False,
                "Copy as boto3": False,
                "Copy request ID": False,
                "Export activity": True,
                "Clear activity…": True,
                "Columns": True,
            }
            menu.deleteLater()
            scene.select(1)
            menu = scene.pane.actions_on_rows.menu()
            assert all(action.isEnabled() for action in menu.actions())
            action = next(one for one in menu.actions() if one.text() == "Copy as boto3")
            action.trigger()
            assert "sqs.purge_queue(" in clipboard()
            menu.deleteLater()

    qt_run(steps())


def test_an_export_asks_for_format_and_file_and_writes_what_is_found(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    path = tmp_path / "found.jsonl"

    async def steps() -> None:
        async with pane_scene(look, FakeActivity([REQUEST_LESS, *earlier(3)]), target=str(path)) as scene:
            await scene.search("purge")
            click(in_sight(Button, "Export activity", scene.pane))
            dialog = await opened(ActivityExportDialog)
            assert dialog.focusWidget() is in_sight(QComboBox, "Format", dialog)
            assert dialog.sentence.text().startswith("All records that “purge” finds are written")
            in_sight(QComboBox, "Format", dialog).setCurrentText("JSON Lines")
            click(in_sight(Button, "Choose file", dialog))
            await until(lambda: scene.log.records)
            await scene.history.idle()
            assert scene.log.records[-1].result == "Exported 3 records to found.jsonl"
            (suggested,) = scene.suggested
            assert suggested.startswith("activity-2026")
            assert suggested.endswith(".jsonl JSON Lines (*.jsonl)")

    qt_run(steps())
    results = [json.loads(line)["result"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert results == ["result-2", "result-1", "result-0"]


def test_a_cancelled_export_writes_nothing(qt_run: RunCoroutine, look: Look) -> None:
    async def steps() -> None:
        async with pane_scene(look, FakeActivity([EARLIER])) as scene:
            click(in_sight(Button, "Export activity", scene.pane))
            dialog = await opened(ActivityExportDialog)
            dialog.cancel.click()
            await scene.history.dialogs.idle()
            scene.history.dialogs.start(
                ask_activity_export(look, scene.history, scene.pane, choose_path=scene.choose)
            )
            click(in_sight(Button, "Choose file", await opened(ActivityExportDialog)))
            await scene.history.dialogs.idle()
            assert len(scene.suggested) == 1
            assert scene.log.records == []

    qt_run(steps())


def test_clearing_asks_first_and_cancel_is_what_enter_does(qt_run: RunCoroutine, look: Look) -> None:
    async def steps() -> None:
        store = FakeActivity(earlier(2))
        async with pane_scene(look, store) as scene:
            click(in_sight(Button, "Clear activity…", scene.pane))
            dialog = await opened(ClearActivityDialog)
            assert "This can't be undone" in dialog.sentence.text()
            press("Return", dialog)
            await scene.history.dialogs.idle()
            assert len(store.records) == 2
            click(in_sight(Button, "Clear activity…", scene.pane))
            click(in_sight(Button, "Clear activity", await opened(ClearActivityDialog)))
            await until(lambda: not scene.texts())
            assert store.records == []

    qt_run(steps())


def test_every_control_has_a_name_and_fits_the_narrowest_window(qt_run: RunCoroutine, look: Look) -> None:
    async def steps() -> None:
        async with pane_scene(look, FakeActivity(earlier(2)), size=(1280, 216)) as scene:
            buttons = [one for one in scene.pane.findChildren(Button) if one.isVisible()]
            assert [one.accessibleName() or one.text() for one in buttons] == [
                "Export activity",
                "Clear activity…",
            ]
            for button in buttons:
                right = button.mapTo(scene.pane, QPoint(button.width(), 0)).x()
                assert right <= scene.pane.width()
                assert button.width() >= button.sizeHint().width()

    qt_run(steps())


def test_a_disk_that_refuses_is_said_above_the_line_once_until_it_is_dismissed(
    qt_run: RunCoroutine, look: Look
) -> None:
    async def steps() -> None:
        window, store = WindowScene(), FakeActivity()
        scene = HistoryScene(store)
        demo = DemoViewModel(FakeEmbeddedSqs(), window.catalogue, scene.log, window.scope)
        panel = ActivityPanel(look, scene.view_model, demo)
        panel.resize(1280, 28)
        panel.show()
        store.refusal = "activity.sqlite: the disk is full. Make room on the disk."
        scene.do("Send", "Sent 1 message")
        await until(partial(is_in_sight_note, panel))
        (note,) = [one for one in panel.findChildren(Note) if one.isVisible()]
        assert note.text().startswith("The activity is not kept activity.sqlite: the disk is full.")
        (dismiss,) = [one for one in note.findChildren(LinkButton) if one.isVisible()]
        assert dismiss.text() == "Dismiss"
        click(dismiss)
        scene.do("Send", "Sent another")
        await scene.load()
        assert not is_in_sight_note(panel)
        assert is_in_sight(NamedLabel, "Last activity", panel)
        await scene.close()
        await window.close()
        panel.close()
        panel.deleteLater()
        await settle()

    qt_run(steps())


def is_in_sight_note(panel: QWidget) -> bool:
    """Whether a note is in sight."""
    return any(one.isVisible() for one in panel.findChildren(Note))


def test_the_columns_share_the_room_there_is(qt_run: RunCoroutine, look: Look) -> None:
    async def steps() -> None:
        async with pane_scene(look, FakeActivity([EARLIER]), size=(1024, 300)) as scene:
            assert scene.pane.table.columnWidth(4) >= 220
            for width, what in ((1280, 200), (1920, 320), (1280, 200)):
                scene.pane.resize(width, 300)
                await settle()
                assert scene.pane.table.columnWidth(2) == what

    qt_run(steps())
