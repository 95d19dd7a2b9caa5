"""Formatting must never change what a message says: JSON token by token, XML tag by tag and text by text."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_explorer.services.body_formatting import (
    BodyFormat,
    FormatProblem,
    check_body,
    format_body,
    format_json,
    guess_format,
)

TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.booleans(), st.sampled_from([None, 0, 1, 7]))
def test_formatted_json_has_the_same_tokens_and_the_same_value(
    value: Any, ascii_only: bool, indent: int | None
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    formatted = format_json(text)
    assert TOKENS.findall(formatted) == TOKENS.findall(text)
    assert json.loads(formatted) == value


def test_duplicate_keys_and_numbers_too_big_for_a_float_stay_as_written() -> None:
    text = '{"a":1.0e+10,"a":123456789012345678901234567890.10,"b":1E400,"c":-0,"d":"\\/\\u0041"}'
    lines = [line.strip().rstrip(",") for line in format_json(text).splitlines()[1:-1]]
    assert lines == [
        '"a": 1.0e+10',
        '"a": 123456789012345678901234567890.10',
        '"b": 1E400',
        '"c": -0',
        '"d": "\\/\\u0041"',
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1}', BodyFormat.JSON),
        (" \r\n\t[1]", BodyFormat.JSON),
        ("\ufeff<a/>", BodyFormat.XML),
        ("hello", BodyFormat.TEXT),
        ("12", BodyFormat.TEXT),
        ("", BodyFormat.TEXT),
    ],
)
def test_the_format_is_guessed_from_the_first_character(text: str, expected: BodyFormat) -> None:
    assert guess_format(text) is expected


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ('{"a": 1,\n  "ü" 2}', (2, 7), "xpected ':'"),
        ("[1,]", (1, 4), "railing comma"),
        ('{"a": ', (1, 7), "breaks off"),
        ("", (1, 1), "breaks off"),
        ("\ufeff{}", (1, 1), "byte order mark"),
        ("[" * 100_000, (1, 1), "too deeply"),
    ],
)
def test_a_json_problem_names_its_place(text: str, place: tuple[int, int], word: str) -> None:
    check = check_body(text, BodyFormat.JSON)
    assert not check.is_valid
    assert (check.line, check.column) == place
    assert word in check.reason


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("<a>\n  <b></a>", (2, 8), "ismatched tag"),
        ("<a>", (1, 4), "breaks off"),
        ('<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', (2, 1), "DOCTYPE"),
        ("<a>&unknown;</a>", (1, 4), "ndefined entity"),
    ],
)
def test_an_xml_problem_names_its_place(text: str, place: tuple[int, int], word: str) -> None:
    check = check_body(text, BodyFormat.XML)
    assert not check.is_valid
    assert (check.line, check.column) == place
    assert word in check.reason


def test_an_xml_declaration_of_another_encoding_does_not_matter_to_text() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><a>ü</a>'
    assert check_body(text, BodyFormat.XML).is_valid
    assert format_body(text, BodyFormat.XML).endswith("<a>ü</a>")


def test_text_is_always_valid_and_never_changed() -> None:
    text = "  {not json \r\n"
    assert check_body(text, BodyFormat.TEXT).is_valid
    assert format_body(text, BodyFormat.TEXT) == text


def test_json_that_would_grow_a_thousandfold_is_left_alone() -> None:
    text = "[" * 900 + ",".join("1" * 100_000) + "]" * 900
    assert check_body(text, BodyFormat.JSON).is_valid
    with pytest.raises(FormatProblem, match="longer"):
        format_json(text)


def test_brackets_inside_strings_do_not_count_as_nesting() -> None:
    text = json.dumps(["[" * 20_000, *range(2_000)])
    assert json.loads(format_json(text)) == json.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        r'["\ud800"]',
        r'{"a": "\uDC00bcdef", "b": [1, 2, "\\ud800 \u00e9"]}',
        r'["\ud800\ud800\udc00 \ud83d\ude00", "\\\ud8FF\n"]',
    ],
)
def test_half_a_surrogate_pair_written_as_an_escape_is_json_and_stays_as_written(text: str) -> None:
    assert check_body(text, BodyFormat.JSON).is_valid
    formatted = format_json(text)
    assert TOKENS.findall(formatted) == TOKENS.findall(text)


def test_a_fault_behind_such_an_escape_is_told_at_its_own_place() -> None:
    check = check_body('{"a": "\\ud800",\n "b": }', BodyFormat.JSON)
    assert (check.is_valid, check.line, check.column) == (False, 2, 7)
