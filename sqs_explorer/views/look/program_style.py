"""Paints what Qt owns: fields, scroll bars, tooltips. A style sheet would cost seconds per theme switch."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QProxyStyle,
    QScrollBar,
    QStyle,
    QStyleOption,
    QStyleOptionComplex,
    QWidget,
)
from typing_extensions import override

from sqs_explorer.views.look.fonts import Fonts
from sqs_explorer.views.look.palette import Tokens
from sqs_explorer.views.look.rounded_boxes import paint_field

SCROLL_BAR_PX = 10
FIELD_PX = 28
_SHORTEST_HANDLE_PX = 28
_SPIN_BUTTON_PX = 20
_COMBO_PADS_PX = 60
_Complex = QStyle.ComplexControl
_Sub = QStyle.SubControl


class ProgramStyle(QProxyStyle):
    """Fusion with the program's fields and scroll bars; has colours and fonts for parts without a Look.

    Only calls that are rare are answered here: `pixelMetric`, `styleHint` and `polish` stay in C++.
    """

    def __init__(self, fonts: Fonts, tokens: Tokens, popup_sheet: str) -> None:
        super().__init__("Fusion")
        self.fonts = fonts
        self.tokens = tokens
        self.popup_sheet = popup_sheet

    @override
    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """The box of a text field, and the ground of a tooltip."""
        primitive = QStyle.PrimitiveElement
        if element == primitive.PE_PanelLineEdit:
            if widget is not None and not isinstance(widget.parentWidget(), QAbstractSpinBox | QComboBox):
                paint_field(painter, self.tokens, widget)
        elif element == primitive.PE_PanelTipLabel:
            painter.fillRect(option.rect, QColor(self.tokens.strong))
            painter.fillRect(option.rect.adjusted(1, 1, -1, -1), QColor(self.tokens.raised))
        else:
            super().drawPrimitive(element, option, painter, widget)

    @override
    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """The boxes of number boxes and choices, and the handle of a scroll bar."""
        if widget is not None and control in (_Complex.CC_SpinBox, _Complex.CC_ComboBox):
            paint_field(painter, self.tokens, widget)
        elif control == _Complex.CC_ScrollBar:
            hovered = bool(option.activeSubControls & _Sub.SC_ScrollBarSlider)
            handle = self.subControlRect(control, option, _Sub.SC_ScrollBarSlider, widget)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.tokens.disabled if hovered else self.tokens.strong))
            painter.drawRoundedRect(QRectF(handle.adjusted(2, 2, -2, -2)), 3, 3)
            painter.restore()
        else:
            super().drawComplexControl(control, option, painter, widget)

    @override
    def subControlRect(
        self,
        cc: QStyle.ComplexControl,
        opt: QStyleOptionComplex,
        sc: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        """Where the parts of number boxes, choices and scroll bars are."""
        if cc == _Complex.CC_ScrollBar and isinstance(widget, QScrollBar):
            return _scroll_bar_part(widget, opt.rect, sc)
        if cc == _Complex.CC_SpinBox:
            return _number_box_part(opt.rect, sc)
        if cc == _Complex.CC_ComboBox and sc == _Sub.SC_ComboBoxEditField:
            left = 7 if isinstance(widget, QComboBox) and widget.isEditable() else 8
            return opt.rect.adjusted(left, 1, -24, -1)
        return super().subControlRect(cc, opt, sc, widget)  # type: ignore[arg-type]  # None is allowed

    @override
    def sizeFromContents(
        self, ct: QStyle.ContentsType, opt: QStyleOption, contentsSize: QSize, w: QWidget | None = None
    ) -> QSize:
        """Room for a choice's words, and how thick a scroll bar is."""
        if ct == QStyle.ContentsType.CT_ComboBox:
            return QSize(contentsSize.width() + _COMBO_PADS_PX, FIELD_PX)
        if ct == QStyle.ContentsType.CT_ScrollBar and isinstance(w, QScrollBar):
            upright = w.orientation() == Qt.Orientation.Vertical
            long = 2 * _SHORTEST_HANDLE_PX
            return QSize(SCROLL_BAR_PX, long) if upright else QSize(long, SCROLL_BAR_PX)
        return super().sizeFromContents(ct, opt, contentsSize, w)  # type: ignore[arg-type]  # None is allowed


def program_style() -> ProgramStyle:
    """The application's style; a Look must have been made. Raises RuntimeError."""
    style = QApplication.style()
    if not isinstance(style, ProgramStyle):
        raise RuntimeError("make a Look before any part")
    return style


def _number_box_part(room: QRect, part: QStyle.SubControl) -> QRect:
    half = room.height() // 2
    top_right = room.topRight() - QPoint(_SPIN_BUTTON_PX - 1, 0)
    if part == _Sub.SC_SpinBoxUp:
        return QRect(top_right, QSize(_SPIN_BUTTON_PX, half))
    if part == _Sub.SC_SpinBoxDown:
        return QRect(top_right + QPoint(0, half), QSize(_SPIN_BUTTON_PX, room.height() - half))
    if part == _Sub.SC_SpinBoxEditField:
        return room.adjusted(0, 1, -_SPIN_BUTTON_PX, -1)
    return room


def _scroll_bar_part(bar: QScrollBar, room: QRect, part: QStyle.SubControl) -> QRect:
    upright = bar.orientation() == Qt.Orientation.Vertical
    whole = room.height() if upright else room.width()
    span = bar.maximum() - bar.minimum()
    handle = whole
    if span > 0:
        handle = min(whole, max(_SHORTEST_HANDLE_PX, whole * bar.pageStep() // max(1, span + bar.pageStep())))
    start = QStyle.sliderPositionFromValue(
        bar.minimum(), bar.maximum(), bar.sliderPosition(), whole - handle, bar.invertedAppearance()
    )
    first, length = {
        _Sub.SC_ScrollBarSlider: (start, handle),
        _Sub.SC_ScrollBarSubPage: (0, start),
        _Sub.SC_ScrollBarAddPage: (start + handle, whole - start - handle),
        _Sub.SC_ScrollBarGroove: (0, whole),
    }.get(part, (0, 0))
    if upright:
        return QRect(room.left(), room.top() + first, room.width(), length)
    return QRect(room.left() + first, room.top(), length, room.height())
