"""Nothing in a message can hide or turn the text around it."""

from __future__ import annotations

import pytest

from sqs_explorer.domain.visible_text import one_line, visible, visible_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ä 漢 🎉", "plain ä 漢 🎉"),
        ("a\u202egpj.exe", "a⟨U+202E⟩gpj.exe"),
        ("zero\u200bwidth", "zero⟨U+200B⟩width"),
        ("\ufeffbom", "⟨U+FEFF⟩bom"),
        ("\x00\x1b[31m", "⟨U+0000⟩⟨U+001B⟩[31m"),
        ("tag\U000e0041", "tag⟨U+E0041⟩"),
        ("pick\U000e0101", "pick⟨U+E0101⟩"),
        ("no\ufdd0character\ufdef", "no⟨U+FDD0⟩character⟨U+FDEF⟩"),
        ("half\ud800", "half⟨U+D800⟩"),
        ("tab\tand\r\nlines", "tab\tand\r\nlines"),
    ],
)
def test_hidden_characters_become_tokens(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_line_has_no_breaks() -> None:
    assert visible_line("a\tb\r\nc\u2028d") == "a b  c⟨U+2028⟩d"


def test_a_cell_is_short_whatever_the_body_is() -> None:
    assert one_line("  a\n\n  b ") == "a b"
    assert one_line("x" * 200) == "x" * 200
    assert one_line("x" * 201) == "x" * 199 + "…"
    assert one_line("\n" * 1_000_000 + "late") == "…"
    assert len(one_line("\u202e" * 1_000_000)) == 200
