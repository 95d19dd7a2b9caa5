"""What an edit changed, as lines that a person reads: signs, numbers, places, and honest words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sqs_explorer.domain.messages import MessageAttribute, OutgoingMessage, ReceivedMessage
from sqs_explorer.services.line_differences import (
    MAXIMUM_PAIRED_LINES,
    MAXIMUM_SHOWN_LINES,
    LineKind,
    line_difference,
)
from sqs_explorer.services.message_differences import (
    COMPARED_LAID_OUT,
    LAID_OUT_ANEW,
    ONLY_LAYOUT,
    message_difference,
)

SIGNS = {LineKind.REMOVED: "-", LineKind.ADDED: "+"}


def written(before: str, after: str) -> list[str]:
    """Return the lines with their signs and numbers."""
    return [f"{line.number}{line.kind.value}{line.text}" for line in line_difference(before, after).lines]


def received(body: str = "b", **system: str) -> ReceivedMessage:
    return ReceivedMessage("id", "handle", body, system_attributes=system)


def test_a_changed_line_is_shown_removed_and_added_among_its_neighbours() -> None:
    before = "\n".join("abcdefghij")
    assert written(before, before.replace("e", "E")) == [
        "0…2 lines unchanged",
        "3 c",
        "4 d",
        "5-e",
        "5+E",
        "6 f",
        "7 g",
        "0…3 lines unchanged",
    ]


def test_equal_texts_give_no_lines() -> None:
    assert line_difference("a\r\nb", "a\r\nb").lines == ()


def test_line_numbers_are_those_of_the_text_that_a_line_is_of() -> None:
    assert written("a\nb\nc", "a\nx\ny\nc") == ["1 a", "2-b", "2+x", "3+y", "4 c"]


def test_a_changed_line_end_is_named_and_unchanged_ones_are_not() -> None:
    assert written("a\r\nb\r\nc", "a\r\nb\nc") == ["1 a", "2-b⟨CR LF⟩", "2+b⟨LF⟩", "3 c"]
    assert written("a\r\nb\r\nc", "a\r\nB\r\nc") == ["1 a", "2-b", "2+B", "3 c"]


def test_hidden_characters_are_tokens() -> None:
    assert written("a\u2028b", "a\u2028\u202ec") == ["1-a⟨U+2028⟩b", "1+a⟨U+2028⟩⟨U+202E⟩c"]


def test_the_changed_part_of_a_line_is_marked_in_what_is_shown() -> None:
    found = line_difference("x\u200b = 10;", "x\u200b = 250;").lines
    assert [line.text[slice(*line.mark)] for line in found if line.mark] == ["1", "25"]


def test_a_long_line_is_cut_to_where_it_differs() -> None:
    before = "a" * 50_000 + "1" + "b" * 50_000
    found = line_difference(before, before.replace("1", "2"))
    removed, added = found.lines
    assert (removed.text[slice(*removed.mark or (0, 0))], added.text[slice(*added.mark or (0, 0))]) == (
        "1",
        "2",
    )
    assert len(removed.text) < 300
    assert removed.text[0] == removed.text[-1] == "…"
    assert "cut to where they differ" in found.notes[0]


def test_a_part_that_is_too_long_to_pair_says_so_and_still_counts_right() -> None:
    count = MAXIMUM_PAIRED_LINES + 1
    before = "head\n" + "a\n" * count + "tail"
    after = "head\n" + "b\n" * (count + 5) + "tail"
    found = line_difference(before, after)
    assert (found.removed, found.added) == (count, count + 5)
    assert len(found.lines) == MAXIMUM_SHOWN_LINES
    assert {line.kind for line in found.lines} == {LineKind.KEPT, LineKind.REMOVED, LineKind.ADDED}
    assert any("too many to pair" in note for note in found.notes)
    assert any("Only the first 1,000 lines" in note for note in found.notes)


@settings(max_examples=150, deadline=None)
@given(st.text("ab\r\n\u2029", max_size=40), st.text("ab\r\n\u2029", max_size=40))
def test_signs_and_counts_agree_and_only_equal_texts_have_none(before: str, after: str) -> None:
    found = line_difference(before, after)
    shown = [line.kind for line in found.lines]
    assert (shown.count(LineKind.REMOVED), shown.count(LineKind.ADDED)) == (found.removed, found.added)
    assert (found.removed + found.added == 0) == (before == after)


def test_attributes_are_compared_by_name_with_type_value_and_bytes() -> None:
    original = ReceivedMessage(
        "id",
        "handle",
        "b",
        attributes=(
            MessageAttribute("same", "String", "s"),
            MessageAttribute("total", "Number.int", "007"),
            MessageAttribute("gone", "String", "x"),
            MessageAttribute("raw", "Binary", binary_value=b"\x00\x01"),
        ),
    )
    edited = OutgoingMessage(
        "b",
        (
            MessageAttribute("raw", "Binary", binary_value=b"\x00\x02"),
            MessageAttribute("total", "Number", "007"),
            MessageAttribute("same", "String", "s"),
            MessageAttribute("new", "String", "n"),
        ),
    )
    found = message_difference(original, edited)
    assert found.summary == (
        "Attribute total changed. Attribute gone removed. Attribute raw changed. Attribute new added."
    )
    assert [f"{line.kind.value} {line.text}" for line in found.lines] == [
        "# Attribute total",
        "- Number.int 007",
        "+ Number 007",
        "# Attribute gone",
        "- String x",
        "# Attribute raw",
        "- Binary 0x0001 · 2 bytes",
        "+ Binary 0x0002 · 2 bytes",
        "# Attribute new",
        "+ String n",
    ]


def test_long_values_that_differ_at_their_end_do_not_look_the_same() -> None:
    for one, other in (
        (MessageAttribute("a", "String", "x" * 900), MessageAttribute("a", "String", "x" * 899 + "y")),
        (
            MessageAttribute("a", "Binary", binary_value=bytes(900)),
            MessageAttribute("a", "Binary", binary_value=bytes(899) + b"1"),
        ),
    ):
        original = ReceivedMessage("id", "handle", "b", attributes=(one,))
        (field,) = message_difference(original, OutgoingMessage("b", (other,))).fields
        assert field.before != field.after


def test_a_new_deduplication_id_alone_is_no_change_but_is_shown() -> None:
    original = received(MessageGroupId="g", MessageDeduplicationId="old")
    found = message_difference(original, OutgoingMessage("b", group_id="g", deduplication_id="new"))
    assert found.is_none
    assert found.summary.startswith("Nothing is changed")
    assert [line.text for line in found.lines] == ["Deduplication ID", "old", "new"]


def test_a_group_id_and_a_trace_header_are_told_of() -> None:
    found = message_difference(received(MessageGroupId="g"), OutgoingMessage("b", trace_header="Root=1"))
    assert found.summary == "Message group ID removed. Trace header added."


def test_a_body_laid_out_anew_is_compared_with_the_original_laid_out() -> None:
    original = received('{"a":1,"b":[1,2],"c":"x"}')
    formatted = '{\n  "a": 1,\n  "b": [\n    1,\n    2\n  ],\n  "c": "x"\n}'
    same = message_difference(original, OutgoingMessage(formatted))
    assert (same.summary, same.body.notes) == ("Body: layout only.", (ONLY_LAYOUT,))
    edited = message_difference(original, OutgoingMessage(formatted.replace('"x"', '"y"')))
    assert (edited.body.removed, edited.body.added) == (1, 1)
    assert edited.body.notes == (LAID_OUT_ANEW,)


def test_two_edits_far_apart_in_one_long_line_of_json_are_both_shown() -> None:
    middle = ",".join(f'"k{number}":{number}' for number in range(300))
    text = '{"first":1,' + middle + ',"last":1}'
    edited = text.replace('"first":1', '"first":2').replace('"last":1', '"last":3')
    found = message_difference(received(text), OutgoingMessage(edited))
    assert found.body.notes == (COMPARED_LAID_OUT,)
    changed = [line.text.strip() for line in found.body.lines if line.kind in SIGNS]
    assert changed == ['"first": 1,', '"first": 2,', '"last": 1', '"last": 3']


def test_white_space_that_somebody_typed_is_shown_and_not_taken_for_layout() -> None:
    found = message_difference(received('{"a": 1}'), OutgoingMessage('{"a":  1}'))
    assert (found.body.removed, found.body.added, found.body.notes) == (1, 1, ())
