"""A line of words with queues to click on: what feeds a DLQ, or where dead letters go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.actions import LookAction, styled_menu
from sqs_explorer.views.parts.icon_label import IconLabel
from sqs_explorer.views.parts.plain_text import LinkButton, PlainLabel

_GAP_PX = 8
Pair = tuple[QueueRef, str]
"""A queue and the muted words after it."""


class QueueLink(LinkButton):
    """One queue to open."""

    followed = Signal(object)

    def __init__(self, queue: QueueRef, parent: QWidget | None = None) -> None:
        super().__init__(queue.name, name=f"Open {queue.name}", strong=True, parent=parent)
        self.queue = queue
        self.setObjectName(f"open_{queue.name}")
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        self.followed.emit(self.queue)


class QueueLinks(QWidget):
    """Words, then links with icons; those beyond `in_sight` are in a menu. `name` is what a reader hears.

    The links stand below the words where one line has no room for both.
    """

    queue_requested = Signal(object)
    """A link was followed; the QueueRef."""

    def __init__(self, look: Look, name: str, *, in_sight: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._in_sight = in_sight
        self._shown: object = None
        self._others: tuple[Pair, ...] = ()
        self.setAccessibleName(name)
        self.setObjectName(name.replace(" ", "_").lower())
        self._lead = PlainLabel("", tone="muted")
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(_GAP_PX)
        self._lines.addWidget(self._lead)
        self._row = QHBoxLayout()
        self._row.setSpacing(_GAP_PX)
        self._lines.addLayout(self._row, 1)
        self._links = QWidget()
        self._row.addWidget(self._links)
        self._row.addStretch(1)

    def add_after(self, widget: QWidget) -> None:
        """Put a chip or a badge behind the links."""
        self._row.insertWidget(self._row.count() - 1, widget)

    def _fit(self) -> None:
        needed = self._lead.sizeHint().width() + _GAP_PX + self._row.sizeHint().width()
        directions = QBoxLayout.Direction
        is_narrow = needed > self.width()
        self._lines.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)
        self._lines.setSpacing(4 if is_narrow else _GAP_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        """The room of the longer of both lines."""
        width = max(self._lead.sizeHint().width(), self._row.minimumSize().width())
        return QSize(width, super().minimumSizeHint().height())

    @override
    def event(self, event: QEvent) -> bool:
        """Another width, or other words, may have room for one line, or not any more."""
        handled = super().event(event)
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._fit()
        return handled

    def show_target(self, lead: str, name: str, queue: QueueRef | None, aside: str = "") -> None:
        """Show one queue by name: a link if it is listed, else its name and that it isn't."""
        if queue is not None:
            self._fill(lead, ((queue, aside),), "", "dlq")
        else:
            self._fill(lead, (), f"{name}, which is not listed here", "dlq")

    def show_queues(self, lead: str, queues: Sequence[QueueRef], asides: Sequence[str] = ()) -> None:
        """Show queues as links, each followed by its muted words."""
        words = [*asides, *[""] * (len(queues) - len(asides))]
        self._fill(lead, tuple(zip(queues, words, strict=True)), "", "")

    @property
    def links(self) -> list[QueueLink]:
        """The links in sight."""
        return self._links.findChildren(QueueLink)

    def _fill(self, lead: str, pairs: tuple[Pair, ...], rest: str, icon: str) -> None:
        if (lead, pairs, rest) == self._shown:
            return
        self._shown = (lead, pairs, rest)
        self._lead.setText(lead)
        old, self._links = self._links, QWidget()
        row = QHBoxLayout(self._links)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for queue, aside in pairs[: self._in_sight]:
            self._add_link(row, queue, aside, icon)
        self._others = pairs[self._in_sight :]
        if self._others:
            row.addWidget(LinkButton(f"and {len(self._others)} more", on_click=self._show_others))
        if rest:
            row.addWidget(PlainLabel(rest))
        self._row.replaceWidget(old, self._links)
        self._links.show()
        old.hide()
        old.deleteLater()

    def _add_link(self, row: QHBoxLayout, queue: QueueRef, aside: str, icon: str) -> None:
        row.addWidget(IconLabel(self._look, icon or ("fifo" if queue.is_fifo else "queue"), "accent"))
        link = QueueLink(queue)
        link.followed.connect(self.queue_requested)
        row.addWidget(link)
        if aside:
            row.addWidget(PlainLabel(aside, tone="muted"))

    def _show_others(self) -> None:
        menu = styled_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for queue, aside in self._others:
            text = f"{queue.name}, {aside}" if aside else queue.name
            action = LookAction(self._look, text, "fifo" if queue.is_fifo else "queue", parent=menu)
            action.setData(queue)
            menu.addAction(action)
        menu.triggered.connect(self._follow_other)
        menu.popup(self._links.mapToGlobal(self._links.rect().bottomRight()))

    def _follow_other(self, action: LookAction) -> None:
        self.queue_requested.emit(action.data())
