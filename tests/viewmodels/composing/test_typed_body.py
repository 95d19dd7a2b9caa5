"""The exact text survives a widget that knows line feeds only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_explorer.viewmodels.composing.typed_body import TypedBody, shown_text

TEXTS = st.text(st.sampled_from("ab \t\r\n\u2028\u2029\u00a0🙂"), max_size=20)


@given(TEXTS)
def test_a_loaded_text_is_kept_as_it_is(text: str) -> None:
    body = TypedBody()
    body.load(text)
    assert not body.edit(shown_text(text))
    assert body.text == text


@given(TEXTS, st.data())
def test_an_edit_changes_only_where_the_person_typed(text: str, data: st.DataObject) -> None:
    body = TypedBody()
    body.load(text)
    shown = shown_text(text)
    place = data.draw(st.integers(0, len(shown)))
    removed = data.draw(st.integers(0, len(shown) - place))
    typed = data.draw(st.text(st.sampled_from("xyz"), max_size=3))
    edited = shown[:place] + typed + shown[place + removed :]
    body.edit(edited)
    assert shown_text(body.text) == edited
    # What the edit left alone at both ends is the original's, whatever line ends it has.
    assert body.text.count("\r\n") <= text.count("\r\n")
    if not removed and typed:
        assert body.text.replace(typed, "", 1) == text or typed in text


@pytest.mark.parametrize(
    ("text", "shown", "expected"),
    [
        ("a\r\nb\r\nc", "a\nbX\nc", "a\r\nbX\r\nc"),
        ("a\r\nb", "a\nb\nc", "a\r\nb\r\nc"),
        ("a\r\nb\nc", "a\nb\nc\nd", "a\r\nb\nc\nd"),
        ("a\rb\u2029c", "a\nb\ncX", "a\rb\u2029cX"),
        ("a\r\nb", "ab", "ab"),
        ("a\r\nb", "", ""),
        ("a\rb\n", "a\n\n", "a\n\n"),
        ("a\rb", "a\n\nb", "a\n\nb"),
    ],
)
def test_line_ends_outside_the_edit_stay(text: str, shown: str, expected: str) -> None:
    body = TypedBody()
    body.load(text)
    body.edit(shown)
    assert body.text == expected


def test_undoing_back_to_the_loaded_text_brings_its_line_ends_back() -> None:
    body = TypedBody()
    body.load("a\r\nb\rc")
    body.edit("something else")
    body.edit("a\nb\nc")
    assert body.text == "a\r\nb\rc"


def test_undoing_a_new_layout_brings_the_line_ends_of_the_text_before_back() -> None:
    body = TypedBody()
    body.load('{"a":\r\n1}\r\n')
    body.edit('{"a":\n12}\n')
    body.load('{\n  "a": 12\n}')
    body.edit('{"a":\n12}\n')
    assert body.text == '{"a":\r\n12}\r\n'
    body.edit('{"a":\n1}\n')
    assert body.text == '{"a":\r\n1}\r\n'
    body.edit('{\n  "a": 12\n}')
    assert body.text == '{\n  "a": 12\n}'
