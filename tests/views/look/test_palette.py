"""The colours can be read, by everyone, on every ground they are used on."""

from __future__ import annotations

import pytest

from sqs_explorer.domain.connections import Environment
from sqs_explorer.resource_files import resource_folder
from sqs_explorer.views.look.palette import (
    DARK,
    ENVIRONMENT_WORDS,
    LIGHT,
    Tokens,
    band_token,
    environment_key,
)

GROUNDS = ("window", "panel", "raised", "sunken", "dialog", "selinactive")
READ_ON = {
    "text": (*GROUNDS, "hover", "track", "infobg", "warningbg", "dangerbg", "successbg", "prodbg"),
    "muted": (*GROUNDS, "hover", "prodbg"),
    "accent": ("window", "panel", "dialog", "sunken", "warningbg", "infobg", "dangerbg"),
    "seltext": ("selection",),
    "success": ("window", "panel", "dialog", "successbg"),
    "warning": ("window", "panel", "dialog", "selection", "warningbg"),
    "danger": ("window", "panel", "raised", "dialog", "selection", "dangerbg"),
    "info": ("window", "panel", "dialog", "infobg"),
    "prod": ("window", "prodbg"),
    "test": ("window", "testbg"),
    "dev": ("window", "devbg"),
    "demo": ("window", "demobg"),
    "onaccent": ("accentfill", "dangerfill"),
    "gutter": ("panel",),
    **dict.fromkeys(("j_key", "j_str", "j_num", "j_lit", "j_pun"), ("panel", "sunken")),
}


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("token", READ_ON)
def test_text_has_enough_contrast_on_every_ground_it_is_used_on(tokens: Tokens, token: str) -> None:
    colours = tokens.by_name()
    too_faint = {
        ground: round(contrast(colours[token], colours[ground]), 2)
        for ground in READ_ON[token]
        if contrast(colours[token], colours[ground]) < 4.5
    }
    assert too_faint == {}


def test_no_style_sheet_names_a_colour_itself() -> None:
    for path in (resource_folder() / "styles").glob("*.qss"):
        written = [line for line in path.read_text(encoding="utf-8").splitlines() if ": #" in line]
        assert written == [], path.name


def test_a_test_environment_has_a_stronger_band_than_its_text() -> None:
    assert band_token("test") == "testband"
    assert band_token("prod") == "prod"
    assert band_token("") == "track"


def test_every_environment_has_a_word_and_a_colour() -> None:
    for environment in Environment:
        key = environment_key(environment)
        assert ENVIRONMENT_WORDS[key] == environment.value
        assert key in LIGHT.by_name()
        assert f"{key}bg" in LIGHT.by_name()
    assert environment_key(None) == ""
