"""Replay as a person does it: the button, the dry run in words and rows, the results."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtWidgets import QTableView, QWidget

from sqs_explorer.views.composing.send_panel import SendPanel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import Button
from sqs_explorer.views.parts.form_field import FormField
from sqs_explorer.views.parts.plain_text import ElidedLabel
from sqs_explorer.views.replaying.replay_dialog import FILE_FILTER, ReplayDialog, ask_replay
from tests.viewmodels.composing.composer import opened, until
from tests.viewmodels.replaying.replay_scene import ReplayScene, filed, replaying
from tests.views.messages.reading import column_of, control, open_dialog

Run = Callable[[Coroutine[Any, Any, None]], None]


class ChosenFile:
    """Answers for the system's dialog and remembers what it was asked."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.filters: list[str] = []

    async def __call__(self, parent: QWidget | None, name_filter: str) -> str:
        """Return the path."""
        self.filters.append(name_filter)
        return self.path


async def asked(scene: ReplayScene, look: Look, path: str) -> tuple[ReplayDialog, asyncio.Task[None]]:
    """Ask for a replay of a file and wait for its dry run."""
    parent = QWidget()
    parent.resize(900, 700)
    parent.show()
    question = ask_replay(look, scene.view_model, parent, choose_path=ChosenFile(path))
    asking = asyncio.get_running_loop().create_task(question)
    dialog = await open_dialog(parent)
    await scene.view_model.scope.idle()
    assert isinstance(dialog, ReplayDialog)
    return dialog, asking


async def ended(dialog: ReplayDialog, asking: asyncio.Task[None]) -> None:
    parent = dialog.parentWidget()
    dialog.reject()
    await asking
    if parent is not None:
        parent.deleteLater()


def fact(dialog: ReplayDialog, label: str) -> str:
    found = [words.accessibleName() for words in dialog.findChildren(ElidedLabel)]
    return next(name.removeprefix(f"{label}: ") for name in found if name.startswith(f"{label}: "))


def test_the_dry_run_is_read_before_anything_is_sent(qt_run: Run, look: Look, tmp_path: Path) -> None:
    async def work() -> None:
        async with replaying(tmp_path) as scene:
            path = scene.file(filed("one", "id-1", MessageGroupId="a"), b"oops\n", filed("two", "id-3"))
            dialog, asking = await asked(scene, look, path)
            assert dialog.sentence.text() == (
                "2 of 3 messages, 60 B, will be sent to OrderQueue. 1 line is refused: see the reasons."
            )
            assert fact(dialog, "File").startswith("failed.jsonl · ")
            assert fact(dialog, "To") == "OrderQueue"
            assert fact(dialog, "Where") == "dev · 123456789012 · eu-west-1"
            assert fact(dialog, "Groups") == "a: 1"
            assert "new message IDs" in dialog.remarks.text()
            table = control(dialog, QTableView, "Replay lines")
            assert column_of(table, "Line") == ["2", "1", "3"]
            assert column_of(table, "Result")[0] == "It is not JSON: Expecting value at character 1."
            assert scene.fake.messages(scene.url) == ()
            await ended(dialog, asking)
            assert scene.fake.messages(scene.url) == ()

    qt_run(work())


def test_start_replay_sends_and_the_results_are_read_in_the_dialog(
    qt_run: Run, look: Look, tmp_path: Path
) -> None:
    async def work() -> None:
        async with replaying(tmp_path) as scene:
            dialog, asking = await asked(scene, look, scene.file(filed("one"), filed("two")))
            control(dialog, Button, "Start replay").click()
            await scene.view_model.scope.idle()
            assert dialog.isVisible()
            assert dialog.report.text() == "Sent 2 messages from failed.jsonl to OrderQueue."
            assert sorted(scene.fake.bodies(scene.url)) == ["one", "two"]
            assert all(words.startswith("sent · ID ") for words in column_of(dialog.table, "Result"))
            assert not control(dialog, Button, "Start replay").isEnabled()
            control(dialog, Button, "Close").click()
            await ended(dialog, asking)
            assert scene.view_model.file_name == ""

    qt_run(work())


def test_nothing_to_send_leaves_start_off(qt_run: Run, look: Look, tmp_path: Path) -> None:
    async def work() -> None:
        async with replaying(tmp_path) as scene:
            dialog, asking = await asked(scene, look, scene.file(b"oops\n"))
            assert dialog.sentence.text().startswith("No line of this file can be sent to OrderQueue")
            assert not control(dialog, Button, "Start replay").isEnabled()
            await ended(dialog, asking)

    qt_run(work())


