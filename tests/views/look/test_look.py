"""One choice changes the palette, the popups, the icons and whoever listens."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sqs_explorer.resource_files import resource_folder
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.palette import DARK, LIGHT, Theme
from sqs_explorer.views.look.program_style import program_style
from sqs_explorer.views.look.style_sheet import style_sheet


def strongest_colour(image: QImage) -> QColor:
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(pixels, key=lambda colour: colour.alpha())


def test_choosing_dark_recolours_the_application_and_tells_so(
    look: Look, qapp: QApplication, qtbot: QtBot
) -> None:
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == LIGHT.window
    with qtbot.waitSignal(look.changed):
        look.set_theme(Theme.DARK)
    assert look.tokens is DARK
    assert look.color("text").name().upper() == DARK.text
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.window
    assert DARK.accent == qapp.palette().color(QPalette.ColorRole.Link).name().upper()
    assert DARK.dialog in program_style().popup_sheet
    assert LIGHT.dialog not in program_style().popup_sheet


def test_no_style_sheet_is_on_the_application_where_it_would_be_matched_against_every_widget(
    look: Look, qapp: QApplication
) -> None:
    look.set_theme(Theme.DARK)
    assert not qapp.styleSheet()
    assert qapp.style() is program_style()


def test_an_icon_is_drawn_in_the_colour_of_its_token(look: Look) -> None:
    assert strongest_colour(look.pixmap("queue", "danger").toImage()).name().upper() == LIGHT.danger
    look.set_theme(Theme.DARK)
    assert strongest_colour(look.pixmap("queue", "danger").toImage()).name().upper() == DARK.danger


def test_an_icon_is_sharp_on_a_dense_screen(look: Look) -> None:
    assert look.pixmap("queue", size=16, dpr=2.0).width() == 32


def test_an_icon_beside_text_has_room_on_its_right(look: Look) -> None:
    picture = look.icon("queue", beside_text=True).pixmap(19, 16).toImage()
    right_edge = [picture.pixelColor(x, y).alpha() for x in (17, 18) for y in range(16)]
    assert picture.width() == 19
    assert max(right_edge) == 0


def test_every_icon_can_be_drawn(look: Look) -> None:
    for path in (resource_folder() / "icons").glob("*.svg"):
        assert strongest_colour(look.pixmap(path.stem).toImage()).alpha() > 0, path.stem


def test_a_token_that_does_not_exist_is_refused(look: Look) -> None:
    with pytest.raises(AttributeError):
        look.color("mauve")


def test_the_style_sheet_knows_all_its_tokens(look: Look) -> None:
    assert "$" not in style_sheet(resource_folder() / "styles", DARK, look.fonts)
