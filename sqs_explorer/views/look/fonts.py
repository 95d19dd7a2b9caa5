"""The three sizes and the two faces of the program, as ready fonts for everything that paints itself."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontDatabase

BASE_PX = 13
SMALL_PX = 11
TITLE_PX = 16
TIP_PX = 12
MONO_PX = 12


@dataclass(frozen=True, slots=True)
class Fonts:
    """Fonts by role; sizes are pixels at 100 %."""

    base: QFont
    medium: QFont
    strong: QFont
    small: QFont
    small_strong: QFont
    hint: QFont
    tip: QFont
    title: QFont
    mono: QFont
    mono_medium: QFont
    mono_small: QFont

    @property
    def ui_family(self) -> str:
        """Family of the proportional face."""
        return self.base.family()

    @property
    def mono_family(self) -> str:
        """Family of the monospaced face."""
        return self.mono.family()


def load_fonts() -> Fonts:
    """Inter and JetBrains Mono where they are installed, else the system's faces. Needs a QGuiApplication."""
    installed = set(QFontDatabase.families())
    ui = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if "Inter" in installed:
        ui = QFont("Inter")
    mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    if "JetBrains Mono" in installed:
        mono = QFont("JetBrains Mono")
    mono.setStyleHint(QFont.StyleHint.Monospace)
    mono.setFeature(QFont.Tag("calt"), 0)
    mono.setFeature(QFont.Tag("liga"), 0)
    weight = QFont.Weight
    return Fonts(
        base=_sized(ui, BASE_PX, weight.Normal),
        medium=_sized(ui, BASE_PX, weight.Medium),
        strong=_sized(ui, BASE_PX, weight.DemiBold),
        small=_sized(ui, SMALL_PX, weight.Medium),
        small_strong=_sized(ui, SMALL_PX, weight.DemiBold),
        hint=_sized(ui, SMALL_PX, weight.Normal),
        tip=_sized(ui, TIP_PX, weight.Normal),
        title=_sized(ui, TITLE_PX, weight.DemiBold),
        mono=_sized(mono, MONO_PX, weight.Normal),
        mono_medium=_sized(mono, MONO_PX, weight.Medium),
        mono_small=_sized(mono, SMALL_PX, weight.Normal),
    )


def _sized(face: QFont, size_px: int, weight: QFont.Weight) -> QFont:
    font = QFont(face)
    font.setPixelSize(size_px)
    font.setWeight(weight)
    return font
