"""Export as a person does it: the button, the dialog, the file's name, the words afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QLineEdit, QWidget

from sqs_explorer.views.exporting.export_dialog import ExportDialog
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.messages.messages_panel import MessagesPanel
from sqs_explorer.views.parts.buttons import Button
from sqs_explorer.views.parts.notes import Note
from sqs_explorer.views.parts.plain_text import PlainLabel
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_sqs import FakeSqs
from tests.viewmodels.composing.composer import until
from tests.viewmodels.messages.page import open_page
from tests.views.messages.reading import Tab, control, open_dialog

Run = Callable[[Coroutine[Any, Any, None]], None]


class ChosenTarget:
    """Answers for the system's dialog and remembers what it was asked."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.asked: list[tuple[str, str]] = []

    async def __call__(self, parent: QWidget | None, suggested_name: str, name_filter: str) -> str:
        """Return the path."""
        self.asked.append((suggested_name, name_filter))
        return self.path


async def opened(look: Look, choose: ChosenTarget | None = None) -> Tab:
    """Open the Messages tab of a queue with three messages received."""
    fake = FakeSqs(FakeClock())
    url = fake.create_queue("OrderQueue")
    for body in ("one", "=two", "three"):
        fake.put(url, body)
    page = await open_page(fake, url)
    panel = (
        MessagesPanel(look, page.view_model, choose_path=choose)
        if choose
        else MessagesPanel(look, page.view_model)
    )
    panel.resize(963, 616)
    panel.show()
    tab = Tab(page, panel)
    await tab.receive()
    return tab


async def closed(tab: Tab) -> None:
    await tab.page.close()
    tab.panel.close()
    tab.panel.deleteLater()


async def exported(tab: Tab) -> None:
    """Wait until the export has begun and ended."""
    await until(lambda: tab.page.view_model.notice is not None)
    await tab.page.view_model.exporting.scope.idle()


def notes(dialog: QDialog) -> list[str]:
    return [note.text() for note in dialog.findChildren(Note) if note.text()]


def test_with_nothing_selected_export_takes_all_and_says_so(qt_run: Run, look: Look, tmp_path: Path) -> None:
    choose = ChosenTarget(str(tmp_path / "all.jsonl"))

    async def work() -> None:
        tab = await opened(look, choose)
        assert tab.button("Export").toolTip() == "Write all 3 messages received to a file"
        tab.button("Export").click()
        dialog = await tab.dialog()
        assert isinstance(dialog, ExportDialog)
        assert (
            dialog.sentence.text() == "All 3 messages received from OrderQueue, 12 B, are written to a file."
        )
        assert notes(dialog) == []
        hints = [label.text() for label in dialog.findChildren(PlainLabel)]
        assert any("without loss" in hint for hint in hints)
        control(dialog, Button, "Choose file").click()
        await exported(tab)
        assert choose.asked[0][0].startswith("OrderQueue 20")
        assert choose.asked[0][1] == "JSON Lines (*.jsonl)"
        assert "Exported 3 messages to all.jsonl (" in tab.panel.findChildren(Note)[0].text()
        await closed(tab)

    qt_run(work())
    lines = (tmp_path / "all.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["body"] for line in lines] == ["one", "=two", "three"]


def test_csv_warns_that_it_alters_text_and_takes_the_selected_only(
    qt_run: Run, look: Look, tmp_path: Path
) -> None:
    choose = ChosenTarget(str(tmp_path / "ticket.csv"))

    async def work() -> None:
        tab = await opened(look, choose)
        tab.select(1)
        assert tab.button("Export").toolTip() == "Write 1 selected message to a file"
        tab.button("Export").click()
        dialog = await tab.dialog()
        control(dialog, QComboBox, "Format").setCurrentText("CSV")
        assert "CSV alters text" in notes(dialog)[0]
        assert "can't be replayed" in notes(dialog)[0]
        control(dialog, Button, "Choose file").click()
        await exported(tab)
        assert choose.asked[0][1] == "CSV (*.csv)"
        await closed(tab)

    qt_run(work())
    rows = (tmp_path / "ticket.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert rows[1].endswith(",'=two")


def test_cancel_writes_nothing(qt_run: Run, look: Look, tmp_path: Path) -> None:
    choose = ChosenTarget("")

    async def work() -> None:
        tab = await opened(look, choose)
        tab.button("Export").click()
        (await tab.dialog()).reject()
        tab.button("Export").click()
        control(await tab.dialog(), Button, "Choose file").click()
        await tab.page.view_model.dialogs.idle()
        assert len(choose.asked) == 1
        assert tab.page.log.jobs == []
        await closed(tab)

    qt_run(work())


def test_the_systems_dialog_suggests_a_name_and_is_closed_with_the_page(
    qt_run: Run, look: Look, tmp_path: Path
) -> None:
    async def work() -> None:
        tab = await opened(look)
        tab.button("Export").click()
        control(await tab.dialog(), Button, "Choose file").click()
        await until(lambda: any(found.isVisible() for found in tab.panel.findChildren(QFileDialog)))
        system = await open_dialog(tab.panel)
        assert isinstance(system, QFileDialog)
        name = system.findChild(QLineEdit, "fileNameEdit")
        assert name is not None
        assert name.text().startswith("OrderQueue 20")
        assert name.text().endswith(".jsonl")
        name.setText(str(tmp_path / "mine"))
        system.accept()
        await exported(tab)
        tab.button("Export").click()
        await tab.dialog()
        await closed(tab)

    qt_run(work())
    assert [entry.name for entry in tmp_path.iterdir()] == ["mine.jsonl"]


def test_before_anything_is_received_export_is_off(qt_run: Run, look: Look) -> None:
    async def work() -> None:
        tab = await opened(look)
        tab.page.store.clear()
        assert not tab.button("Export").isEnabled()
        await closed(tab)

    qt_run(work())


def test_edit_and_resend_takes_one_message_and_opens_it(qt_run: Run, look: Look) -> None:
    async def work() -> None:
        tab = await opened(look)
        assert not tab.button("Edit and resend").isEnabled()
        tab.select(0, 1)
        assert not tab.button("Edit and resend").isEnabled()
        tab.select(0)
        tab.button("Edit and resend").click()
        dialog = await tab.dialog()
        assert "resend" in dialog.windowTitle().lower()
        dialog.reject()
        await tab.page.view_model.dialogs.idle()
        await closed(tab)

    qt_run(work())
