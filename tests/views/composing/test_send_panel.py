"""The Send tab as it is read and typed into: names on screen, keys, and what the server holds afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTableView,
    QWidget,
)

from sqs_explorer.domain.errors import AccessDenied
from sqs_explorer.views.parts.code_editor import CodeEditor
from sqs_explorer.views.parts.form_field import FormField
from sqs_explorer.views.parts.plain_text import ElidedLabel, PlainLabel
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.composing.composer import Composer
from tests.views.composing.send_panel_scene import (
    CTRL,
    find,
    is_shown,
    settle,
    shown,
    text,
    type_attribute,
)
from tests.views.shell.shell_scene import cut_labels, until


def test_a_message_typed_with_keys_alone_arrives_and_the_result_names_it(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown() as (composer, panel):
            editor = find(panel, CodeEditor, "Message body")
            QTest.keyClicks(editor, '{"a": "x"}')
            await type_attribute(panel, "kind", "String.label", "order")
            await type_attribute(panel, "count", "Number.int", "-2")
            await type_attribute(panel, "sign", "Binary", "0x00ff")
            QTest.keyClicks(find(panel, QLineEdit, "Message group ID"), "tenant-1")
            find(panel, QSpinBox, "Delay seconds").setValue(5)
            find(panel, QPushButton, "Send").click()
            await composer.idle()
            (held,) = composer.held
            assert held.body == '{"a": "x"}'
            assert [(a.name, a.data_type, a.string_value, a.binary_value) for a in held.attributes] == [
                ("kind", "String.label", "order", b""),
                ("count", "Number.int", "-2", b""),
                ("sign", "Binary", "", b"\x00\xff"),
            ]
            assert (held.group_id, held.visible) == ("tenant-1", False)
            assert text(panel, "Send result") == f"Sent 1 message · ID {held.message_id}"
            find(panel, QPushButton, "Copy message ID").click()
            assert QGuiApplication.clipboard().text() == held.message_id
            assert editor.toPlainText() == '{"a": "x"}'

    qt_run(scenario())


@pytest.mark.parametrize("name", ["Message body", "Message group ID", "Trace header", "Message attributes"])
def test_ctrl_enter_sends_from_every_field(qt_run: RunCoroutine, name: str) -> None:
    async def scenario() -> None:
        async with shown() as (composer, panel):
            QTest.keyClicks(find(panel, CodeEditor, "Message body"), "b")
            field = next(w for w in panel.findChildren(QWidget) if w.accessibleName() == name)
            field.setFocus()
            QTest.keyClick(field, Qt.Key.Key_Return, CTRL)
            await composer.idle()
            assert [held.body for held in composer.held] == ["b"]

    qt_run(scenario())


def test_ctrl_enter_takes_over_the_cell_that_is_being_typed(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown() as (composer, panel):
            QTest.keyClicks(find(panel, CodeEditor, "Message body"), "b")
            await type_attribute(panel, "kind", "String", "old")
            table = find(panel, QTableView, "Message attributes")
            table.setCurrentIndex(table.model().index(0, 2))
            QTest.keyClick(table, Qt.Key.Key_Return)
            field = find(table, QLineEdit, "Value")
            field.selectAll()
            QTest.keyClicks(field, "new")
            QTest.keyClick(field, Qt.Key.Key_Return, CTRL)
            await composer.idle()
            assert [a.string_value for held in composer.held for a in held.attributes] == ["new"]

    qt_run(scenario())


def test_the_server_holds_what_was_loaded_and_then_edited_in_the_editor(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown() as (composer, panel):
            editor = find(panel, CodeEditor, "Message body")
            composer.view_model.load_body("a\r\nb\u2028\u00a0🙂\tc\rd")
            await composer.send()
            QTest.keyClick(editor, Qt.Key.Key_End, CTRL)
            QTest.keyClicks(editor, "!")
            await composer.send()
            QTest.keyClick(editor, Qt.Key.Key_Z, CTRL)
            await composer.send()
            exact = "a\r\nb\u2028\u00a0🙂\tc\rd"
            assert [held.body for held in composer.held] == [exact, exact + "!", exact]

    qt_run(scenario())


def test_spaces_that_do_not_break_survive_typing(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown() as (composer, panel):
            editor = find(panel, CodeEditor, "Message body")
            editor.insertPlainText("a\u00a0b\u2028c\t🙂")
            await composer.send()
            assert [held.body for held in composer.held] == ["a\u00a0b\u2028c\t🙂"]

    qt_run(scenario())


def test_a_failed_send_keeps_the_typed_body_and_says_what_is_missing(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown() as (composer, panel):
            editor = find(panel, CodeEditor, "Message body")
            QTest.keyClicks(editor, "precious")
            composer.fake.fail_next("SendMessage", AccessDenied("No.", action="sqs:SendMessage"))
            await composer.send()
            assert editor.toPlainText() == "precious"
            assert text(panel, "Send result") == "Not sent: access denied"
            assert "sqs:SendMessage" in panel.bar.note.text()
            assert not panel.bar.note.isHidden()
            await composer.send()
            assert panel.bar.note.isHidden()

    qt_run(scenario())


@pytest.mark.parametrize(
    ("name", "fields", "hidden"),
    [
        ("Orders.fifo", ["Message group ID", "Deduplication ID", "Trace header"], ["Delay seconds"]),
        (
            "Orders",
            ["Message group ID", "Delay seconds", "Trace header"],
            ["Deduplication ID", "New deduplication ID"],
        ),
    ],
)
def test_fields_that_do_not_apply_are_not_there(
    qt_run: RunCoroutine, name: str, fields: list[str], hidden: list[str]
) -> None:
    async def scenario() -> None:
        async with shown(name) as (_, panel):
            assert [field for field in fields if not is_shown(panel, field)] == []
            assert [field for field in hidden if is_shown(panel, field)] == []

    qt_run(scenario())


def test_new_id_fills_in_an_id_each_time_another(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown("Orders.fifo") as (composer, panel):
            field = find(panel, QLineEdit, "Deduplication ID")
            button = find(panel, QPushButton, "New deduplication ID")
            seen = []
            for _ in range(2):
                button.click()
                seen.append(field.text())
            assert len(set(seen)) == 2
            assert composer.view_model.deduplication_id == seen[1]

    qt_run(scenario())


def test_each_refusal_stands_beside_its_field(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown(MaximumMessageSize="1024") as (composer, panel):
            composer.view_model.load_body("a\x07" + "x" * 1100)
            QTest.keyClicks(find(panel, QLineEdit, "Message group ID"), "a b")
            QTest.keyClicks(find(panel, QLineEdit, "Trace header"), "x")
            await type_attribute(panel, "AWS.x", "String", "v")
            await type_attribute(panel, "n", "Number", "abc")
            find(panel, QPushButton, "Send").click()
            await composer.idle()
            assert "U+0007 at line 1, column 2" in text(panel, "Body check")
            assert "space" in find(panel, QLineEdit, "Message group ID").accessibleDescription()
            assert "Root=1-" in find(panel, QLineEdit, "Trace header").accessibleDescription()
            assert "reserved" in text(panel, "Message attributes problem")
            assert "“abc” is not a number" in text(panel, "Message attributes problem")
            assert text(panel, "Message size").endswith("of 1,024 B")
            assert text(panel, "Send result").startswith("Not sent: ")
            assert composer.fake.count("SendMessage") == 0

    qt_run(scenario())


def test_format_body_can_be_undone(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown() as (composer, panel):
            editor = find(panel, CodeEditor, "Message body")
            QTest.keyClicks(editor, '{"a":1.0,"a":2}')
            await settle(composer)
            assert find(panel, QComboBox, "Body format").currentText() == "JSON"
            assert text(panel, "Body check") == "Valid JSON"
            find(panel, QPushButton, "Format body").click()
            assert editor.toPlainText() == '{\n  "a": 1.0,\n  "a": 2\n}'
            QTest.keyClick(editor, Qt.Key.Key_Z, CTRL)
            assert editor.toPlainText() == composer.view_model.body == '{"a":1.0,"a":2}'

    qt_run(scenario())


def test_the_place_of_a_fault_is_one_click_away(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown() as (composer, panel):
            composer.view_model.load_body('{"a": 1,\n  oops}')
            await settle(composer)
            assert text(panel, "Body check").startswith("Line 2, column 3")
            find(panel, QPushButton, "Go to the place in the body").click()
            assert text(panel, "Place of the cursor") == "Ln 2, Col 3"

    qt_run(scenario())


def test_xml_with_a_doctype_fails_the_check_and_can_be_sent(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with shown() as (composer, panel):
            QTest.keyClicks(find(panel, CodeEditor, "Message body"), "<!DOCTYPE a><a/>")
            await settle(composer)
            assert "DOCTYPE" in text(panel, "Body check")
            await composer.send()
            assert [held.body for held in composer.held] == ["<!DOCTYPE a><a/>"]

    qt_run(scenario())


def test_a_dropped_file_becomes_the_body_and_can_be_undone(qt_run: RunCoroutine, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shown() as (composer, panel):
            editor = find(panel, CodeEditor, "Message body")
            QTest.keyClicks(editor, "before")
            (tmp_path / "order.xml").write_bytes(b"<a>\r\n</a>")
            (tmp_path / "bad.bin").write_bytes(b"\xff")
            await drop(editor.viewport(), tmp_path / "order.xml", composer)
            assert (composer.view_model.body, editor.toPlainText()) == ("<a>\r\n</a>", "<a>\n</a>")
            await drop(panel, tmp_path / "bad.bin", composer)
            assert "not UTF-8" in text(panel, "Message body problem")
            assert is_shown(panel, "Message body problem")
            QTest.keyClick(editor, Qt.Key.Key_Z, CTRL)
            assert composer.view_model.body == "before"
            await settle(composer)
            assert not is_shown(panel, "Message body problem")

    qt_run(scenario())


async def drop(target: QWidget, path: Path, composer: Composer) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    place, button, keys = QPoint(5, 5), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(place, Qt.DropAction.CopyAction, mime, button, keys)
    QCoreApplication.sendEvent(target, entering)
    assert entering.isAccepted()
    QCoreApplication.sendEvent(
        target, QDropEvent(QPointF(place), Qt.DropAction.CopyAction, mime, button, keys)
    )
    await composer.idle()


def test_in_a_narrow_page_hints_are_whole_and_the_attributes_keep_their_heading(
    qt_run: RunCoroutine,
) -> None:
    async def narrow() -> None:
        async with shown("Orders.fifo", ContentBasedDeduplication="true") as (composer, panel):
            panel.resize(584, 616)
            await settle(composer)
            hints = [field.hint for field in panel.options.findChildren(FormField)]

            def is_whole(hint: PlainLabel) -> bool:
                return not hint.isVisible() or hint.height() >= hint.heightForWidth(hint.width())

            await until(lambda: all(map(is_whole, hints)))
            assert panel.options.width() < 290
            assert cut_labels(panel.attributes) == []
            title = next(one for one in panel.attributes.findChildren(ElidedLabel))
            assert title.text() == "Message attributes"
            assert not title.is_cut()
            assert panel.attributes.add_button.accessibleName() == "Add attribute"
            assert panel.attributes.add_button.toolTip().startswith("Add an attribute")
            panel.resize(963, 616)
            await until(lambda: panel.attributes.add_button.text() == "Add attribute")

    qt_run(narrow())
