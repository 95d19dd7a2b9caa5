"""Text fields, number boxes, choices and check boxes with the program's chevrons, tick and focus ring."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QStyledItemDelegate,
    QWidget,
)
from typing_extensions import override

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.program_style import FIELD_PX, program_style
from sqs_explorer.views.parts.actions import show_menu
from sqs_explorer.views.parts.check_marks import CHECK_PX, paint_check_box
from sqs_explorer.views.parts.style_properties import set_style_property

_TEXT_PAD_PX = 9
_CHEVRON_PX = 14
_SPIN_CHEVRON_PX = 11
_CHECK_TEXT_GAP_PX = 8


def object_name_of(name: str) -> str:
    """A stable object name made of a control's accessible name."""
    return name.strip().lower().replace(" ", "_")


class TextField(QLineEdit):
    """A line to type in. `mono` for IDs, ARNs and JMESPath."""

    def __init__(
        self, placeholder: str = "", *, mono: bool = False, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setFixedHeight(FIELD_PX)
        self.setFrame(False)
        self.setTextMargins(_TEXT_PAD_PX, 0, _TEXT_PAD_PX, 0)
        if mono:
            self.setFont(program_style().fonts.mono)
        if name:
            self.setAccessibleName(name)
            self.setObjectName(object_name_of(name))

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt's own menu in the program's colours."""
        show_menu(self.createStandardContextMenu(), event.globalPos())

    def set_invalid(self, invalid: bool) -> None:
        """Show the outline in red; say the reason beside the field."""
        set_style_property(self, "invalid", "true" if invalid else "false")


class NumberBox(QSpinBox):
    """A whole number between two limits; the wheel turns it only while it has the focus."""

    def __init__(
        self,
        look: Look,
        minimum: int,
        maximum: int,
        value: int,
        *,
        name: str,
        suffix: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self.setFixedHeight(FIELD_PX)
        self.setFont(look.fonts.mono)
        self.setRange(minimum, maximum)
        self.setValue(value)
        self.setSuffix(suffix)
        self.setAccelerated(True)
        self.setAccessibleName(name)
        self.setObjectName(object_name_of(name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(7, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        """Room for the largest value; Qt's own estimate does not know the margins."""
        widest = max((self.textFromValue(value) for value in (self.minimum(), self.maximum())), key=len)
        text = widest + self.suffix()
        width = QFontMetrics(self._look.fonts.mono).horizontalAdvance(text) + 9 + 8 + 22
        return QSize(max(width, 56), 28)

    @override
    def minimumSizeHint(self) -> QSize:
        """No narrower than the largest value."""
        return self.sizeHint()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll unless one is in the field."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """The styled box, then the two chevrons."""
        super().paintEvent(event)
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        x = self.width() - 18
        middle = self.height() // 2
        up = "muted" if self.isEnabled() and self.value() < self.maximum() else "disabled"
        down = "muted" if self.isEnabled() and self.value() > self.minimum() else "disabled"
        size = _SPIN_CHEVRON_PX
        painter.drawPixmap(x, middle - size, self._look.pixmap("up", up, size, ratio))
        painter.drawPixmap(x, middle, self._look.pixmap("down", down, size, ratio))


class ChoiceBox(QComboBox):
    """One of several; the wheel turns it only while it has the focus. Give it a label with `setBuddy`."""

    def __init__(self, look: Look, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName(name)
        self.setObjectName(object_name_of(name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(14)
        self.setFixedHeight(FIELD_PX)
        self.setItemDelegate(QStyledItemDelegate(self))
        look.changed.connect(self.update)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll unless one is in the field."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    @override
    def showPopup(self) -> None:
        """Open the list in the colours in force."""
        sheet = program_style().popup_sheet
        if self.view().styleSheet() != sheet:
            self.view().setStyleSheet(sheet)
        super().showPopup()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """The styled box, then the chevron."""
        super().paintEvent(event)
        tone = "muted" if self.isEnabled() else "disabled"
        pixmap = self._look.pixmap("down", tone, _CHEVRON_PX, self.devicePixelRatioF())
        y = (self.height() - _CHEVRON_PX) // 2
        QPainter(self).drawPixmap(self.width() - _CHEVRON_PX - 8, y, pixmap)


class CheckBox(QCheckBox):
    """A check box painted like those in the tables."""

    def __init__(self, look: Look, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(text.replace("&", "&&"), parent)
        self._look = look
        self.setObjectName(object_name_of(text))
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        """The box, a gap, the words, and room for the focus ring."""
        words = QFontMetrics(self._look.fonts.base).horizontalAdvance(self.accessibleName())
        return QSize(CHECK_PX + _CHECK_TEXT_GAP_PX + words + 8, 28)

    @override
    def hitButton(self, pos: QPoint) -> bool:
        """All of it can be clicked."""
        return self.rect().contains(pos)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Box, words, and the focus ring around both."""
        look = self._look
        painter = QPainter(self)
        box = QRect(3, (self.height() - CHECK_PX) // 2, CHECK_PX, CHECK_PX)
        paint_check_box(painter, look, box, self.checkState(), enabled=self.isEnabled())
        painter.setFont(look.fonts.base)
        painter.setPen(look.color("text" if self.isEnabled() else "disabled"))
        room = self.rect().adjusted(box.right() + 1 + _CHECK_TEXT_GAP_PX, 0, 0, 0)
        painter.drawText(
            room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.accessibleName()
        )
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 3, -1, -3), 5, 5)
