"""Edit and resend as it is read and typed into, and what the server holds afterwards."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from sqs_explorer.domain.errors import AccessDenied
from sqs_explorer.domain.messages import EntryFailure
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.dialog_frame import DialogFrame
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.resending.resend_scene import EXACT, TRACE, ResendScene
from tests.views.dead_letters.panel_scene import opened, until
from tests.views.resending.dialog_scene import CTRL, find, resending, text

HOSTILE = (
    "first\r\n\ttab \u00a0nbsp \u2028line\u2029par \ufeffbom \r cr \x85nel \u202ebidi \u200b "
    "\U0001f642 \ufdd0 \ufffc \ufffd <b>&amp;</b>\n\nlast \r\n"
)


def test_one_place_typed_over_arrives_alone_and_the_dialog_closes(qt_run: RunCoroutine, look: Look) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        scene.body = HOSTILE
        async with resending(look, scene) as shown:
            assert shown.editor.hasFocus()
            shown.type_instead("bidi", "mended")
            QTest.keyClick(shown.editor, Qt.Key.Key_Return, CTRL)
            assert await shown.answer
            await scene.settle()
            assert scene.fake.bodies(scene.source) == [HOSTILE.replace("bidi", "mended")]
            assert scene.fake.bodies(scene.dlq) == []
            assert scene.row_state == "moved"

    qt_run(scenario())


def test_undoing_ends_at_the_text_as_it_was_received(qt_run: RunCoroutine, look: Look) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        scene.body = HOSTILE
        async with resending(look, scene) as shown:
            shown.type_instead("bidi", "x")
            for _ in range(5):
                QTest.keyClick(shown.editor, Qt.Key.Key_Z, CTRL)
            await shown.settle()
            assert shown.view_model.body == HOSTILE
            assert text(shown.dialog, "Difference in words") == "Nothing is changed."
            find(shown.dialog, QPushButton, "Resend").click()
            assert await shown.answer
            assert scene.fake.bodies(scene.source) == [HOSTILE]

    qt_run(scenario())


def test_the_head_names_queue_and_message_and_the_foot_says_what_will_happen(
    qt_run: RunCoroutine, look: Look
) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with resending(look, scene) as shown:
            words = [label.text() for label in shown.dialog.findChildren(QLabel)]
            assert {"OrderQueue-DLQ", scene.message_id, "Edit and resend"} <= set(words)
            expected = "Sends the same message again to OrderQueue, then deletes the original."
            assert text(shown.dialog, "Resend result") == expected
            assert find(shown.dialog, QComboBox, "Destination").currentText() == "OrderQueue · its source"
            keep = find(shown.dialog, QCheckBox, "Keep the original")
            assert not keep.isChecked()
            keep.click()
            expected = "Sends the same message again to OrderQueue, keeps the original."
            assert text(shown.dialog, "Resend result") == expected
            assert "there are two messages then" in keep.accessibleDescription()
            destination = find(shown.dialog, QComboBox, "Destination")
            destination.setCurrentText("Lonely")
            assert "to Lonely" in text(shown.dialog, "Resend result")

    qt_run(scenario())


def test_the_trace_header_of_the_message_shows_from_its_start(qt_run: RunCoroutine, look: Look) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with resending(look, scene) as shown:
            field = find(shown.dialog, QLineEdit, "Trace header")
            assert field.text() == TRACE
            field.grab()  # a field scrolls when it is painted
            assert field.cursorPositionAt(QPoint(field.textMargins().left(), field.height() // 2)) == 0

    qt_run(scenario())


def test_the_difference_has_signs_before_its_lines_and_is_there_before_anything_is_sent(
    qt_run: RunCoroutine, look: Look
) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        scene.body = "one\ntwo\nthree"
        async with resending(look, scene) as shown:
            shown.type_instead("two", "TWO")
            await shown.settle()
            difference = find(shown.dialog, QPlainTextEdit, "Difference")
            assert difference.isReadOnly()
            assert difference.toPlainText().splitlines() == [
                "Message body",
                "  one",
                "- two",
                "+ TWO",
                "  three",
            ]
            expected = "Body: 1 line removed, 1 added."
            assert text(shown.dialog, "Difference in words") == expected
            assert "the changed message" in text(shown.dialog, "Resend result")
            assert scene.fake.count("SendMessageBatch") == 0

    qt_run(scenario())


def test_an_attribute_cell_being_typed_is_taken_over_by_ctrl_enter(qt_run: RunCoroutine, look: Look) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with resending(look, scene) as shown:
            table = find(shown.dialog, QTableView, "Message attributes")
            table.setFocus()
            table.setCurrentIndex(table.model().index(0, 2))
            QTest.keyClick(table, Qt.Key.Key_Return)
            field = find(table, QLineEdit, "Value")
            field.selectAll()
            QTest.keyClicks(field, "008")
            QTest.keyClick(field, Qt.Key.Key_Return, CTRL)
            assert await shown.answer
            (arrived,) = scene.held(scene.source)
            values = {item.name: item.string_value or item.binary_value for item in arrived.attributes}
            assert values == {"total": "008", "kind": "order\r\nplaced", "raw": b"\x00\xff\x01"}
            assert arrived.body == EXACT

    qt_run(scenario())


@pytest.mark.parametrize("keeps_typing", [True, False])
def test_escape_asks_before_changes_are_lost(qt_run: RunCoroutine, look: Look, keeps_typing: bool) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with resending(look, scene) as shown:
            shown.type_instead("204", "205")
            QTest.keyClick(shown.editor, Qt.Key.Key_Escape)
            question = await opened(DialogFrame)
            assert "The message is not sent" in question.sentence.text()
            if keeps_typing:
                question.cancel.click()
                await until(lambda: not question.isVisible())
                assert shown.dialog.isVisible()
                assert "205" in shown.editor.toPlainText()
            else:
                find(question, QPushButton, "Discard the changes").click()
                assert not await shown.answer
            assert scene.fake.bodies(scene.dlq) == [EXACT]
            assert scene.fake.count("SendMessageBatch") == 0

    qt_run(scenario())


def test_escape_closes_at_once_when_nothing_was_changed(qt_run: RunCoroutine, look: Look) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with resending(look, scene) as shown:
            QTest.keyClick(shown.editor, Qt.Key.Key_Escape)
            assert not await shown.answer
            assert scene.fake.bodies(scene.dlq) == [EXACT]

    qt_run(scenario())


def test_a_failed_send_stays_open_with_everything_typed_and_says_why(
    qt_run: RunCoroutine, look: Look
) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with resending(look, scene) as shown:
            shown.type_instead("204", "205")
            denied = AccessDenied("no", action="sqs:SendMessage", operation="SendMessageBatch")
            scene.fake.fail_next("SendMessageBatch", denied)
            find(shown.dialog, QPushButton, "Resend").click()
            await shown.sent()
            assert text(shown.dialog, "Resend result") == "Not sent: access denied"
            assert "sqs:SendMessage" in shown.dialog.bar.note.text()
            assert "205" in shown.editor.toPlainText()
            assert scene.fake.bodies(scene.dlq) == [EXACT]
            find(shown.dialog, QPushButton, "Resend").click()
            assert await shown.answer

    qt_run(scenario())


def test_what_sqs_refuses_is_said_beside_the_field(qt_run: RunCoroutine, look: Look) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with resending(look, scene) as shown:
            refusal = EntryFailure("InvalidParameterValue", "Value for parameter MessageGroupId is invalid.")
            scene.fake.fail_entries("SendMessageBatch", indexes=(0,), failure=refusal)
            find(shown.dialog, QPushButton, "Resend").click()
            await shown.sent()
            group = find(shown.dialog, QLineEdit, "Message group ID")
            assert "MessageGroupId" in group.accessibleDescription()
            assert group.property("invalid") == "true"
            QTest.keyClicks(group, "x")
            await shown.settle()
            assert group.property("invalid") == "false"

    qt_run(scenario())


def test_an_original_that_is_not_held_leaves_only_keeping_it_and_says_so(
    qt_run: RunCoroutine, look: Look
) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with resending(look, scene, hold_seconds=30) as shown:
            keep = find(shown.dialog, QCheckBox, "Keep the original")
            assert keep.isEnabled()
            assert find(shown.dialog, QPushButton, "Hold the original 10 minutes longer").isVisible()
            scene.clock.advance(31)
            await until(lambda: not keep.isEnabled())
            assert keep.isChecked()
            assert "no longer held" in text(shown.dialog, "Hold of the original")
            find(shown.dialog, QPushButton, "Resend").click()
            assert await shown.answer
            assert scene.fake.bodies(scene.source) == scene.fake.bodies(scene.dlq) == [EXACT]

    qt_run(scenario())


def test_a_sent_message_whose_original_stays_leaves_close_alone(qt_run: RunCoroutine, look: Look) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with resending(look, scene) as shown:
            shown.type_instead("204", "205")
            denied = AccessDenied("no", action="sqs:DeleteMessage", operation="DeleteMessageBatch")
            scene.fake.fail_next("DeleteMessageBatch", denied)
            find(shown.dialog, QPushButton, "Resend").click()
            await shown.sent()
            assert "not deleted" in text(shown.dialog, "Resend result")
            assert not find(shown.dialog, QPushButton, "Resend").isEnabled()
            QTest.keyClick(shown.editor, Qt.Key.Key_Return, CTRL)
            shown.dialog.bar.cancel_button.click()
            assert not await shown.answer
            assert len(scene.held(scene.source)) == 1

    qt_run(scenario())


def test_fields_of_the_other_kind_of_queue_come_and_go_with_the_destination(
    qt_run: RunCoroutine, look: Look
) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        other = scene.fake.create_queue("Other.fifo")
        async with resending(look, scene) as shown:
            identity = find(shown.dialog, QLineEdit, "Deduplication ID")
            assert not identity.isVisible()
            destination = find(shown.dialog, QComboBox, "Destination")
            destination.setCurrentIndex(destination.findText("Other.fifo"))
            assert identity.isVisible()
            assert identity.text()
            assert "FIFO" in text(shown.dialog, "Caution about the destination")
            find(shown.dialog, QPushButton, "Resend").click()
            assert await shown.answer
            assert [held.group_id for held in scene.held(other)] == ["tenant-1"]

    qt_run(scenario())


def test_read_only_shows_the_message_and_blocks_resend_with_the_reason(
    qt_run: RunCoroutine, look: Look
) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with resending(look, scene, read_only=True, dead=False) as shown:
            resend = find(shown.dialog, QPushButton, "Resend")
            assert not resend.isEnabled()
            assert "Read-only connection" in resend.toolTip()

    qt_run(scenario())


def test_every_control_can_be_reached_and_has_a_name(qt_run: RunCoroutine, look: Look) -> None:
    async def scenario() -> None:
        scene = ResendScene(fifo=True)
        async with resending(look, scene) as shown:
            names = {w.accessibleName() for w in shown.dialog.findChildren(QWidget)}
            wanted = {"Message body", "Difference", "Destination", "Keep the original", "Resend"}
            assert wanted | {"Message group ID", "Deduplication ID", "Trace header"} <= names
            assert isinstance(shown.dialog, QDialog)
            default = [b for b in shown.dialog.findChildren(QPushButton) if b.autoDefault() or b.isDefault()]
            assert default == [], "Enter in a field would press it"

    qt_run(scenario())
