"""The Messages tab as a person uses it: by names, keys and what is read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QSpinBox

from sqs_explorer.views.parts.buttons import Button
from sqs_explorer.views.parts.notes import Note
from sqs_explorer.views.parts.plain_text import LinkButton, PlainLabel
from tests.fakes.fake_sqs import FakeSqs
from tests.views.messages.conftest import OpenTab
from tests.views.messages.filling import fill, note
from tests.views.messages.reading import control

Run = Callable[[Coroutine[Any, Any, None]], None]


def test_every_control_has_its_name(qt_run: Run, fake: FakeSqs, open_tab: OpenTab) -> None:
    async def scenario() -> None:
        async with open_tab(fill(fake)) as tab:
            values = {
                name: control(tab.panel, QSpinBox, name).value()
                for name in ("Messages to receive", "Wait seconds", "Hold seconds")
            }
            assert values == {"Messages to receive": 10, "Wait seconds": 2, "Hold seconds": 30}
            mode = control(tab.panel, QComboBox, "Receive mode")
            assert [mode.itemText(at) for at in range(mode.count())] == ["Hold", "Look and release"]
            control(tab.panel, QLineEdit, "Filter messages")
            assert tab.label("Receive forecast") == "Counts one receive of 3 for each message."
            for name in ("Release", "Extend", "Move", "Copy", "Delete"):
                assert not tab.button(name).isEnabled()
            shown = control(tab.panel, QComboBox, "Show as")
            assert [shown.itemText(at) for at in range(shown.count())] == ["Pretty", "Raw", "Hex"]
            await asyncio.sleep(0)

    qt_run(scenario())


def test_receive_fills_the_table_newest_first(qt_run: Run, fake: FakeSqs, open_tab: OpenTab) -> None:
    async def scenario() -> None:
        async with open_tab(fill(fake)) as tab:
            await tab.receive()
            assert tab.column("Sent") == ["1 min ago", "2 min ago", "3 min ago"]
            assert tab.column("Body") == ['{"order":2}', '{"order":1}', '{"order":0}']
            assert tab.label("Message counts") == "3 messages, 3 held"
            assert tab.table.isColumnHidden(3)

    qt_run(scenario())


def test_receive_becomes_stop_in_the_same_place(qt_run: Run, fake: FakeSqs, open_tab: OpenTab) -> None:
    async def scenario() -> None:
        async with open_tab(fill(fake, 30)) as tab:
            control(tab.panel, QSpinBox, "Messages to receive").setValue(30)
            gate = fake.hold("ReceiveMessage")
            button = tab.button("Receive")
            place = button.geometry()
            QTest.keyClick(tab.panel, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
            await gate.reached()
            assert tab.button("Stop") is button
            assert button.geometry() == place
            assert tab.label("Receive progress") == "Receiving"
            QTest.keyClick(tab.panel, Qt.Key.Key_F6)
            assert not button.isEnabled()
            assert tab.label("Receive progress") == "Stopping"
            gate.release()
            await tab.page.idle()
            assert button.accessibleName() == "Receive"
            assert button.isEnabled()
            assert len(tab.page.store) == 10

    qt_run(scenario())


def test_look_and_release_hides_the_hold_seconds_it_does_not_use(
    qt_run: Run, fake: FakeSqs, open_tab: OpenTab
) -> None:
    async def scenario() -> None:
        async with open_tab(fill(fake)) as tab:
            control(tab.panel, QComboBox, "Receive mode").setCurrentText("Look and release")
            assert not control(tab.panel, QSpinBox, "Hold seconds").isVisible()
            assert "Releasing does not undo it." in tab.label("Receive forecast")
            await tab.receive()
            assert tab.column("Visible again") == ["released"] * 3

    qt_run(scenario())


def test_an_empty_place_offers_the_next_step_and_an_empty_answer_is_explained(
    qt_run: Run, fake: FakeSqs, open_tab: OpenTab
) -> None:
    async def scenario() -> None:
        async with open_tab(fill(fake, 0)) as tab:
            assert not tab.table.isVisible()
            await tab.receive()
            assert "that is not proof the queue is empty" in note(tab)
            next(link for link in tab.panel.findChildren(LinkButton) if link.text() == "Dismiss").click()
            assert note(tab) == ""

    qt_run(scenario())


def test_a_queue_deleted_while_its_page_is_open_is_a_sentence_in_the_panel(
    qt_run: Run, fake: FakeSqs, open_tab: OpenTab
) -> None:
    async def scenario() -> None:
        url = fill(fake)
        async with open_tab(url) as tab:
            await tab.receive()
            fake.delete_queue(url)
            await tab.receive()
            assert note(tab).startswith("The queue does not exist")
            assert len(tab.column("Body")) == 3

    qt_run(scenario())


def test_delete_asks_with_number_queue_account_and_region(
    qt_run: Run, fake: FakeSqs, open_tab: OpenTab
) -> None:
    async def scenario() -> None:
        url = fill(fake)
        async with open_tab(url) as tab:
            await tab.receive()
            tab.select(0, 1)
            assert tab.label("Selected messages") == "2 selected"
            QTest.keyClick(tab.table, Qt.Key.Key_Delete)
            dialog = await tab.dialog()
            assert dialog.windowTitle() == "Delete 2 messages"
            words = " ".join(label.text() for label in dialog.findChildren(PlainLabel))
            assert all(part in words for part in ("OrderQueue", "123456789012", "eu-west-1"))
            assert control(dialog, Button, "Cancel").isDefault()
            control(dialog, Button, "Cancel").click()
            await tab.page.view_model.dialogs.idle()
            assert len(fake.messages(url)) == 3
            tab.button("Delete").click()
            dialog = await tab.dialog()
            control(dialog, Button, "Delete 2 messages").click()
            await tab.page.view_model.dialogs.idle()
            await tab.page.idle()
            assert fake.bodies(url) == ['{"order":0}']
            assert tab.column("Visible again")[:2] == ["deleted", "deleted"]
            assert tab.label("Message counts") == "3 messages, 1 held"

    qt_run(scenario())


def test_deleting_more_than_a_hundred_at_once_waits_for_the_queues_name(
    qt_run: Run, fake: FakeSqs, open_tab: OpenTab
) -> None:
    async def scenario() -> None:
        url = fake.create_queue("OrderQueue", VisibilityTimeout=30)
        for number in range(101):
            fake.put(url, str(number))
        async with open_tab(url) as tab:
            tab.page.view_model.receiving.set_maximum(101)
            await tab.receive()
            tab.table.selectAll()
            tab.button("Delete").click()
            dialog = await tab.dialog()
            verb = control(dialog, Button, "Delete 101 messages")
            assert not verb.isEnabled()
            control(dialog, QLineEdit, "Type the queue name").setText("OrderQueue")
            verb.click()
            await tab.page.view_model.dialogs.idle()
            await tab.page.idle()
            assert fake.bodies(url) == []

    qt_run(scenario())


def test_delete_says_what_it_cannot_delete(qt_run: Run, fake: FakeSqs, open_tab: OpenTab) -> None:
    async def scenario() -> None:
        url = fake.create_queue("Inventory.fifo", FifoQueue=True, VisibilityTimeout=30)
        for number in range(2):
            fake.put(url, str(number), group_id=f"g{number}")
        async with open_tab(url) as tab:
            await tab.receive()
            assert not tab.table.isColumnHidden(3)
            assert tab.column("Group") == ["g0", "g1"]
            tab.page.view_model.holding.extend(tab.page.ids()[:1], 900)
            await tab.page.idle()
            fake.clock.advance(31)
            tab.select(0, 1)
            tab.button("Delete").click()
            dialog = await tab.dialog()
            assert dialog.windowTitle() == "Delete 1 message"
            notes = [found.text() for found in dialog.findChildren(Note)]
            assert notes[0].startswith("1 of those selected is not tried and stays listed.")
            control(dialog, Button, "Delete 1 message").click()
            await tab.page.view_model.dialogs.idle()
            await tab.page.idle()
            assert fake.bodies(url) == ["1"]
            assert tab.column("Visible again") == ["deleted", "visible"]

    qt_run(scenario())


def test_extend_asks_for_seconds_within_the_rule_of_twelve_hours(
    qt_run: Run, fake: FakeSqs, open_tab: OpenTab
) -> None:
    async def scenario() -> None:
        url = fill(fake, 1)
        async with open_tab(url) as tab:
            await tab.receive()
            tab.select(0)
            tab.button("Extend").click()
            dialog = await tab.dialog()
            seconds = control(dialog, QSpinBox, "Hold for seconds")
            verb = control(dialog, Button, "Extend 1 message")
            assert seconds.value() == 30
            seconds.setValue(43_200)
            assert not verb.isEnabled()
            assert "12 hours in all" in seconds.accessibleDescription()
            seconds.setValue(600)
            assert verb.isEnabled()
            verb.click()
            await tab.page.view_model.dialogs.idle()
            await tab.page.idle()
            fake.clock.advance(599)
            assert not fake.messages(url)[0].visible
            assert tab.column("Visible again") == ["1 s"]

    qt_run(scenario())


def test_closing_the_page_closes_the_dialog_that_asks(qt_run: Run, fake: FakeSqs, open_tab: OpenTab) -> None:
    async def scenario() -> None:
        async with open_tab(fill(fake)) as tab:
            await tab.receive()
            tab.select(0)
            tab.button("Delete").click()
            await tab.dialog()
            await tab.page.view_model.close()
            assert not [dialog for dialog in tab.panel.findChildren(QDialog) if dialog.isVisible()]

    qt_run(scenario())


def test_release_and_the_buttons_that_fit_the_selection(
    qt_run: Run, fake: FakeSqs, open_tab: OpenTab
) -> None:
    async def scenario() -> None:
        url = fill(fake)
        async with open_tab(url) as tab:
            await tab.receive()
            tab.select(2)
            tab.button("Release").click()
            await tab.page.idle()
            assert [message.visible for message in fake.messages(url)] == [True, False, False]
            assert tab.column("Visible again")[2] == "released"
            assert not tab.button("Release").isEnabled()
            assert tab.button("Delete").isEnabled()

    qt_run(scenario())


def test_move_hands_over_the_selected_message_ids(qt_run: Run, fake: FakeSqs, open_tab: OpenTab) -> None:
    async def scenario() -> None:
        async with open_tab(fill(fake)) as tab:
            await tab.receive()
            asked: list[object] = []
            tab.panel.move_requested.connect(asked.append)
            tab.page.view_model.holding.delete(tab.page.ids()[:1])
            await tab.page.idle()
            tab.select(0, 1, 2)
            tab.button("Move").click()
            assert asked == [tuple(reversed(tab.page.ids()[1:]))]

    qt_run(scenario())


def test_a_read_only_connection_locks_delete_and_move_with_the_reason(
    qt_run: Run, fake: FakeSqs, open_tab: OpenTab
) -> None:
    async def scenario() -> None:
        async with open_tab(fill(fake), read_only=True) as tab:
            await tab.receive()
            tab.select(0)
            for name in ("Delete", "Move"):
                assert not tab.button(name).isEnabled()
                assert "Read-only connection" in tab.button(name).toolTip()
            assert tab.button("Release").isEnabled()
            QTest.keyClick(tab.table, Qt.Key.Key_Delete)
            await asyncio.sleep(0.01)
            assert tab.panel.findChildren(QDialog) == []

    qt_run(scenario())
