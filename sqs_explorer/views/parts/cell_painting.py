"""The strokes of a cell: text runs, badges and bars, in the colours of the moment."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from sqs_explorer.viewmodels.cells import Cell
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.text_fitting import Face, TextFitting, face_of

ICON_PX = 16
ICON_GAP_PX = 6
_SMALL_ICON_PX = 14
_WARNING_FRACTION = 0.4
_DANGER_SECONDS = 5
_SECONDS_FIELD_PX = 34
_TRAILING_PX = 80
"""What the words after a long name keep where they are kept: an environment is always also a word."""
_SHARE_FIELD_PX = 24
_BADGE_PX = 18
_MONO = Face(mono=True)
_SMALL_MONO = Face(small=True)
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


@dataclass(frozen=True, slots=True)
class RowState:
    """What a cell's row is like: it changes the colours."""

    selected: bool
    active: bool
    enabled: bool = True

    def token(self, tone: str) -> str:
        """The token to use for a tone on this row."""
        if not self.enabled:
            return "disabled"
        if self.selected and self.active and tone in {"text", "muted"}:
            return "seltext"
        return tone


@dataclass(frozen=True, slots=True)
class CellPainting:
    """Paints into one cell's room; the ground is there already."""

    painter: QPainter
    look: Look
    fitting: TextFitting
    room: QRect
    row: RowState

    def text(self, cell: Cell) -> int:
        """Icon, text and trailing run; returns where they end (x in px)."""
        if cell.right:
            return self._right_text(cell)
        x = self.room.left()
        if cell.icon:
            self._icon(cell.icon, cell.icon_tone, x, ICON_PX)
            x += ICON_PX + ICON_GAP_PX
        after = Face(mono=cell.mono)
        kept = 0
        if cell.trailing and cell.keeps_trailing:
            kept = min(self.fitting.width_px(cell.trailing, after), _TRAILING_PX) + 8
        x = self._run(cell.text, face_of(cell), cell.tone, x, middle=cell.elide_middle, kept_px=kept)
        if cell.trailing and x + 8 < self.room.right():
            x = self._run(cell.trailing, after, cell.trailing_tone, x + 8)
        return x

    def badge(self, cell: Cell) -> None:
        """White on `dangerfill` with tone "danger", else quiet; right-aligned with the numbers."""
        loud = cell.tone == "danger"
        width = max(20, self.fitting.width_px(cell.text, _SMALL_MONO) + 12)
        box = QRect(self.room.right() + 1 - width, self._top(_BADGE_PX), width, _BADGE_PX)
        self._rounded(box, "dangerfill" if loud else "track" if self.row.selected else "hover")
        self.painter.setFont(self.fitting.font(_SMALL_MONO))
        pen = "onaccent" if loud else "text" if self.row.selected else "muted"
        self.painter.setPen(self.look.color(pen))
        self.painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), cell.text)

    def countdown(self, cell: Cell) -> None:
        """A bar that empties, then the seconds; amber at 40 % left, red at five seconds."""
        fraction = cell.fraction or 0.0
        fill, tone = "accentfill", "text"
        if cell.seconds_left is not None and cell.seconds_left <= _DANGER_SECONDS:
            fill, tone = "danger", "danger"
        elif fraction <= _WARNING_FRACTION:
            fill, tone = "warnfill", "warning"
        field = max(_SECONDS_FIELD_PX, self._number(cell.text, tone))
        self._bar(fraction, fill, QRect(self.room.left(), self._top(4), self.room.width() - field - 6, 4))

    def share(self, cell: Cell) -> None:
        """Share of the largest group, then the count."""
        field = max(_SHARE_FIELD_PX, self._number(cell.text, cell.tone) + 4)
        bar = QRect(self.room.left(), self._top(6), self.room.width() - field - 8, 6)
        self._bar(cell.fraction or 0.0, "accentfill", bar)

    def progress(self, cell: Cell) -> None:
        """Icon and word first, then a bar in what is left of the cell, if the fraction is known."""
        x = self.text(cell) + 8
        left = self.room.right() + 1 - x
        if cell.fraction is not None and left >= 16:
            self._bar(cell.fraction, "accentfill", QRect(x, self._top(6), left, 6))

    def _right_text(self, cell: Cell) -> int:
        face = face_of(cell)
        icon_room = _SMALL_ICON_PX + 4 if cell.icon else 0
        fitted = self.fitting.fit(cell.text, face, self.room.width() - icon_room, middle=cell.elide_middle)
        self._write(self.room, fitted.shown, face, cell.tone, right=True)
        if cell.icon:
            x = self.room.right() + 1 - fitted.width_px - icon_room
            self._icon(cell.icon, cell.icon_tone, x, _SMALL_ICON_PX)
        return self.room.right() + 1

    def _run(
        self, text: str, face: Face, tone: str, x: int, *, middle: bool = False, kept_px: int = 0
    ) -> int:
        """Write from `x` on, but for what is kept at the right; return where the text ends."""
        width = max(0, self.room.right() + 1 - x - kept_px)
        fitted = self.fitting.fit(text, face, width, middle=middle)
        self._write(QRect(x, self.room.top(), width, self.room.height()), fitted.shown, face, tone)
        return min(x + fitted.width_px, self.room.right() + 1)

    def _number(self, text: str, tone: str) -> int:
        self._write(self.room, text, _MONO, tone, right=True)
        return self.fitting.width_px(text, _MONO)

    def _write(self, room: QRect, text: str, face: Face, tone: str, *, right: bool = False) -> None:
        if not text:
            return
        self.painter.setFont(self.fitting.font(face))
        self.painter.setPen(self.look.color(self.row.token(tone)))
        laid_out = self.fitting.lay_out(text, face)
        if face.struck or laid_out.width_px > room.width():
            # It cuts what is too wide, and its line through a text is the sharper one.
            self.painter.drawText(room, _RIGHT if right else _LEFT, text)
            return
        x = room.right() + 1 - laid_out.width_px if right else room.left()
        y = room.top() + (room.height() - laid_out.height_px) / 2
        self.painter.drawStaticText(QPointF(x, y), laid_out.text)

    def _icon(self, name: str, tone: str, x: int, size_px: int) -> None:
        ratio = self.painter.device().devicePixelRatio()
        pixmap = self.look.pixmap(name, self.row.token(tone), size_px, ratio)
        self.painter.drawPixmap(x, self._top(size_px), pixmap)

    def _bar(self, fraction: float, fill: str, track: QRect) -> None:
        if track.width() <= 0:
            return
        self._rounded(track, "strong" if self.row.selected else "track")
        filled = round(track.width() * min(1.0, max(0.0, fraction)))
        if filled > 0:
            self._rounded(QRect(track.left(), track.top(), max(filled, track.height()), track.height()), fill)

    def _rounded(self, box: QRect, token: str) -> None:
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.look.color(token))
        self.painter.drawRoundedRect(QRectF(box), box.height() / 2, box.height() / 2)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _top(self, height_px: int) -> int:
        return self.room.top() + (self.room.height() - height_px) // 2
