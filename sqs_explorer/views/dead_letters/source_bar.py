"""The bar on top of Dead letters: who feeds this queue, Receive, Redrive all."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.domain.limits import MAXIMUM_MESSAGES_TO_RECEIVE
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.dead_letters.dead_letters_view_model import DeadLettersViewModel
from sqs_explorer.views.dead_letters.source_list import Link, SourceList
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import outlined_button, primary_button
from sqs_explorer.views.parts.fields import NumberBox
from sqs_explorer.views.parts.form_field import InlineField
from sqs_explorer.views.parts.plain_text import PlainLabel, set_plain_tooltip

BAR_PX = 44
_MARGIN_PX, _GAP_PX = 16, 8
_MAXIMUM = "Messages to receive"


class SourceBar(QWidget):
    """`Source queues` as links; on a source queue its DLQ."""

    redrive_requested = Signal()

    def __init__(self, look: Look, view_model: DeadLettersViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.setFixedHeight(BAR_PX)
        self.lead = PlainLabel(tone="muted")
        self.links = SourceList(look, "Source queues")
        self.links.queue_requested.connect(view_model.open_queue)
        self.maximum = NumberBox(look, 1, MAXIMUM_MESSAGES_TO_RECEIVE, 10, name=_MAXIMUM)
        self.maximum.valueChanged.connect(view_model.set_maximum)
        self._maximum_field = InlineField(_MAXIMUM, self.maximum)
        self.receive = outlined_button(look, "Receive", "receive", shortcut="Ctrl+R")
        self.receive.clicked.connect(view_model.receive)
        self.redrive = primary_button(look, "Redrive all", "redrive")
        self.redrive.setObjectName("redrive_all")
        self.redrive.clicked.connect(self.redrive_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN_PX, 0, _MARGIN_PX, 0)
        row.setSpacing(_GAP_PX)
        row.addWidget(self.lead)
        row.addWidget(self.links)
        row.addStretch(1)
        row.addWidget(self._maximum_field)
        row.addWidget(self.receive)
        row.addWidget(self.redrive)
        view_model.changed.connect(self._show)
        self._show()

    @override
    def minimumSizeHint(self) -> QSize:
        """The room in which only links are cut."""
        return QSize(self._needed_px(self.links.minimumSizeHint().width(), 0), BAR_PX)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may have room for more words, or not any more."""
        super().resizeEvent(event)
        self._fit()

    def _needed_px(self, links_px: int, label_px: int) -> int:
        parts_px = [self.lead.sizeHint().width(), links_px if self.links.isVisibleTo(self) else 0, label_px]
        buttons = (self.maximum, self.receive, self.redrive)
        parts_px += [one.sizeHint().width() for one in buttons if one.isVisibleTo(self)]
        return 2 * _MARGIN_PX + sum(width_px + _GAP_PX for width_px in parts_px)

    def _fit(self) -> None:
        """Without room for all, tooltips say first what stands behind the links, then what the number is."""
        label = self._maximum_field.label
        for has_asides, has_label in ((True, True), (False, True), (False, False)):
            self.links.set_asides_shown(has_asides)
            label_px = label.sizeHint().width() if has_label else 0
            if self._needed_px(self.links.sizeHint().width(), label_px) <= self.width():
                break
        label.setVisible(has_label)
        set_plain_tooltip(self.maximum, "" if has_label else _MAXIMUM)

    def _show(self) -> None:
        view_model = self._view_model
        is_dlq = view_model.is_dlq
        self.setVisible(is_dlq or view_model.target is not None or not view_model.is_loaded)
        for widget in (self._maximum_field, self.receive, self.redrive):
            widget.setVisible(is_dlq)
        self._show_links()
        self.maximum.blockSignals(True)
        self.maximum.setValue(view_model.receiving.settings.maximum)
        self.maximum.blockSignals(False)
        receiving = view_model.receiving
        self.maximum.setEnabled(not receiving.is_receiving)
        self.receive.set_face(*(("Stop", "stop") if receiving.is_receiving else ("Receive", "receive")))
        self.receive.set_available(not receiving.is_stopping)
        self.redrive.set_blocked(view_model.redrive_blocked_reason)
        self._fit()

    def _show_links(self) -> None:
        view_model = self._view_model
        target = view_model.target
        links: list[Link] = []
        if view_model.is_dlq:
            self.lead.setText("Source queue" if len(view_model.sources) == 1 else "Source queues")
            links = [_source(link.queue, link.maximum_receives) for link in view_model.sources]
        elif target is not None:
            self.lead.setText("Dead-letter queue")
            links = [(target.name, target.queue, _receives(target.maximum_receives), "dlq")]
        elif view_model.is_loaded:
            self.lead.setText("No dead-letter queue")
        else:
            self.lead.setText("Looking for the queues that belong together…")
        self.links.setVisible(bool(links))
        self.links.show_links(links)


def _source(queue: QueueRef, maximum: int | None) -> Link:
    return (queue.name, queue, _receives(maximum), "fifo" if queue.is_fifo else "queue")


def _receives(maximum: int | None) -> str:
    return "" if maximum is None else f"maximum receives {maximum}"
