"""Eyes and hands of the tour.

Finds controls by what a screen reader says of them, and uses them as a person does.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QTabBar, QWidget

Control = TypeVar("Control", bound=QWidget)
Value = TypeVar("Value")
LIMIT_SECONDS = 60.0
LOOK_AGAIN_SECONDS = 0.03


class TourProblem(Exception):
    """A step did not come out as it should; the text says what was expected and what was seen."""


async def until(look: Callable[[], Value], what: str, limit_seconds: float = LIMIT_SECONDS) -> Value:
    """Return the first true value that `look` gives. Raises TourProblem after the limit."""
    deadline = time.monotonic() + limit_seconds
    while not (value := look()):
        if time.monotonic() > deadline:
            raise TourProblem(f"waited {limit_seconds:.0f} s in vain for {what}")
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
    return value


def front_window(window: QWidget) -> QWidget:
    """Return the dialog in front, or the window itself."""
    return QApplication.activeModalWidget() or window


def find(kind: type[Control], name: str, within: QWidget) -> Control:
    """Return the visible control of a kind with this accessible name. Raises TourProblem."""
    for control in within.findChildren(kind):
        if control.isVisible() and _name_of(control) == name:
            return control
    raise TourProblem(f"there is no {kind.__name__} named “{name}” in sight")


def _name_of(control: QWidget) -> str:
    """Return the accessible name; of a button without one a reader says its text."""
    name = control.accessibleName()
    return name or (control.text() if isinstance(control, QAbstractButton) else "")


def is_ready(name: str, within: QWidget) -> bool:
    """Whether a button of this name is in sight and enabled."""
    buttons = within.findChildren(QAbstractButton)
    return any(one.isVisible() and one.isEnabled() and _name_of(one) == name for one in buttons)


async def dialog_in_front(what: str) -> QWidget:
    """Return the dialog that opens. Raises TourProblem."""
    await until(lambda: QApplication.activeModalWidget() is not None, what)
    dialog = QApplication.activeModalWidget()
    if dialog is None:
        raise TourProblem(f"{what} went away")
    return dialog


def no_dialog() -> bool:
    """Whether no dialog is in front of the window."""
    return QApplication.activeModalWidget() is None


async def appear(kind: type[Control], name: str, within: QWidget) -> Control:
    """Return a control once it is in sight. Raises TourProblem."""

    def look() -> Control | None:
        try:
            return find(kind, name, within)
        except TourProblem:
            return None

    found = await until(look, f"{kind.__name__} “{name}”")
    assert found is not None  # noqa: S101 - until returns true values only
    return found


def press(name: str, within: QWidget) -> None:
    """Press a button that is enabled."""
    button = find(QAbstractButton, name, within)
    if not button.isEnabled():
        raise TourProblem(f"the button “{name}” is disabled: {button.toolTip()}")
    button.click()


def text_of(name: str, within: QWidget) -> str:
    """Return what a reader says of a control after its name: a label's words."""
    for control in within.findChildren(QWidget):
        if control.isVisible() and control.accessibleName() == name and control.accessibleDescription():
            return control.accessibleDescription()
    return ""


def choose(name: str, text: str, within: QWidget) -> None:
    """Choose an item of a combo box by its text, or type it where one can."""
    combo = find(QComboBox, name, within)
    index = combo.findText(text)
    if index < 0:
        raise TourProblem(f"“{name}” offers no “{text}”")
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def check(view: QAbstractItemView, title: str, names: list[str]) -> None:
    """Check the boxes of the rows that a column names, and uncheck the others."""
    model = view.model()
    for row, name in enumerate(texts(view, title)):
        state = Qt.CheckState.Checked if name in names else Qt.CheckState.Unchecked
        model.setData(model.index(row, 0), state, int(Qt.ItemDataRole.CheckStateRole))


def act(text: str, control: QWidget) -> None:
    """Do one of a control's own actions, as its key and its menu do. Raises TourProblem."""
    for action in control.actions():
        if action.text() == text and action.isEnabled():
            action.trigger()
            return
    raise TourProblem(f"“{text}” is not offered here")


def key(control: QWidget, code: Qt.Key) -> None:
    """Press a key while a control has the focus."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(control, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier))


def show_tab(title: str, within: QWidget) -> None:
    """Bring the tab of this title to the front."""
    for bar in within.findChildren(QTabBar):
        for index in range(bar.count()):
            if bar.isVisible() and bar.tabText(index) == title:
                bar.setCurrentIndex(index)
                return
    raise TourProblem(f"there is no tab “{title}” in sight")


def column(model: QAbstractItemModel, title: str) -> int:
    """Return a column's number by its heading. Raises TourProblem."""
    for number in range(model.columnCount()):
        if model.headerData(number, Qt.Orientation.Horizontal) == title:
            return number
    raise TourProblem(f"the table has no column “{title}”")


def texts(view: QAbstractItemView, title: str) -> list[str]:
    """Return what a column of a table says, from top to bottom."""
    model = view.model()
    number = column(model, title)
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def whole_ids(view: QAbstractItemView) -> list[str]:
    """Return the whole message IDs of a table that shows them cut, as its tooltips say them."""
    model = view.model()
    number = column(model, "Message ID")
    role = int(Qt.ItemDataRole.ToolTipRole)
    return [str(model.index(row, number).data(role)) for row in range(model.rowCount())]


def select(view: QAbstractItemView, rows: list[int]) -> None:
    """Select rows of a table, the first in front."""
    model, selection = view.model(), view.selectionModel()
    flags = QItemSelectionModel.SelectionFlag
    view.setFocus()
    selection.clear()
    for row in rows:
        selection.select(model.index(row, 0), flags.Select | flags.Rows)
    selection.setCurrentIndex(model.index(rows[0], 0), flags.NoUpdate)


def tree_rows(view: QAbstractItemView) -> list[tuple[int, QModelIndex]]:
    """Return the rows of a tree with their depth, from top to bottom."""
    model = view.model()

    def walk(parent: QModelIndex, depth: int) -> list[tuple[int, QModelIndex]]:
        found = []
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            found += [(depth, index), *walk(index, depth + 1)]
        return found

    return walk(QModelIndex(), 0)
