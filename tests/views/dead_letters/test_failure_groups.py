"""Failure groups as a person uses them: pick one, read it, move it; filter, edit, export."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QTableView

from sqs_explorer.domain.messages import MessageAttribute
from sqs_explorer.views.dead_letters.dead_letters_panel import DeadLettersPanel
from sqs_explorer.views.dead_letters.move_dialog import MoveDialog
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import Button
from tests.views.dead_letters.grouped_scene import OnTab, Scene
from tests.views.dead_letters.panel_scene import opened, until
from tests.views.messages.reading import column_of, control

DECLINED = ["order 0", "order 1", "order 2"]


def click(table: QTableView, row: int) -> None:
    place = table.visualRect(table.model().index(row, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))


def bodies(panel: DeadLettersPanel) -> list[str]:
    return sorted(column_of(panel.letters.table, "Body"))


def test_the_groups_are_listed_largest_first_with_the_key_found(on_tab: OnTab, scene: Scene) -> None:
    async def steps(panel: DeadLettersPanel) -> None:
        table = control(panel, QTableView, "Failure groups")
        assert column_of(table, "Key") == ["Card declined", "Unknown product", "No errorReason"]
        assert column_of(table, "Messages") == ["3", "2", "1"]
        assert panel.groups.counts.text() == "6 of 6"
        group_by = control(panel, QComboBox, "Group by")
        assert group_by.currentText() == "Found by itself: errorReason"
        for number in range(3):
            scene.fake.put(scene.dlq, f"late {number}")
        scene.catalogue.request_attributes(scene.catalogue.queues, again=True)
        await scene.rest()
        assert panel.groups.counts.text() == "6 of 9"

    on_tab(steps)


def test_a_click_on_a_group_shows_its_messages_and_a_second_click_all(on_tab: OnTab) -> None:
    async def steps(panel: DeadLettersPanel) -> None:
        click(panel.groups.table, 0)
        assert bodies(panel) == DECLINED
        assert panel.letters.head.title.text() == "Card declined"
        assert panel.letters.head.aside.text() == "3 messages, 0 selected"
        click(panel.groups.table, 1)
        assert bodies(panel) == ["order 3", "order 4"]
        click(panel.groups.table, 1)
        assert len(bodies(panel)) == 6
        assert panel.letters.head.title.text() == "Messages"
        assert panel.groups.table.selected_rows() == []

    on_tab(steps)


def test_all_messages_and_escape_show_all_again(on_tab: OnTab) -> None:
    async def steps(panel: DeadLettersPanel) -> None:
        assert not panel.letters.all.isVisible()
        click(panel.groups.table, 0)
        assert panel.letters.all.isVisible()
        assert panel.letters.all.text() == "All messages"
        panel.letters.all.click()
        assert len(bodies(panel)) == 6
        click(panel.groups.table, 0)
        QTest.keyClick(panel.groups.table, Qt.Key.Key_Escape)
        assert len(bodies(panel)) == 6

    on_tab(steps)


def test_the_keyboard_goes_from_group_to_group_and_enter_into_its_messages(on_tab: OnTab) -> None:
    async def steps(panel: DeadLettersPanel) -> None:
        panel.activateWindow()
        panel.groups.table.setFocus()
        QTest.keyClick(panel.groups.table, Qt.Key.Key_Space)
        assert bodies(panel) == DECLINED
        QTest.keyClick(panel.groups.table, Qt.Key.Key_Down)
        assert bodies(panel) == ["order 3", "order 4"]
        QTest.keyClick(panel.groups.table, Qt.Key.Key_Return)
        assert panel.focusWidget() is panel.letters.table
        assert bodies(panel) == ["order 3", "order 4"]

    on_tab(steps)


def test_a_whole_group_is_selected_and_moved_and_its_count_goes_to_nothing(
    on_tab: OnTab, scene: Scene
) -> None:
    async def steps(panel: DeadLettersPanel) -> None:
        click(panel.groups.table, 0)
        menu = panel.letters.menu()
        next(action for action in menu.actions() if action.text() == "Select all").trigger()
        menu.deleteLater()
        assert panel.letters.head.aside.text() == "3 messages, 3 selected"
        panel.letters.move_button.click()
        dialog = await opened(MoveDialog)
        assert dialog.verb is not None
        dialog.verb.click()
        await until(lambda: scene.tab.moving.report is not None)
        await scene.rest()
        assert column_of(panel.groups.table, "Key")[0] == "Unknown product"
        counts = dict(
            zip(
                column_of(panel.groups.table, "Key"),
                column_of(panel.groups.table, "Messages"),
                strict=True,
            )
        )
        assert counts["Card declined"] == "0"
        assert panel.letters.head.title.text() == "Card declined"
        assert panel.groups.table.selected_rows() == [1]

    on_tab(steps)
    assert sorted(scene.fake.bodies(scene.source)) == DECLINED
    assert sorted(scene.fake.bodies(scene.dlq)) == ["order 3", "order 4", "order 5"]


def test_a_group_and_the_text_filter_narrow_down_together(on_tab: OnTab, scene: Scene) -> None:
    async def steps(panel: DeadLettersPanel) -> None:
        field = control(panel, QLineEdit, "Filter messages")
        click(panel.groups.table, 0)
        field.setText("order 1")
        await scene.rest()
        assert bodies(panel) == ["order 1"]
        assert panel.letters.head.aside.text() == "1 of 3 messages, 0 selected"
        field.setText("order 4")
        await scene.rest()
        assert panel.letters.empty.isVisible()
        assert panel.letters.empty.accessibleName() == "No message matches"
        field.setText("=total >")
        assert panel.letters._error.text() == "Not a JMESPath expression: it breaks off."
        assert field.text() == "=total >"
        field.clear()
        await scene.rest()
        assert bodies(panel) == DECLINED

    on_tab(steps)


def test_a_jmespath_is_typed_in_a_field_that_says_what_is_wrong(on_tab: OnTab, scene: Scene) -> None:
    async def steps(panel: DeadLettersPanel) -> None:
        group_by = control(panel, QComboBox, "Group by")
        assert not panel.groups.expression.isVisible()
        group_by.setCurrentIndex(group_by.count() - 1)
        field = control(panel, QLineEdit, "JMESPath expression")
        assert field.isVisible()
        field.setText("items[0")
        assert panel.groups.error.text() == "Not a JMESPath expression: it breaks off."
        assert column_of(panel.groups.table, "Messages") == ["3", "2", "1"]
        field.setText("items[0]")
        await scene.rest()
        assert not panel.groups.error.isVisible()
        assert column_of(panel.groups.table, "Key") == ["Body is not JSON"]
        group_by.setCurrentIndex(0)
        await scene.rest()
        assert not field.isVisible()
        assert column_of(panel.groups.table, "Messages") == ["3", "2", "1"]

    on_tab(steps)


def test_the_choice_stays_while_messages_come(on_tab: OnTab, scene: Scene) -> None:
    async def steps(panel: DeadLettersPanel) -> None:
        group_by = control(panel, QComboBox, "Group by")
        group_by.setCurrentIndex(group_by.findText("errorReason"))
        await scene.rest()
        scene.fake.put(scene.dlq, "late", (MessageAttribute("lane", "String", "x"),))
        await scene.receive(panel)
        assert group_by.currentText() == "errorReason"
        assert group_by.findText("lane") > 0
        assert column_of(panel.groups.table, "Key")[-1] == "No errorReason"

    on_tab(steps)


def test_body_and_both_kinds_of_attributes_of_the_message_in_front_are_in_reach(on_tab: OnTab) -> None:
    async def steps(panel: DeadLettersPanel) -> None:
        click(panel.groups.table, 0)
        panel.letters.table.select_rows([0])
        letter = panel.area.letter
        assert letter.body.isVisible()
        assert letter.body.text() in DECLINED
        letter.tabs.setCurrentIndex(1)
        attributes = control(panel, QTableView, "Message attributes")
        assert attributes.isVisible()
        assert column_of(attributes, "Value") == ["Card declined"]
        letter.tabs.setCurrentIndex(2)
        system = control(panel, QTableView, "System attributes")
        assert system.isVisible()
        assert "DeadLetterQueueSourceArn" in column_of(system, "Name")

    on_tab(steps)


def test_edit_and_export_are_there_only_with_somebody_to_do_them(on_tab: OnTab) -> None:
    async def steps(panel: DeadLettersPanel) -> None:
        names = [button.accessibleName() for button in panel.findChildren(Button)]
        assert "Edit and resend" not in names
        assert "Export" not in names

    on_tab(steps)


def test_edit_acts_on_one_selected_message_and_export_without_one_on_all_that_are_listed(
    on_tab: OnTab, scene: Scene, look: Look
) -> None:
    edited: list[tuple[str, ...]] = []
    exported: list[tuple[str, ...]] = []

    async def steps(_: DeadLettersPanel) -> None:
        panel = DeadLettersPanel(look, scene.tab, edit=edited.append, export=exported.append)
        panel.resize(963, 616)
        panel.show()
        await scene.rest()
        edit, export = control(panel, Button, "Edit and resend"), control(panel, Button, "Export")
        assert (edit.isEnabled(), export.isEnabled()) == (False, True)
        click(panel.groups.table, 0)
        export.click()
        panel.letters.table.select_rows([0, 1])
        assert not edit.isEnabled()
        panel.letters.table.select_rows([1])
        edit.click()
        export.click()
        ids = panel.letters.table.model().message_ids(range(3))  # type: ignore[attr-defined]
        assert exported == [ids, (ids[1],)]
        assert edited == [(ids[1],)]
        panel.close()
        panel.deleteLater()

    on_tab(steps)
