"""A message in the making: guessed, checked, formatted, measured, and kept."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from sqs_explorer.viewmodels.composing.attribute_row import AttributeRow
from sqs_explorer.viewmodels.composing.draft import Draft
from sqs_explorer.viewmodels.composing.examination import CheckKind
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.composing.composer import opened, until

pytestmark = pytest.mark.usefixtures("qapp")


def test_the_format_is_guessed_until_one_is_chosen(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            draft = composer.view_model
            seen = []
            for text in ("hello", ' {"a": 1}', "<a/>"):
                draft.type_body(text)
                seen.append(draft.format_name)
            draft.choose_format("Text")
            draft.type_body("[1]")
            assert [*seen, draft.format_name] == ["Text", "JSON", "XML", "Text"]

    run(scenario())


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ("", CheckKind.EMPTY, "No body yet"),
        ('{"a": 1}', CheckKind.VALID, "Valid JSON"),
        ('{"a": 1,\n}', CheckKind.INVALID, "Line 2, column 1: "),
        ("<!DOCTYPE a><a/>", CheckKind.INVALID, "A DOCTYPE is not read here; the body can still be sent."),
        ("a\n\x07", CheckKind.REFUSED, "SQS refuses the character U+0007 at line 2, column 1."),
    ],
)
def test_the_check_says_what_is_wrong_and_where(
    run: RunCoroutine, body: str, kind: CheckKind, words: str
) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            composer.view_model.type_body(body)
            composer.view_model.examine()
            assert composer.view_model.verdict.kind is kind
            assert words in composer.view_model.verdict.sentence

    run(scenario())


def test_typing_is_looked_over_by_itself_after_a_moment(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            composer.view_model.type_body("{")
            await until(lambda: composer.view_model.verdict.kind is CheckKind.INVALID)

    qt_run(scenario())


def test_a_large_body_is_looked_over_and_formatted_off_the_gui_thread(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            draft = composer.view_model
            draft.type_body("[" + "1," * 40_000 + "1]")
            draft.examine()
            assert draft.examination.size.body_bytes == 0
            await composer.idle()
            assert draft.examination.size.body_bytes == 80_003
            draft.format_body()
            await composer.idle()
            assert draft.body.startswith("[\n  1,\n")
            assert composer.off_thread.functions[:2] == ["examine", "format_body"]

    run(scenario())


def test_what_is_typed_while_a_large_body_is_formatted_wins(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            draft = composer.view_model
            draft.type_body("[" + "1," * 40_000 + "1]")
            draft.format_body()
            draft.type_body("[2]")
            await composer.idle()
            assert draft.body == "[2]"

    run(scenario())


def test_formatting_keeps_duplicate_keys_and_big_numbers(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            shown: list[object] = []
            composer.view_model.body_replaced.connect(shown.append)
            composer.view_model.type_body('{"a":1.0e+400,"a":12345678901234567890123.50}')
            composer.view_model.format_body()
            expected = '{\n  "a": 1.0e+400,\n  "a": 12345678901234567890123.50\n}'
            assert (composer.view_model.body, shown) == (expected, [expected])

    run(scenario())


def test_a_body_that_cannot_be_formatted_stays_and_the_check_says_why(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            composer.view_model.type_body("{oops")
            composer.view_model.format_body()
            assert composer.view_model.body == "{oops"
            assert composer.view_model.verdict.kind is CheckKind.INVALID

    run(scenario())


def test_the_meter_is_amber_from_ninety_percent_and_red_above_the_queues_limit(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened(MaximumMessageSize="2048") as composer:
            draft = composer.view_model
            draft.attributes.set_rows([AttributeRow("a", "String", "b")])
            tones = []
            for size in (10, 1_843 - 8, 2_040, 2_041):
                draft.type_body("x" * size)
                draft.examine()
                tones.append(draft.examination.size.tone)
            assert tones == ["text", "text", "warning", "danger"]
            assert draft.examination.size.words == "2,049 of 2,048 B"
            assert draft.problem_of("Message size").startswith("1 byte over")

    run(scenario())


def test_an_unknown_limit_is_a_mebibyte(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened(known=False) as composer:
            composer.view_model.type_body("x")
            composer.view_model.examine()
            assert composer.view_model.examination.size.words == "1 B of 1 MiB"

    run(scenario())


def test_hints_follow_the_queue_once_its_attributes_are_known(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened("Orders.fifo", known=False, ContentBasedDeduplication="true") as composer:
            hints = [composer.view_model.hints["Deduplication ID"]]
            composer.catalogue.request_attributes([composer.queue])
            await composer.catalogue_scope.idle()
            hints.append(composer.view_model.hints["Deduplication ID"])
            assert hints[0].startswith("Required unless")
            assert hints[1].startswith("May be left empty")

    run(scenario())


def test_the_queues_own_delay_is_shown_until_another_is_chosen(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened(DelaySeconds="7") as composer:
            draft = composer.view_model
            assert (draft.shown_delay_seconds, draft.delay_seconds) == (7, None)
            draft.set_delay_seconds(0)
            assert (draft.shown_delay_seconds, draft.delay_seconds) == (0, 0)

    run(scenario())


def test_what_is_only_missing_is_no_mistake_before_a_send_is_tried(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened("Orders.fifo") as composer:
            draft = composer.view_model
            draft.attributes.add_row()
            draft.examine()
            fields = ("Message body", "Message group ID", "Deduplication ID", "Message attributes")
            before = [draft.problem_of(field) for field in fields]
            await composer.send()
            after = [draft.problem_of(field) for field in fields]
            assert before == ["", "", "", ""]
            assert all(after)

    run(scenario())


def test_a_draft_comes_back_as_it_was_after_its_tab_was_closed(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened("Orders.fifo") as composer:
            rows = (AttributeRow("a", "Binary", "00", file_bytes=b""), AttributeRow("b", "Number.int", "2"))
            typed = Draft("a\r\n\u2028b", "XML", rows, "g", "d", 5, "Root=1-2")
            composer.view_model.restore(typed)
            kept = composer.view_model.draft
        async with opened("Orders.fifo") as again:
            assert not again.view_model.has_unsent_text
            shown: list[object] = []
            again.view_model.body_replaced.connect(shown.append)
            again.view_model.restore(kept)
            assert (again.view_model.draft, shown) == (typed, ["a\r\n\u2028b"])
            assert again.view_model.has_unsent_text

    run(scenario())


def test_a_text_file_becomes_the_body_with_its_line_ends(run: RunCoroutine, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            file = tmp_path / "order.json"
            file.write_bytes("{\r\n}\r\n🙂".encode())
            composer.view_model.load_body_file(str(file))
            await composer.idle()
            assert composer.view_model.body == "{\r\n}\r\n🙂"
            assert composer.off_thread.functions == ["read_text"]

    run(scenario())


@pytest.mark.parametrize(
    ("contents", "words"),
    [(b"ab\xff", "not UTF-8 text (byte 3)"), (b"x" * 1_048_577, "a message holds 1 MiB at most")],
)
def test_a_file_that_is_no_body_is_refused_beside_the_editor_and_the_body_stays(
    run: RunCoroutine, tmp_path: Path, contents: bytes, words: str
) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            draft = composer.view_model
            draft.type_body("typed")
            (tmp_path / "f").write_bytes(contents)
            draft.load_body_file(str(tmp_path / "f"))
            await composer.idle()
            assert words in draft.problem_of("Message body")
            assert draft.body == "typed"
            draft.type_body("typed on")
            assert draft.problem_of("Message body") == ""

    run(scenario())


def test_a_folder_is_no_file(run: RunCoroutine, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            composer.view_model.attributes.add_row()
            composer.view_model.load_attribute_file(0, str(tmp_path))
            await composer.idle()
            assert "is not a file" in composer.view_model.problem_of("Message attributes")
            composer.view_model.load_attribute_file(0, str(tmp_path / "gone"))
            await composer.idle()
            assert "can't be read" in composer.view_model.problem_of("Message attributes")
            (tmp_path / "key.bin").write_bytes(b"\x00\xff")
            composer.view_model.load_attribute_file(0, str(tmp_path / "key.bin"))
            await composer.idle()
            assert composer.view_model.attributes.rows[0].attribute().binary_value == b"\x00\xff"
            assert composer.view_model.problem_of("Message attributes") == ""

    run(scenario())
    QCoreApplication.processEvents()
