"""The tabs inside a page: words with a line under the current one, and a badge where something waits."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.plain_text import plain_tooltip

TAB_PX = 34
_SIDE_PX = 12
_FIRST_LEFT_PX = 16
_BADGE_GAP_PX = 8
_BADGE_PX = 18
_CENTER = int(Qt.AlignmentFlag.AlignCenter)
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class SubTabBar(QTabBar):
    """Add titles with `addTab`; the first one starts at the page's 16 px."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._badges: dict[int, tuple[str, bool]] = {}
        self.setAccessibleName(name)
        self.setObjectName(name.lower().replace(" ", "_"))
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(TAB_PX)
        look.changed.connect(self.update)

    def set_badge(self, index: int, text: str, *, danger: bool = False) -> None:
        """Put a count behind a title, red if it is a `danger`; "" takes it away."""
        if text:
            self._badges[index] = (text, danger)
        else:
            self._badges.pop(index, None)
        self.setTabToolTip(index, plain_tooltip(f"{self.tabText(index)}: {text}") if text else "")
        self.setTabText(index, self.tabText(index))
        self.update()

    def badge(self, index: int) -> str:
        """The text of a title's badge, "" if it has none."""
        return self._badges.get(index, ("", False))[0]

    @override
    def tabSizeHint(self, index: int) -> QSize:
        """As wide as the title in its heavier weight, so that nothing moves when it becomes current."""
        width = self._title_px(index) + 2 * _SIDE_PX + self._badge_room_px(index)
        if index == self._first():
            width += _FIRST_LEFT_PX - _SIDE_PX
        return QSize(width, TAB_PX)

    @override
    def minimumTabSizeHint(self, index: int) -> QSize:
        """Titles are not squeezed."""
        return self.tabSizeHint(index)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Titles, badges, the line under the current one and the page's line below all."""
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._look.color("border"))
        for index in range(self.count()):
            if self.isTabVisible(index):
                self._paint_tab(painter, index)

    def _paint_tab(self, painter: QPainter, index: int) -> None:
        look, rect = self._look, self.tabRect(index)
        current = index == self.currentIndex()
        left = rect.left() + (_FIRST_LEFT_PX if index == self._first() else _SIDE_PX)
        width = rect.right() + 1 - _SIDE_PX - left
        hovered = rect.contains(self.mapFromGlobal(self.cursor().pos())) and self.underMouse()
        tone = "text" if current or (hovered and self.isTabEnabled(index)) else "muted"
        painter.setFont(look.fonts.strong if current else look.fonts.base)
        painter.setPen(look.color(tone if self.isTabEnabled(index) else "disabled"))
        painter.drawText(QRect(left, 0, width, TAB_PX - 1), _LEFT, self.tabText(index))
        if index in self._badges:
            self._paint_badge(painter, index, left + width)
        if current:
            painter.fillRect(left, TAB_PX - 2, width, 2, look.color("accentfill"))
            if self.hasFocus():
                painter.setPen(QPen(look.color("accent"), 2))
                painter.drawRoundedRect(QRect(left - 6, 5, width + 12, TAB_PX - 11), 4, 4)

    def _paint_badge(self, painter: QPainter, index: int, right: int) -> None:
        look = self._look
        text, danger = self._badges[index]
        width = self._badge_room_px(index) - _BADGE_GAP_PX
        box = QRectF(right - width, (TAB_PX - _BADGE_PX) / 2 - 0.5, width, _BADGE_PX)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("dangerfill" if danger else "hover"))
        painter.drawRoundedRect(box, _BADGE_PX / 2, _BADGE_PX / 2)
        painter.setFont(look.fonts.mono_small)
        painter.setPen(look.color("onaccent" if danger else "muted"))
        painter.drawText(box, _CENTER, text)
        painter.restore()

    def _title_px(self, index: int) -> int:
        return QFontMetrics(self._look.fonts.strong).horizontalAdvance(self.tabText(index))

    def _badge_room_px(self, index: int) -> int:
        text = self.badge(index)
        if not text:
            return 0
        return max(20, QFontMetrics(self._look.fonts.mono_small).horizontalAdvance(text) + 12) + _BADGE_GAP_PX

    def _first(self) -> int:
        return next((index for index in range(self.count()) if self.isTabVisible(index)), -1)