def test_an_unreadable_file_is_said_and_another_can_be_chosen(
    qt_run: Run, look: Look, tmp_path: Path
) -> None:
    async def work() -> None:
        async with replaying(tmp_path) as scene:
            dialog, asking = await asked(scene, look, str(tmp_path / "none.jsonl"))
            assert "“none.jsonl” can't be read" in dialog.report.text()
            assert not control(dialog, Button, "Start replay").isEnabled()
            scene.file(filed("one"), name="none.jsonl")
            control(dialog, Button, "Choose file").click()
            await scene.view_model.dialogs.idle()
            await scene.view_model.scope.idle()
            assert dialog.sentence.text() == "1 message, 30 B, will be sent to OrderQueue."
            assert dialog.report.text() == ""
            await ended(dialog, asking)

    qt_run(work())


def test_fifo_asks_for_the_deduplication_id_and_names_the_danger(
    qt_run: Run, look: Look, tmp_path: Path
) -> None:
    async def work() -> None:
        async with replaying(tmp_path, "Orders.fifo") as scene:
            line = filed("one", MessageGroupId="a", MessageDeduplicationId="kept")
            dialog, asking = await asked(scene, look, scene.file(line))
            assert dialog.deduplication.isVisible()
            assert "gets a new deduplication ID" in _hint(dialog)
            dialog.deduplication.setCurrentText("Keep ID")
            await scene.view_model.scope.idle()
            assert "accepted but not delivered" in _hint(dialog)
            control(dialog, Button, "Start replay").click()
            await scene.view_model.scope.idle()
            assert [message.deduplication_id for message in scene.fake.messages(scene.url)] == ["kept"]
            assert not dialog.deduplication.isEnabled()
            await ended(dialog, asking)

    qt_run(work())


def _hint(dialog: ReplayDialog) -> str:
    fields = [field for field in dialog.findChildren(FormField) if field.field is dialog.deduplication]
    return fields[0].hint.text()


def test_a_standard_queue_asks_for_no_deduplication_id(qt_run: Run, look: Look, tmp_path: Path) -> None:
    async def work() -> None:
        async with replaying(tmp_path) as scene:
            dialog, asking = await asked(scene, look, scene.file(filed("one")))
            assert not dialog.deduplication.isVisible()
            await ended(dialog, asking)

    qt_run(work())


def test_closing_the_dialog_lets_the_replay_go_on_and_it_is_shown_again(
    qt_run: Run, look: Look, tmp_path: Path
) -> None:
    async def work() -> None:
        async with replaying(tmp_path) as scene:
            dialog, asking = await asked(scene, look, scene.file(filed("one")))
            gate = scene.fake.hold("SendMessageBatch")
            other = scene.fake.hold("SendMessage")
            control(dialog, Button, "Start replay").click()
            assert dialog.progress_words.text() == "Sending: 0 of 1"
            await ended(dialog, asking)
            assert scene.view_model.is_busy
            gate.release()
            other.release()
            await scene.view_model.scope.idle()
            assert scene.fake.bodies(scene.url) == ["one"]
            again, asking = await asked(scene, look, "not asked for")
            assert again.report.text() == "Sent 1 message from failed.jsonl to OrderQueue."
            await ended(again, asking)

    qt_run(work())


def test_cancelling_the_choice_of_a_file_opens_nothing(qt_run: Run, look: Look, tmp_path: Path) -> None:
    choose = ChosenFile("")

    async def work() -> None:
        async with replaying(tmp_path) as scene:
            await ask_replay(look, scene.view_model, None, choose_path=choose)

    qt_run(work())
    assert choose.filters == [FILE_FILTER]


def test_the_send_tab_offers_replay_from_file(qt_run: Run, look: Look, tmp_path: Path) -> None:
    (tmp_path / "failed.jsonl").write_bytes(filed("one"))
    choose = ChosenFile(str(tmp_path / "failed.jsonl"))

    async def work() -> None:
        async with opened() as composer:
            panel = SendPanel(look, composer.view_model, choose_path=choose)
            panel.show()
            control(panel, Button, "Replay from file").click()
            dialog = await open_dialog(panel)
            replay = composer.view_model.replay
            await replay.scope.idle()
            assert dialog.windowTitle() == "Replay from file"
            control(dialog, Button, "Start replay").click()
            await replay.scope.idle()
            assert [message.body for message in composer.held] == ["one"]
            # The page closes while the dialog is open: it goes, too.
            await composer.view_model.close()
            await until(lambda: not shiboken6.isValid(dialog) or not dialog.isVisible())
            panel.close()
            panel.deleteLater()

    qt_run(work())


def test_a_read_only_connection_says_why_replay_is_off(qt_run: Run, look: Look) -> None:
    async def work() -> None:
        async with opened(read_only=True) as composer:
            panel = SendPanel(look, composer.view_model)
            button = control(panel, Button, "Replay from file")
            assert not button.isEnabled()
            assert button.toolTip().startswith("Read-only connection")
            panel.deleteLater()

    qt_run(work())
