"""How an item model tells the one cell delegate what to paint, without the model knowing fonts or colours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Qt

CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""Item data role under which a model returns an index's `Cell` (None: paint DisplayRole plainly)."""

SORT_ROLE = int(Qt.ItemDataRole.UserRole) + 2
"""Item data role under which a model returns the value that a column sorts by."""

BAND_ROLE = int(Qt.ItemDataRole.UserRole) + 3
"""Item data role under which a tree row returns the palette token of its environment's band (str or None)."""

SPAN_ROLE = int(Qt.ItemDataRole.UserRole) + 4
"""Item data role under which a tree row says True if its first column takes the whole width."""


class CellKind(Enum):
    """What the delegate paints besides the text."""

    TEXT = auto()
    BADGE = auto()
    """A rounded badge holding the text, right-aligned: filled `dangerfill` with tone "danger", else quiet."""
    COUNTDOWN = auto()
    """Track and bar of `fraction`, then the text in a 34 px mono field; colours follow the thresholds."""
    SHARE = auto()
    """A 6 px share bar of `fraction`, then the text right-aligned in 24 px."""
    PROGRESS = auto()
    """Icon and text, then a 6 px bar of `fraction` in what is left of the cell."""
    CHECK = auto()
    """A check box in the state of CheckStateRole, then the text."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell's content. Tones are palette token names such as "text", "muted", "danger"."""

    text: str
    kind: CellKind = CellKind.TEXT
    tone: str = "text"
    icon: str | None = None
    icon_tone: str = "muted"
    mono: bool = False
    right: bool = False
    elide_middle: bool = False
    struck: bool = False
    bold: bool = False
    medium: bool = False
    """Weight 500, for names."""
    fraction: float | None = None
    seconds_left: int | None = None
    """Countdown only: whole seconds left, for the 5-second danger threshold."""
    trailing: str = ""
    """Second run of text after the first, 8 px apart."""
    trailing_tone: str = "muted"
    keeps_trailing: bool = False
    """Whether a long text leaves room for the first of the words after it; else they take what is left."""
