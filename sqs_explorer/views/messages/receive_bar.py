"""The bar that receives: how many, how long to wait, in which mode, and one button that becomes Stop."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.domain.forecast import Forecast, ReceiveMode
from sqs_explorer.domain.limits import (
    MAXIMUM_MESSAGES_TO_RECEIVE,
    MAXIMUM_VISIBILITY_SECONDS,
    MAXIMUM_WAIT_SECONDS,
)
from sqs_explorer.viewmodels.messages.receiving_view_model import ReceivingViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import primary_button
from sqs_explorer.views.parts.fields import ChoiceBox, NumberBox
from sqs_explorer.views.parts.form_field import InlineField
from sqs_explorer.views.parts.icon_label import IconLabel
from sqs_explorer.views.parts.named_label import NamedLabel
from sqs_explorer.views.parts.plain_text import ElidedLabel, PlainLabel

BAR_PX = 44
STACKED_BAR_PX = 80
FORECAST_PX = 28
FORECAST_LINE_PX = 20
_PAD_PX = 16
_GAP_PX = 14
_ICONS_PX = 2 * (16 + 6)
_BUTTON_PX = 112
_CHOICE_ROOM_PX = 66
"""What a choice needs beside its words; the longer mode hides Hold seconds, so there is room for it."""

RECEIVE_KEYS = "Ctrl+R"
OTHER_RECEIVE_KEYS = "F6"


class ReceiveBar(QWidget):
    """Fields and button of one ReceivingViewModel; on two lines where one would cut the words."""

    def __init__(self, look: Look, receiving: ReceivingViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("receive_bar")
        self.setFixedHeight(BAR_PX)
        self._receiving = receiving
        settings = receiving.settings
        self._maximum = NumberBox(
            look, 1, MAXIMUM_MESSAGES_TO_RECEIVE, settings.maximum, name="Messages to receive"
        )
        self._wait = NumberBox(look, 0, MAXIMUM_WAIT_SECONDS, settings.wait_seconds, name="Wait seconds")
        self._mode = ChoiceBox(look, name="Receive mode")
        for mode in ReceiveMode:
            self._mode.addItem(mode.value, mode)
        self._hold = NumberBox(
            look, 0, MAXIMUM_VISIBILITY_SECONDS, settings.hold_seconds, name="Hold seconds"
        )
        self._hold_field = InlineField("Hold seconds", self._hold)
        self._button = primary_button(look, "Receive", "receive", shortcut=RECEIVE_KEYS)
        self._button.setObjectName("receive")
        self._button.setMinimumWidth(_BUTTON_PX)
        self._keys = QShortcut(QKeySequence(OTHER_RECEIVE_KEYS), self)
        self._arrange()
        self._connect()
        self._show_settings()
        self._show_state()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(_PAD_PX, 8, _PAD_PX, 8)
        row.setSpacing(_GAP_PX)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves = (QHBoxLayout(), QHBoxLayout())
        groups = (
            (InlineField("Messages to receive", self._maximum), InlineField("Wait seconds", self._wait)),
            (InlineField("Receive mode", self._mode), self._hold_field),
        )
        for line, fields in zip(self._halves, groups, strict=True):
            line.setSpacing(_GAP_PX)
            for field in fields:
                line.addWidget(field)
            line.addStretch(1)
            self._lines.addLayout(line)
        row.addLayout(self._lines)
        row.addStretch(1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        self._stack(is_stacked=False)

    def _stack(self, *, is_stacked: bool) -> None:
        directions = QBoxLayout.Direction
        self._lines.setDirection(directions.TopToBottom if is_stacked else directions.LeftToRight)
        self._lines.setSpacing(8 if is_stacked else _GAP_PX)
        self.setFixedHeight(STACKED_BAR_PX if is_stacked else BAR_PX)

    def _lines_px(self) -> list[int]:
        """The width that each of the two lines needs."""
        return [line.sizeHint().width() for line in self._halves]

    def _fit(self) -> None:
        around = self._button.sizeHint().width() + _GAP_PX + 2 * _PAD_PX
        self._stack(is_stacked=sum(self._lines_px()) + _GAP_PX + around > self.width())

    @override
    def minimumSizeHint(self) -> QSize:
        """The room of the longer line, and the button."""
        around = self._button.sizeHint().width() + _GAP_PX + 2 * _PAD_PX
        return QSize(max(self._lines_px()) + around, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may have room for one line, or not any more."""
        super().resizeEvent(event)
        self._fit()

    def _connect(self) -> None:
        receiving = self._receiving
        self._maximum.valueChanged.connect(receiving.set_maximum)
        self._wait.valueChanged.connect(receiving.set_wait_seconds)
        self._hold.valueChanged.connect(receiving.set_hold_seconds)
        self._mode.currentIndexChanged.connect(self._choose_mode)
        self._button.clicked.connect(self._receive_or_stop)
        self._keys.activated.connect(self._receive_or_stop)
        receiving.settings_changed.connect(self._show_settings)
        receiving.receiving_changed.connect(self._show_state)

    def _choose_mode(self, index: int) -> None:
        self._receiving.set_mode(self._mode.itemData(index))

    def _receive_or_stop(self) -> None:
        if self._receiving.is_receiving:
            self._receiving.stop()
        else:
            self._receiving.receive()

    def _show_settings(self) -> None:
        settings = self._receiving.settings
        self._maximum.setValue(settings.maximum)
        self._wait.setValue(settings.wait_seconds)
        self._mode.setCurrentIndex(self._mode.findText(settings.mode.value))
        words = self._mode.fontMetrics().horizontalAdvance(settings.mode.value)
        self._mode.setFixedWidth(words + _CHOICE_ROOM_PX)
        self._hold.setValue(settings.hold_seconds)
        self._hold_field.setVisible(settings.mode is ReceiveMode.HOLD)
        self._fit()

    def _show_state(self) -> None:
        receiving = self._receiving
        face = ("Stop", "stop") if receiving.is_receiving else ("Receive", "receive")
        if self._button.accessibleName() != face[0]:
            self._button.set_face(*face)
        self._button.set_available(not receiving.is_stopping)
        for field in (self._maximum, self._wait, self._mode, self._hold):
            field.setEnabled(not receiving.is_receiving)


