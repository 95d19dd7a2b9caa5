"""How each kind of button looks in each state; a table of tokens, drawn in one way."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter
from PySide6.QtWidgets import QPushButton

from sqs_explorer.views.look.fonts import Fonts
from sqs_explorer.views.look.program_style import program_style
from sqs_explorer.views.look.rounded_boxes import paint_box

BUTTON_PX = 28
LINK_PX = 22
_ICON_GAP_PX = 4
_ICON_SHIFT_PX = 2
"""Words stand nearer to their icon than to the edge: an icon has empty pixels of its own."""
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Kind:
    """Tokens of a kind of button; "" paints nothing. `pad_px` is the room beside the words."""

    ground: str = ""
    edge: str = ""
    text: str = "text"
    hover: str = ""
    pressed: str = ""
    hover_edge: str = ""
    focus: str = "accent"
    focus_px: int = 2
    off_ground: str = ""
    off_edge: str = ""
    pad_px: int = 12
    font: str = "medium"


_FLAT = Kind(hover="hover", pad_px=7, font="base")
KINDS = {
    "outlined": Kind("raised", "strong", hover="hover", pressed="border", off_edge="border"),
    "primary": Kind(
        "accentfill",
        "accentfill",
        "onaccent",
        hover_edge="accent",
        focus="text",
        off_ground="hover",
        off_edge="hover",
        pad_px=16,
        font="strong",
    ),
    "danger": Kind("raised", "strong", "danger", hover="dangerbg", off_edge="border"),
    "dangerfill": Kind(
        "dangerfill",
        "dangerfill",
        "onaccent",
        focus="text",
        off_ground="hover",
        off_edge="hover",
        font="strong",
    ),
    "flat": _FLAT,
    "flatdanger": _FLAT,
    "icon": Kind(hover="hover", pad_px=0),
    "link": Kind(text="accent", focus_px=1, pad_px=2, font="base"),
}


def font_of(kind: Kind, fonts: Fonts) -> QFont:
    """The font of a kind's words."""
    found: QFont = getattr(fonts, kind.font)
    return found


def words_of(button: QPushButton) -> str:
    """What the button says: its text without the escapes that keep Qt from making mnemonics."""
    return button.text().replace("&&", "&")


def size_of(button: QPushButton, kind: Kind, height_px: int) -> QSize:
    """Room for icon and words between the pads and the edge."""
    icon_px, words_px = _widths(button)
    return QSize(icon_px + words_px + 2 * (kind.pad_px + 1), height_px)


def paint_button(button: QPushButton, kind: Kind, *, held: bool = False) -> None:
    """Ground, edge or focus ring, icon, words. `held` keeps the ground of one that is hovered."""
    tokens = program_style().tokens

    def colour(token: str) -> str:
        return str(getattr(tokens, token)) if token else ""

    enabled, hovered = button.isEnabled(), button.isEnabled() and button.underMouse()
    focused = enabled and button.hasFocus()
    ground = kind.ground if enabled else kind.off_ground
    edge = kind.edge if enabled else kind.off_edge
    if enabled and button.isDown() and kind.pressed:
        ground = kind.pressed
    elif held or hovered:
        ground, edge = kind.hover or ground, kind.hover_edge or edge
    edge_px = 1
    if focused:
        edge, edge_px = kind.focus, kind.focus_px
    painter = QPainter(button)
    paint_box(painter, button.rect(), colour(ground), colour(edge), edge_px=edge_px)
    font = QFont(button.font())
    font.setUnderline(hovered and kind is KINDS["link"])
    painter.setFont(font)
    painter.setPen(QColor(colour(kind.text if enabled else "disabled")))
    _paint_content(painter, button)
    painter.end()


def _paint_content(painter: QPainter, button: QPushButton) -> None:
    icon_px, words_px = _widths(button)
    icon_left = words_left = (button.width() - icon_px - words_px) // 2
    if button.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        icon_left += words_px + _ICON_GAP_PX if words_px else 0
    elif icon_px:
        words_left += icon_px - _ICON_SHIFT_PX
    if icon_px:
        size = button.iconSize()
        mode = QIcon.Mode.Normal if button.isEnabled() else QIcon.Mode.Disabled
        pixmap = button.icon().pixmap(size, button.devicePixelRatioF(), mode)
        painter.drawPixmap(QPoint(icon_left, (button.height() - size.height()) // 2), pixmap)
    if words_px:
        painter.drawText(QRect(words_left, 0, words_px + 2, button.height()), _LEFT, words_of(button))


def _widths(button: QPushButton) -> tuple[int, int]:
    words = words_of(button)
    words_px = button.fontMetrics().size(0, words).width() if words else 0
    if button.icon().isNull():
        return 0, words_px
    return button.iconSize().width() + (_ICON_GAP_PX if words else 0), words_px
