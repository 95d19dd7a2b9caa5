"""Groups, the message in front and the letters side by side; a wide page has the whole inspector as well."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.dead_letters.dead_letters_view_model import DeadLettersViewModel
from sqs_explorer.views.dead_letters.failure_groups_pane import FailureGroupsPane
from sqs_explorer.views.dead_letters.letter_pane import LetterPane
from sqs_explorer.views.dead_letters.letters_pane import LettersPane
from sqs_explorer.views.dead_letters.move_tasks_pane import MoveTasksPane
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.messages.inspector import InspectorPanel
from sqs_explorer.views.parts.splitters import Splitter

WIDE_PX = 1_500
"""From this width of the page on the inspector stands at the right."""
LOW_PX = 360
"""Below this height of the area only the heading of Move tasks is there."""
NARROW_SIZES = (400, 562)
WIDE_SIZES = (520, 615, 400)
_REMEMBERED = ("letters_across_wide", "letters_across_narrow", "letters_down", "letters_left")
_LEAST_LEFT_PX = 318
_LEAST_LETTERS_PX = 340
_LETTER_FROM_PX = 270


class LettersArea(QWidget):
    """Arranges the panes in splitters, and gives their sizes as text to be remembered."""

    def __init__(
        self,
        look: Look,
        view_model: DeadLettersViewModel,
        letters: LettersPane,
        tasks: MoveTasksPane,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._view_model = view_model
        self.groups = FailureGroupsPane(look, view_model.groups)
        self.letter = LetterPane(look, view_model.inspector)
        self.inspector: InspectorPanel | None = None
        self._letters = letters
        self._tasks = tasks
        self._remembered: dict[str, str] = {}
        self._is_wide = False
        self._is_folded = False
        self._is_low = True
        """No room was made for Move tasks yet."""
        letters.setMinimumWidth(_LEAST_LETTERS_PX)
        self._left = _splitter(
            Qt.Orientation.Vertical, "failure_groups_splitter", self.groups, self.letter, stretched=1
        )
        self._left.setSizes([FailureGroupsPane.HEIGHT_PX, 160])
        self._left.setMinimumWidth(_LEAST_LEFT_PX)
        self._across = _splitter(
            Qt.Orientation.Horizontal, "dead_letters_splitter", self._left, letters, stretched=1
        )
        self._across.setSizes(list(NARROW_SIZES))
        self._down = _splitter(
            Qt.Orientation.Vertical, "move_tasks_splitter", self._across, tasks, stretched=0
        )
        self._down.setSizes([400, tasks.minimumHeight()])
        self._down.splitterMoved.connect(self._note_arranging)
        view_model.redrive.changed.connect(self._make_room_for_tasks)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._down)

    @property
    def is_wide(self) -> bool:
        """Whether there is room for the inspector."""
        return self._is_wide

    def open_message(self) -> None:
        """Bring the message in front to the reader: the inspector back, or the focus to the body."""
        if self._is_wide:
            self._is_folded = False
            self._show_inspector()
        else:
            self.letter.tabs.setCurrentIndex(0)
            self.letter.body.setFocus(Qt.FocusReason.OtherFocusReason)

    def fold_inspector(self) -> None:
        """Give the inspector's room to the letters; the message in front goes below the groups."""
        self._is_folded = True
        self._show_inspector()
        self._letters.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another arrangement where the page becomes wide or narrow, high or low."""
        super().resizeEvent(event)
        self._fold_tasks(folded=self.height() < LOW_PX)
        wide = self.width() >= WIDE_PX
        if wide is not self._is_wide:
            self._is_wide = wide
            self._show_inspector()
            self._across.setSizes(list(WIDE_SIZES if wide else NARROW_SIZES))
            _restore(self._across, self._remembered.get(self._across_name(), ""))

    def save_state(self) -> dict[str, str]:
        """Return the splitters' sizes, those across for a wide and a narrow page by themselves."""
        state = {self._across_name(): _text_of(self._across)}
        if not self._is_low and not self._tasks.is_folded:
            state["letters_down"] = _text_of(self._down)
        if not self.letter.isHidden():
            state["letters_left"] = _text_of(self._left)
        return {**self._remembered, **state}

    def restore_state(self, state: Mapping[str, str]) -> None:
        """Take up remembered sizes; what is missing or can't be read is left as it is.

        Those of the other width wait until the page has it.
        """
        self._remembered = {name: state[name] for name in _REMEMBERED if name in state}
        _restore(self._across, state.get(self._across_name(), ""))
        if self._view_model.redrive.tasks and _restore(self._down, state.get("letters_down", "")):
            self._is_low = False
        _restore(self._left, state.get("letters_left", ""))

    def _across_name(self) -> str:
        return "letters_across_wide" if self._is_wide else "letters_across_narrow"

    def _make_room_for_tasks(self) -> None:
        """Until there is a task, the letters have the room; then what is remembered, or four rows."""
        if self._is_low and self._view_model.redrive.tasks:
            self._is_low = False
            self._size_tasks()

    def _size_tasks(self) -> None:
        if not _restore(self._down, self._remembered.get("letters_down", "")):
            total = sum(self._down.sizes())
            self._down.setSizes([total - MoveTasksPane.HEIGHT_PX, MoveTasksPane.HEIGHT_PX])

    def _fold_tasks(self, *, folded: bool) -> None:
        """In a low page the letters need the room; the sizes are remembered for when it is higher again."""
        if folded is not self._tasks.is_folded:
            if folded and not self._is_low:
                self._remembered["letters_down"] = _text_of(self._down)
            self._tasks.set_folded(folded)
            if not folded and not self._is_low:
                self._size_tasks()
        self._show_inspector()

    def _note_arranging(self) -> None:
        self._is_low = False

    def _show_inspector(self) -> None:
        shows = self._is_wide and not self._is_folded
        if shows and self.inspector is None:
            self.inspector = InspectorPanel(self._look, self._view_model.inspector)
            self.inspector.close_requested.connect(self.fold_inspector)
            self._across.addWidget(self.inspector)
            self._across.setStretchFactor(2, 0)
        if self.inspector is not None:
            self.inspector.setVisible(shows)
        self.letter.setVisible(not shows and self.height() >= _LETTER_FROM_PX)


def _splitter(
    orientation: Qt.Orientation, name: str, first: QWidget, second: QWidget, *, stretched: int
) -> Splitter:
    """Return two panes, of which one takes the room that comes."""
    splitter = Splitter(orientation, name)
    for place, widget in enumerate((first, second)):
        splitter.addWidget(widget)
        splitter.setStretchFactor(place, int(place == stretched))
    return splitter


def _text_of(splitter: QSplitter) -> str:
    return base64.b64encode(bytes(splitter.saveState().data())).decode("ascii")


def _restore(splitter: QSplitter, text: str) -> bool:
    try:
        state = base64.b64decode(text, validate=True)
    except ValueError:
        return False
    return bool(state) and splitter.restoreState(state)