class ForecastLine(QWidget):
    """What a receive does here, then the risk in amber: on one line, or below it where both don't fit."""

    def __init__(self, look: Look, receiving: ReceivingViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("receive_forecast")
        self._receiving = receiving
        self._shown: Forecast | None = None
        self._fact = NamedLabel("Receive forecast", ElidedLabel())
        self._risk_icon = IconLabel(look, "warn", "warning")
        self._risk = ElidedLabel(tone="warning")
        self._progress = PlainLabel(tone="muted", name="Receive progress")
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lines.addLayout(_with_icon(IconLabel(look, "info", "info"), self._fact))
        self._lines.addLayout(_with_icon(self._risk_icon, self._risk))
        row = QHBoxLayout(self)
        row.setContentsMargins(_PAD_PX, 0, _PAD_PX, 0)
        row.setSpacing(_GAP_PX)
        row.addLayout(self._lines)
        row.addStretch(1)
        row.addWidget(self._progress)
        receiving.forecast_changed.connect(self._show)
        receiving.receiving_changed.connect(self._show_progress)
        self._show()

    def _show(self) -> None:
        forecast = self._receiving.forecast
        if forecast == self._shown:
            return  # Every count that is read anywhere asks for it, and the layout below has its price.
        self._shown = forecast
        whole = f"{forecast.fact} {forecast.risk}".strip()
        self._fact.set_words(forecast.fact, described_as=whole)
        self._risk.setText(forecast.risk)
        self._risk.setVisible(bool(forecast.risk))
        self._risk_icon.setVisible(bool(forecast.risk))
        self._arrange()

    def _show_progress(self) -> None:
        receiving = self._receiving
        words = ""
        if receiving.is_receiving:
            words = "Stopping" if receiving.is_stopping else receiving.progress or "Receiving"
        self._progress.setText(words)
        self._arrange()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may have room for both on one line."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """A risk is never cut for want of a line: it is what one must read before Receive."""
        direction = QBoxLayout.Direction
        has_risk = bool(self._receiving.forecast.risk)
        words = self._fact.sizeHint().width() + self._risk.sizeHint().width()
        needed = words + self._progress.sizeHint().width() + 2 * (_PAD_PX + _GAP_PX) + _ICONS_PX
        is_wrapped = has_risk and needed > self.width()
        self._lines.setDirection(direction.TopToBottom if is_wrapped else direction.LeftToRight)
        self._lines.setSpacing(2 if is_wrapped else _GAP_PX)
        self.setFixedHeight(FORECAST_PX + FORECAST_LINE_PX if is_wrapped else FORECAST_PX)


def _with_icon(icon: IconLabel, words: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(icon)
    row.addWidget(words)
    return row
