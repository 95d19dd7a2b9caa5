"""The tabs of the open queue pages: kind, queue, connection, and the environment's colour on top."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.palette import ENVIRONMENT_WORDS, band_token
from sqs_explorer.views.parts.plain_text import show_plain_tooltip

TAB_PX = 34
_LEFT_PX = 13
_ICON_PX = 16
_TEXT_LEFT_PX = 36
_BETWEEN_PX = 8
_CLOSE_ROOM_PX = 32
_QUEUE_MOST_PX = 200
_CONNECTION_MOST_PX = 120
_QUIET_BAND = 0.43
_VCENTER = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


@dataclass(frozen=True, slots=True)
class _Page:
    queue: str
    connection: str
    icon: str
    environment: str
    where: tuple[str, ...] = ()
    queue_px: int = 0
    connection_px: int = 0


class PageTabBar(QTabBar):
    """One tab a queue page. Ctrl+W is the window's; here a click on the cross or the middle button closes."""

    page_close_requested = Signal(int)
    """The index of the tab to close; the tab stays until the owner removes it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._hovered = -1
        self.setAccessibleName("Open queue pages")
        self.setObjectName("open_queue_pages")
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(TAB_PX)
        look.changed.connect(self.update)

    def add_page(
        self, queue: str, connection: str, icon: str, environment: str, *, where: tuple[str, ...] = ()
    ) -> int:
        """Add a tab at the end and return its index; it does not become the current one by itself."""
        index = self.addTab(queue)
        self.set_page(index, queue, connection, icon, environment, where=where)
        return index

    def set_page(
        self,
        index: int,
        queue: str,
        connection: str,
        icon: str,
        environment: str,
        *,
        where: tuple[str, ...] = (),
    ) -> None:
        """Change what a tab says; `icon` is the queue kind's, `environment` "prod", "test", "dev", "demo".

        `where` are further lines of its tooltip.
        """
        before = self.tabData(index)
        is_same = isinstance(before, _Page) and (before.queue, before.connection) == (queue, connection)
        # Measuring text for every tab at every count that is read would hold up the window.
        widths = (before.queue_px, before.connection_px) if is_same else self._widths(queue, connection)
        page = _Page(queue, connection, icon, environment, where, *widths)
        if page == before:
            return
        self.setTabData(index, page)
        if not is_same:
            # Qt asks every tab for its size then, several times.
            self.setTabText(index, queue)
            self.setAccessibleTabName(index, f"{queue} {connection}")
            self.updateGeometry()
        self.update()

    @override
    def tabSizeHint(self, index: int) -> QSize:
        """Icon, names and the place of the cross."""
        page = self.tabData(index)
        if not isinstance(page, _Page):
            return QSize(120, TAB_PX)
        names_px = page.queue_px + _BETWEEN_PX + page.connection_px
        return QSize(_TEXT_LEFT_PX + names_px + _CLOSE_ROOM_PX, TAB_PX)

    @override
    def minimumTabSizeHint(self, index: int) -> QSize:
        """Tabs are not squeezed; the bar scrolls."""
        return self.tabSizeHint(index)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """All tabs, then the line below those that are not in front."""
        look = self._look
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("window"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.color("border"))
        for index in range(self.count()):
            page = self.tabData(index)
            if isinstance(page, _Page):
                self._paint_tab(painter, index, page)

    @override
    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what the tab is."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.tabAt(event.pos())
            page = self.tabData(index) if index >= 0 else None
            text = ""
            if isinstance(page, _Page):
                environment = ENVIRONMENT_WORDS.get(page.environment, "")
                lines = (page.queue, page.connection, environment, *page.where)
                text = "\n".join(part for part in lines if part)
                if self._close_rect(index).contains(event.pos()):
                    text = "Close (Ctrl+W)"
            show_plain_tooltip(event.globalPos(), text, self)
            return True
        return super().event(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The cross and the middle button wait for the release; anything else chooses a tab."""
        if not self._closes(event):
            super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask to close the tab below the mouse."""
        if self._closes(event):
            self.page_close_requested.emit(self.tabAt(event.position().toPoint()))
        else:
            super().mouseReleaseEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the cross of the tab below the mouse."""
        super().mouseMoveEvent(event)
        self._hover(self.tabAt(event.position().toPoint()))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        """Take the cross away."""
        super().leaveEvent(event)
        self._hover(-1)

    def _paint_tab(self, painter: QPainter, index: int, page: _Page) -> None:
        look, rect = self._look, self.tabRect(index)
        current = index == self.currentIndex()
        if current or index == self._hovered:
            ground = look.color("panel" if current else "hover")
            painter.fillRect(rect.adjusted(0, 0, -1, 0 if current else -1), ground)
        painter.fillRect(rect.right(), rect.top() + 2, 1, rect.height(), look.color("border"))
        painter.setOpacity(1.0 if current else _QUIET_BAND)
        painter.fillRect(rect.left(), 0, rect.width(), 2, look.color(band_token(page.environment)))
        painter.setOpacity(1.0)
        tone = "text" if current else "muted"
        y = rect.top() + 1 + (rect.height() - _ICON_PX) // 2
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(rect.left() + _LEFT_PX, y, look.pixmap(page.icon, tone, _ICON_PX, ratio))
        self._paint_names(painter, rect, page, tone)
        if current or index == self._hovered:
            painter.drawPixmap(
                self._close_rect(index).topLeft() + QPoint(4, 4), look.pixmap("close", "muted", 14, ratio)
            )
        if current and self.hasFocus():
            painter.setPen(QPen(look.color("accent"), 2))
            painter.drawRect(rect.adjusted(2, 4, -3, -3))

    def _paint_names(self, painter: QPainter, rect: QRect, page: _Page, tone: str) -> None:
        look = self._look
        queue_px, connection_px = page.queue_px, page.connection_px
        name_font = look.fonts.medium if tone == "text" else look.fonts.base
        middle, right = Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight
        for text, font, mode, token, left, width in (
            (page.queue, name_font, middle, tone, _TEXT_LEFT_PX, queue_px),
            (
                page.connection,
                look.fonts.base,
                right,
                "muted",
                _TEXT_LEFT_PX + queue_px + _BETWEEN_PX,
                connection_px,
            ),
        ):
            painter.setFont(font)
            painter.setPen(look.color(token))
            room = QRect(rect.left() + left, rect.top() + 1, width, rect.height())
            painter.drawText(room, _VCENTER, QFontMetrics(font).elidedText(text, mode, width))

    def _widths(self, queue: str, connection: str) -> tuple[int, int]:
        queue_px = QFontMetrics(self._look.fonts.medium).horizontalAdvance(queue) + 1
        connection_px = QFontMetrics(self._look.fonts.base).horizontalAdvance(connection) + 1
        return min(queue_px, _QUEUE_MOST_PX), min(connection_px, _CONNECTION_MOST_PX)

    def _close_rect(self, index: int) -> QRect:
        rect = self.tabRect(index)
        return QRect(rect.right() - 27, rect.top() + 7, 22, 22)

    def _closes(self, event: QMouseEvent) -> bool:
        index = self.tabAt(event.position().toPoint())
        if index < 0:
            return False
        if event.button() == Qt.MouseButton.MiddleButton:
            return True
        on_cross = self._close_rect(index).contains(event.position().toPoint())
        return event.button() == Qt.MouseButton.LeftButton and on_cross

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self.update()
