"""Bodies of any kind are shown at once, coloured, and copied exactly as they were stored."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.palette import Theme
from sqs_explorer.views.parts.code_editor import CodeEditor, CursorPlace
from sqs_explorer.views.parts.code_tokens import IN_COMMENT, IN_STRING, IN_TAG, PLAIN, Syntax, spans_of
from sqs_explorer.views.parts.code_view import CodeView
from sqs_explorer.views.parts.soft_lines import (
    CHUNK_CHARACTERS,
    LONG_LINE_CHARACTERS,
    soft_lines,
    utf16_units,
)
from tests.guards.patience import patient

ODD = 'one\r\ntwo\u2028still two\rand\u00a0so\n\ufeff{"a": "😀\u202e"}\n\nlast'


def coloured(line: str, syntax: Syntax, state: int = PLAIN) -> dict[str, str]:
    """The words of a line with their tokens."""
    spans, _ = spans_of(line, syntax, state)
    return {line[span.start : span.start + span.length]: span.token for span in spans}


def formats_in(view: CodeView | CodeEditor, line: int) -> set[str]:
    block = view.document().findBlockByNumber(line)
    return {found.format.foreground().color().name() for found in block.layout().formats()}


def test_json_is_told_apart() -> None:
    assert coloured('"a": "b", "n": -1.5e3, "t": true', Syntax.JSON) == {
        '"a"': "j_key",
        '"b"': "j_str",
        '"n"': "j_key",
        "-1.5e3": "j_num",
        '"t"': "j_key",
        "true": "j_lit",
        ":": "j_pun",
        ",": "j_pun",
    }


def test_a_placeholder_is_bold_inside_a_string_and_outside() -> None:
    spans, _ = spans_of('"at": "${now}", "n": ${seq}', Syntax.JSON, PLAIN)
    assert [(span.start, span.length) for span in spans if span.bold] == [(7, 6), (21, 6)]


def test_a_string_that_was_cut_goes_on_in_the_next_chunk() -> None:
    _, state = spans_of('{"a": "long', Syntax.JSON, PLAIN)
    assert state == IN_STRING
    assert coloured('er", "b": 1}', Syntax.JSON, state)['er"'] == "j_str"


def test_xml_comments_go_over_lines() -> None:
    assert coloured('<order id="1">x &amp; y', Syntax.XML) == {
        "<": "j_pun",
        "order": "j_key",
        "id": "j_lit",
        '"1"': "j_str",
        ">": "j_pun",
        "&amp;": "j_num",
    }
    _, state = spans_of("<!-- one", Syntax.XML, PLAIN)
    assert state == IN_COMMENT
    assert coloured("two -->", Syntax.XML, state) == {"two -->": "j_pun"}


@pytest.mark.parametrize(
    "line", ["a" * 20_000, "a" * 9_000 + " " * 9_000, "a:b.c-" * 3_000, "a " * 9_000 + "=", '"' * 20_000]
)
def test_what_is_no_attribute_in_a_tag_takes_no_time(line: str) -> None:
    started = time.perf_counter()
    spans_of(line, Syntax.XML, IN_TAG)
    assert time.perf_counter() - started < patient(0.3)


def test_attributes_of_a_tag_are_told_from_other_words() -> None:
    assert coloured("<a x:b-1 = \"v\" lone c='w'>", Syntax.XML) == {
        "<": "j_pun",
        "a": "j_key",
        "x:b-1": "j_lit",
        '"v"': "j_str",
        "c": "j_lit",
        "'w'": "j_str",
        ">": "j_pun",
    }


def test_spans_count_as_qt_does() -> None:
    spans, _ = spans_of('"😀": 1', Syntax.JSON, PLAIN)
    assert [(span.start, span.length) for span in spans if span.token == "j_num"] == [(6, 1)]


@given(st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=60))
def test_soft_lines_are_the_text(text: str) -> None:
    assert "".join(line.piece + line.ending for line in soft_lines(text)) == text


@given(st.text(alphabet="a\u202e😀\r\u200bé\n", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_what_is_shown_leads_back_to_what_is_stored(text: str, one: int, other: int) -> None:
    start, end = sorted((one, other))
    for line in soft_lines(text):
        begin = sum(utf16_units(next(soft_lines(c)).shown) for c in line.piece[:start] if c != "\n")
        stop = sum(utf16_units(next(soft_lines(c)).shown) for c in line.piece[:end] if c != "\n")
        assert line.original(begin, stop) == line.piece[start:end]


def test_only_lines_that_are_too_long_are_cut() -> None:
    lines = list(soft_lines("a" * LONG_LINE_CHARACTERS + "\n" + "b" * (LONG_LINE_CHARACTERS + 1)))
    assert len(lines[0].piece) == LONG_LINE_CHARACTERS
    assert [line.continues for line in lines] == [False, False, True, True]
    assert len(lines[1].piece) == CHUNK_CHARACTERS


def test_copying_everything_gives_the_stored_text(look: Look, qtbot: QtBot) -> None:
    view = CodeView(look, "Message body")
    qtbot.addWidget(view)
    view.set_text(ODD, Syntax.TEXT)
    view.selectAll()
    view.copy()
    assert QGuiApplication.clipboard().text() == ODD
    assert view.text() == ODD
    assert "\u202e" not in view.toPlainText()


def test_copying_over_a_chunk_does_not_break_the_line(look: Look, qtbot: QtBot) -> None:
    view = CodeView(look, "Message body")
    qtbot.addWidget(view)
    view.set_text("a" * 20_000)
    cursor = QTextCursor(view.document())
    cursor.setPosition(CHUNK_CHARACTERS - 5)
    cursor.setPosition(CHUNK_CHARACTERS + 6, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    assert view.selected_original() == "a" * 10
    assert [view.line_number(view.document().findBlockByNumber(n)) for n in range(3)] == [1, 0, 0]


def test_copying_the_whole_of_a_text_full_of_hidden_characters_takes_no_time(
    look: Look, qtbot: QtBot
) -> None:
    text = "\u202e\u05d0" * 170_000
    view = CodeView(look, "Message body")
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.text_shown, timeout=20_000):
        view.set_text(text)
    view.selectAll()
    started = time.perf_counter()
    assert view.selected_original() == text
    assert time.perf_counter() - started < patient(0.2)


def test_copying_all_but_one_character_of_it_takes_hardly_longer(look: Look, qtbot: QtBot) -> None:
    text = "\u202e\u05d0" * 170_000
    view = CodeView(look, "Message body")
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.text_shown, timeout=20_000):
        view.set_text(text)
    cursor = view.textCursor()
    cursor.setPosition(len("⟨U+202E⟩"))
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    started = time.perf_counter()
    assert view.selected_original() == text[1:]
    assert time.perf_counter() - started < patient(0.3)


@pytest.mark.parametrize("kind", ["one line", "many lines"])
def test_a_mebibyte_is_shown_in_slices(look: Look, qtbot: QtBot, qapp: QApplication, kind: str) -> None:
    text = "x" * 2**20 if kind == "one line" else '  "key": "value",\n' * 58_254
    view = CodeView(look, "Message body")
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()
    started = time.perf_counter()
    with qtbot.waitSignal(view.text_shown, timeout=20_000):
        view.set_text(text, Syntax.JSON)
        first_slice_seconds = time.perf_counter() - started
        assert 0 < view.document().characterCount() < len(text) / 4
    assert first_slice_seconds < 1
    view.selectAll()
    assert view.selected_original() == text


def test_another_text_replaces_one_that_is_still_coming(look: Look, qtbot: QtBot) -> None:
    view = CodeView(look, "Message body")
    qtbot.addWidget(view)
    view.set_text("x\n" * 500_000)
    with qtbot.waitSignal(view.text_shown, timeout=5_000):
        view.set_text("y" * 300_000)
    assert set(view.toPlainText()) == {"y", "\n"}


def test_only_what_is_in_sight_is_coloured(look: Look, qtbot: QtBot) -> None:
    view = CodeView(look, "Message body")
    qtbot.addWidget(view)
    view.resize(400, 200)
    view.show()
    view.set_text('"key": 1\n' * 2_000, Syntax.JSON)
    qtbot.waitUntil(lambda: look.color("j_key").name() in formats_in(view, 0))
    assert formats_in(view, 1_500) == set()
    view.verticalScrollBar().setValue(1_500)
    assert look.color("j_key").name() in formats_in(view, 1_500)


def test_lines_that_take_long_to_colour_are_coloured_one_after_the_other(
    editor: CodeEditor, look: Look, qtbot: QtBot
) -> None:
    editor.set_text(("[1," * 6_600 + "\n") * 40)
    editor.set_syntax(Syntax.JSON)
    editor.highlighting.highlight_visible()
    assert formats_in(editor, 0)
    assert not formats_in(editor, 8)
    qtbot.waitUntil(lambda: bool(formats_in(editor, 8)))


def test_the_colours_follow_the_theme(look: Look, qtbot: QtBot) -> None:
    view = CodeView(look, "Message body")
    qtbot.addWidget(view)
    view.show()
    view.set_text('"key": 1', Syntax.JSON)
    qtbot.waitUntil(lambda: look.color("j_key").name() in formats_in(view, 0))
    look.set_theme(Theme.DARK)
    qtbot.waitUntil(lambda: look.color("j_key").name() in formats_in(view, 0))


@pytest.fixture
def editor(look: Look, qtbot: QtBot) -> CodeEditor:
    """Return an empty editor, shown."""
    shown = CodeEditor(look, "Message body")
    qtbot.addWidget(shown)
    shown.resize(400, 300)
    shown.show()
    shown.activateWindow()
    return shown


def test_an_untouched_text_stays_exactly_as_it_was(editor: CodeEditor, qtbot: QtBot) -> None:
    editor.set_text(ODD)
    assert editor.text() == ODD
    QTest.keyClicks(editor, "x")
    assert editor.text().startswith("xone")
    assert "\u00a0" in editor.text()


def test_typing_recolours_the_line(editor: CodeEditor, look: Look, qtbot: QtBot) -> None:
    editor.set_syntax(Syntax.JSON)
    editor.set_text("tru")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(editor, "e")
    qtbot.waitUntil(lambda: formats_in(editor, 0) == {look.color("j_lit").name()})


def test_enter_keeps_the_indentation_and_ctrl_enter_is_left_to_the_page(
    editor: CodeEditor, qtbot: QtBot
) -> None:
    editor.set_text('{\n  "a": 1,')
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == '{\n  "a": 1,'
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.text() == '{\n  "a": 1,\n  '


def test_the_place_of_the_cursor_is_told_from_1(editor: CodeEditor, qtbot: QtBot) -> None:
    editor.set_text("ab\ncd")
    with qtbot.waitSignal(editor.cursor_moved) as moved:
        editor.go_to(2, 2)
    assert moved.args == [CursorPlace(2, 2)]


def test_formatting_can_be_undone(editor: CodeEditor) -> None:
    editor.set_text('{"a":1}')
    editor.replace_text('{\n  "a": 1\n}')
    editor.undo()
    assert editor.toPlainText() == '{"a":1}'


def test_ctrl_f_finds_forwards_backwards_and_round_the_end(editor: CodeEditor, qtbot: QtBot) -> None:
    editor.set_text("cat dog cat")
    QTest.keyClick(editor, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    bar = editor.find_bar
    assert bar.isVisible()
    QTest.keyClicks(bar.field, "cat")
    assert editor.textCursor().selectionStart() == 0
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert editor.textCursor().selectionStart() == 8
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert editor.textCursor().selectionStart() == 0
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert editor.textCursor().selectionStart() == 8
    bar.field.setText("cow")
    assert bar.result.text() == "Not found"
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_a_byte_order_mark_at_the_start_stays_when_a_letter_is_typed(editor: CodeEditor) -> None:
    editor.replace_text('\ufeff{"a": 1}')
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(editor, "x")
    assert editor.text() == '\ufeff{"a": 1}x'
    editor.set_text("\ufeff\ufeff😀")
    QTest.keyClicks(editor, "x")
    assert editor.text() == "x\ufeff\ufeff😀"


def test_a_byte_order_mark_at_the_start_is_copied(look: Look, qtbot: QtBot) -> None:
    view = CodeView(look, "Message body")
    qtbot.addWidget(view)
    view.set_text("\ufeffab")
    view.selectAll()
    view.copy()
    assert QGuiApplication.clipboard().text() == "\ufeffab"


@pytest.mark.parametrize("sign", ["\ufdd0", "\ufdd1"])
def test_a_sign_that_qt_breaks_lines_at_does_not_shift_what_is_copied(
    look: Look, qtbot: QtBot, sign: str
) -> None:
    view = CodeView(look, "Message body")
    qtbot.addWidget(view)
    view.set_text(f"a{sign}b\nlast")
    view.moveCursor(QTextCursor.MoveOperation.End)
    view.moveCursor(QTextCursor.MoveOperation.StartOfLine, QTextCursor.MoveMode.KeepAnchor)
    assert view.selected_original() == "last"
