"""A person at the window: reads what it says, presses what it offers, finds everything by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from sqs_explorer.tour import hands
from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell
from sqs_explorer.views.shell.main_window import MainWindow
from tests.guards.patience import patient

Control = TypeVar("Control", bound=QWidget)
Value = TypeVar("Value")
PATIENCE_SECONDS = 8.0


class Person:
    """Acts on the dialog in front, or on the window."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    @property
    def front(self) -> QWidget:
        """What is in front."""
        return hands.front_window(self.window)

    def find(self, kind: type[Control], name: str) -> Control:
        """Return a control in sight."""
        return hands.find(kind, name, self.front)

    async def until(
        self, look: Callable[[], Value | None], what: str, seconds: float = PATIENCE_SECONDS
    ) -> Value:
        """Wait for a state, controls out of sight included; on failure say what is on the screen instead."""

        def look_patiently() -> Value | None:
            try:
                return look()
            except hands.TourProblem:
                return None

        try:
            found = await hands.until(look_patiently, what, patient(seconds))
            assert found is not None
            return found
        except hands.TourProblem as problem:
            raise AssertionError(
                f"{problem}; in sight:\n{self.words()}\ntree: {self.tree_states()}"
            ) from None

    # Reading

    def words(self, within: QWidget | None = None) -> str:
        """Return all words of labels and notes in sight."""
        root = within or self.front
        found = []
        for widget in (root, *root.findChildren(QWidget)):
            if widget.isVisible():
                if isinstance(widget, QLabel):
                    found.append(widget.accessibleDescription() or widget.text())
                elif widget.accessibleName() and not isinstance(widget, QAbstractButton):
                    found.append(widget.accessibleName())
        return "\n".join(dict.fromkeys(word for word in found if word))

    async def reads(self, *parts: str) -> str:
        """Wait until all these words are in sight somewhere."""
        await self.until(lambda: all(part in self.words() for part in parts), f"the words {parts}")
        return self.words()

    def said(self, name: str) -> str:
        """Return what the label of this name says."""
        return hands.text_of(name, self.front)

    async def told(self, name: str, *parts: str) -> str:
        """Wait until the label of this name says these words, and return all that it says."""
        await self.until(lambda: all(part in self.said(name) for part in parts), f"{parts} in {name}")
        return self.said(name)

    def button(self, name: str) -> QAbstractButton:
        """Return a button in sight by what a reader says of it: its name, else its words."""
        for button in self.front.findChildren(QAbstractButton):
            if button.isVisible() and name == (button.accessibleName() or button.text().replace("&&", "&")):
                return button
        raise hands.TourProblem(f"there is no button “{name}” in sight")

    def can(self, button: str) -> bool:
        """Tell whether a button in sight can be pressed."""
        return self.button(button).isEnabled()

    def tooltip(self, button: str) -> str:
        """Return a button's tooltip."""
        return self.button(button).toolTip()

    # Acting

    def press(self, name: str) -> None:
        """Press a button."""
        button = self.button(name)
        assert button.isEnabled(), f"the button {name} is disabled: {button.toolTip()}"
        button.click()

    async def press_soon(self, name: str) -> None:
        """Press a button once it is there and enabled."""
        await self.press_is(name)
        self.press(name)

    async def follow_soon(self, name: str, link: str) -> None:
        """Follow a link of a list once it is there, with Enter."""

        def place() -> QModelIndex | None:
            for view in self.window.findChildren(QListView):
                if view.isVisible() and view.accessibleName() == name:
                    found = [view.model().index(row, 0) for row in range(view.model().rowCount())]
                    return next((index for index in found if index.data() == link), None)
            return None

        await self.until(lambda: place() is not None, f"the link {link}")
        index = place()
        assert index is not None
        view = self.find(QListView, name)
        view.setFocus()
        view.setCurrentIndex(index)
        hands.key(view, Qt.Key.Key_Return)

    async def press_is(self, name: str) -> None:
        """Wait until a button of this name can be pressed; whatever it did before is over then."""
        await self.until(lambda: self.can(name), f"the button {name}")

    def type(self, name: str, text: str) -> None:
        """Type into a line in place of what is there."""
        self.find(QLineEdit, name).setText(text)

    def set(self, name: str, number: int) -> None:
        """Set a number."""
        self.find(QSpinBox, name).setValue(number)

    def number(self, name: str) -> int:
        """Return the number a field holds."""
        return self.find(QSpinBox, name).value()

    def choose(self, name: str, text: str) -> None:
        """Choose from a list."""
        hands.choose(name, text, self.front)

    def text(self, name: str) -> str:
        """Return what an editor or a pane shows."""
        return self.find(QPlainTextEdit, name).toPlainText()

    def tab(self, title: str) -> None:
        """Bring a tab to the front."""
        hands.show_tab(title, self.window)

    async def dialog(self, button: str) -> QWidget:
        """Press a button and wait for the dialog it opens."""
        await self.press_soon(button)
        return await self.until(QApplication.activeModalWidget, f"the dialog after {button}")

    async def answers(self, button: str) -> None:
        """Press a dialog's button and wait until the dialog is gone."""
        self.press(button)
        await self.until(lambda: QApplication.activeModalWidget() is None, f"the dialog's end after {button}")

    # Tables

    def table(self, name: str) -> QAbstractItemView:
        """Return a table or tree in sight."""
        return self.find(QAbstractItemView, name)

    def column(self, table: str, title: str) -> list[str]:
        """Return what a column says, top to bottom; nothing while the table is not in sight."""
        try:
            return hands.texts(self.table(table), title)
        except hands.TourProblem:
            return []

    def pairs(self, table: str, name: str = "Name", value: str = "Value") -> dict[str, str]:
        """Return a table of two columns as names and values."""
        return dict(zip(self.column(table, name), self.column(table, value), strict=True))

    async def rows(self, count: int, table: str = "Messages") -> None:
        """Wait for so many rows."""

        def shown() -> bool:
            return self._is_in_sight(table) and self.table(table).model().rowCount() == count

        await self.until(shown, f"{count} rows in {table}")

    def _is_in_sight(self, table: str) -> bool:
        views = self.front.findChildren(QAbstractItemView)
        return any(view.isVisible() and view.accessibleName() == table for view in views)

    def select(self, *rows: int, table: str = "Messages") -> None:
        """Select rows of a table."""
        hands.select(self.table(table), list(rows))

    # The tree of queues

    def tree(self) -> list[tuple[str, ...]]:
        """Return every row of the tree as its path of names."""
        try:
            view = hands.find(QAbstractItemView, "Queues", self.window)
        except hands.TourProblem:
            return []
        return [self._path(index) for _, index in hands.tree_rows(view)]

    def tree_states(self) -> list[tuple[str, ...]]:
        """Return every row of the tree as its path and what it says beside its name, for a failure's text."""
        return [(*path, self.state(*path)) for path in self.tree()]

    @staticmethod
    def _path(index: QModelIndex) -> tuple[str, ...]:
        names: list[str] = []
        while index.isValid():
            cell = index.data(CELL_ROLE)
            names.insert(0, cell.text if isinstance(cell, Cell) else str(index.data()))
            index = index.parent()
        return tuple(names)

    def queues(self) -> list[str]:
        """Return the names of the queues in the tree, top to bottom."""
        return [path[2] for path in self.tree() if len(path) == 3]

    def row(self, *path: str) -> QModelIndex:
        """Return a row of the tree by its path, or by the end of it."""
        view = hands.find(QAbstractItemView, "Queues", self.window)
        for _, index in hands.tree_rows(view):
            if self._path(index)[-len(path) :] == path:
                return index
        return QModelIndex()

    def state(self, *path: str) -> str:
        """Return the words beside the name of a connection or region; "" while the row is not there."""
        cell = self.row(*path).data(CELL_ROLE)
        return cell.trailing if isinstance(cell, Cell) else ""

    async def stands(self, words: str, *path: str) -> None:
        """Wait until a row of the tree says these words, and not as “opening, … so far”."""

        def does() -> bool:
            state = self.state(*path)
            return words in state and not state.startswith("opening")

        await self.until(does, f"“{words}” beside {path}")

    def count(self, queue: str, title: str = "Available") -> str:
        """Return a count beside a queue's name."""
        index = self.row(queue)
        number = hands.column(hands.find(QAbstractItemView, "Queues", self.window).model(), title)
        return str(index.sibling(index.row(), number).data() or "")

    async def opens(self, queue: str, tab: str = "Messages", *, place: tuple[str, ...] = ()) -> None:
        """Open a queue's page from the tree and choose a tab; `place`: connection and region, if need be."""
        path = (*place, queue)
        await self.until(lambda: self.row(*path).isValid(), f"{path} in the tree")
        view = hands.find(QAbstractItemView, "Queues", self.window)
        view.setCurrentIndex(self.row(*path))
        hands.key(view, Qt.Key.Key_Return)
        await self.until(lambda: self.said("Queue name") == queue, f"the page of {queue}")
        self.tab(tab)

    # The first screen and the Connections dialog

    async def checks(self, table: str, *names: str) -> None:
        """Check these rows of Profiles or Regions and no others; regions go by their code."""
        await self.until(
            lambda: set(names) <= set(self._keys(table)), f"{names} among {table}: {self._keys(table)}"
        )
        model = self.table(table).model()
        for row, key in enumerate(self._keys(table)):
            state = Qt.CheckState.Checked if key in names else Qt.CheckState.Unchecked
            model.setData(model.index(row, 0), state, Qt.ItemDataRole.CheckStateRole)

    def _keys(self, table: str) -> list[str]:
        try:
            model = self.table(table).model()
        except hands.TourProblem:
            return []
        column = 0 if table == "Profiles" else 1
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]

    async def connects(self, profiles: list[str], regions: list[str]) -> None:
        """Open profiles in regions from the first screen or the dialog."""
        await self.checks("Profiles", *profiles)
        await self.checks("Regions", *regions)
        self.press("Open")
