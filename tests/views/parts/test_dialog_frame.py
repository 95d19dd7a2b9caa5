"""A dialog says what will happen, has Cancel as its default, and is awaited without blocking anything."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.dialog_frame import DialogFrame, ask
from sqs_explorer.views.parts.dim_overlay import DimOverlay
from sqs_explorer.views.parts.notes import NoteKind
from tests.guards.event_loops import RunCoroutine
from tests.views.parts.gallery import sample_dialog, write_pictures


@pytest.fixture
def window(look: Look, qtbot: QtBot) -> QWidget:
    """Return a window to ask over."""
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.resize(900, 700)
    shown.show()
    return shown


def test_cancel_is_the_default_and_the_verb_is_not(look: Look, window: QWidget) -> None:
    dialog = sample_dialog(look, window)
    assert dialog.cancel.isDefault()
    assert dialog.verb is not None
    assert not dialog.verb.isDefault()
    assert dialog.windowTitle() == "Purge OrderQueue"


def test_the_window_behind_is_dimmed_while_the_dialog_is_open(
    look: Look, window: QWidget, qtbot: QtBot
) -> None:
    dialog = sample_dialog(look, window)
    before = window.grab().toImage().pixelColor(5, 5)
    dialog.open()
    overlay = window.findChild(DimOverlay)
    assert overlay is not None
    assert window.grab().toImage().pixelColor(5, 5).lightness() < before.lightness()
    window.resize(950, 750)
    assert overlay.geometry() == window.rect()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()
    qtbot.waitUntil(lambda: window.findChild(DimOverlay) is None)


def test_production_wears_a_red_band_and_its_word(look: Look, window: QWidget) -> None:
    dialog = sample_dialog(look, window)
    dialog.open()
    image = dialog.grab().toImage()
    assert image.pixelColor(250, 1).name() == look.color("prod").name()
    dialog.reject()


def test_the_dialog_is_as_high_as_its_words_need(look: Look, window: QWidget, qtbot: QtBot) -> None:
    dialog = DialogFrame(look, "Redrive", sentence="Short.", parent=window)
    dialog.open()
    low = dialog.height()
    dialog.set_sentence("A much longer sentence. " * 20)
    qtbot.waitUntil(lambda: dialog.height() > low + 60)
    high = dialog.height()
    dialog.add_note(NoteKind.WARNING, "This cannot be undone.")
    qtbot.waitUntil(lambda: dialog.height() > high)
    assert dialog.width() == 520
    dialog.reject()


def test_asking_gives_the_answer_while_other_tasks_go_on(
    look: Look, window: QWidget, qt_run: RunCoroutine
) -> None:
    async def scenario() -> tuple[int, int, int]:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0.001)
                ticks += 1
                if ticks == 5:
                    assert accepted.verb is not None
                    accepted.verb.click()
                if ticks == 10:
                    refused.cancel.click()

        accepted, refused = sample_dialog(look, window), sample_dialog(look, window)
        ticking = asyncio.create_task(tick())
        answers = await ask(accepted), await ask(refused)
        ticking.cancel()
        return *answers, ticks

    yes, no, ticks = qt_run(scenario())
    assert (yes, no) == (1, 0)
    assert ticks >= 10


def test_a_task_that_is_cancelled_takes_its_dialog_with_it(
    look: Look, window: QWidget, qt_run: RunCoroutine
) -> None:
    async def scenario() -> bool:
        dialog = sample_dialog(look, window)
        asking = asyncio.create_task(ask(dialog))
        await asyncio.sleep(0)
        assert dialog.isVisible()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        return any(left.isVisible() for left in window.findChildren(DialogFrame))

    assert qt_run(scenario()) is False


def test_the_gallery_can_be_painted_light_and_dark(qapp: QApplication, tmp_path: Path) -> None:
    write_pictures(qapp, tmp_path)
    assert sorted(path.stem for path in tmp_path.glob("*.png")) == [
        "dialog-dark",
        "dialog-light",
        "dimmed-dark",
        "dimmed-light",
        "parts-dark",
        "parts-light",
    ]


def test_enter_does_the_verb_only_where_that_was_chosen(look: Look, window: QWidget, qtbot: QtBot) -> None:
    dialog = sample_dialog(look, window)
    dialog.open()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == 0
    harmless = sample_dialog(look, window)
    harmless.set_cancel_default(False)
    harmless.open()
    QTest.keyClick(harmless, Qt.Key.Key_Return)
    assert harmless.result() == 1


def test_a_dialog_that_grows_keeps_its_buttons_on_the_screen(
    look: Look, window: QWidget, qtbot: QtBot
) -> None:
    dialog = sample_dialog(look, window)
    dialog.open()
    space = dialog.screen().availableGeometry()
    dialog.move(dialog.x(), space.bottom() - dialog.height())
    before = dialog.height()
    table = QWidget()
    table.setMinimumHeight(150)
    dialog.add_field(table)
    qtbot.waitUntil(lambda: dialog.height() > before)
    assert space.contains(dialog.frameGeometry())


def test_a_dialog_is_never_higher_than_the_screen(look: Look, window: QWidget, qtbot: QtBot) -> None:
    dialog = sample_dialog(look, window)
    space = dialog.screen().availableGeometry()
    table = QWidget()
    table.setMinimumHeight(80)
    table.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    rows = QVBoxLayout(table)
    rows.addWidget(QWidget())
    table.sizeHint = lambda: QSize(100, space.height())  # type: ignore[method-assign]
    dialog.add_field(table)
    dialog.open()
    assert dialog.verb is not None
    assert dialog.frameGeometry().height() <= space.height()
    assert dialog.verb.geometry().bottom() < dialog.height()
