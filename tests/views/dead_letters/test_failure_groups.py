"""Failure groups as a person uses them: pick one, read it, move it; filter, edit, export; wide and narrow."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QStyleOptionComboBox, QTableView

from sqs_explorer.domain.messages import MessageAttribute
from sqs_explorer.viewmodels.messages.message_columns import ColumnKind
from sqs_explorer.views.dead_letters.dead_letters_panel import DeadLettersPanel
from sqs_explorer.views.dead_letters.move_dialog import MoveDialog
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import Button
from tests.guards.event_loops import RunCoroutine
from tests.views.dead_letters.panel_scene import PanelScene, opened, until
from tests.views.messages.reading import column_of, control

REASONS = ("Card declined",) * 3 + ("Unknown product",) * 2
DECLINED = ["order 0", "order 1", "order 2"]


class Scene(PanelScene):
    """OrderQueue-DLQ with five letters of two causes and one without."""

    def __init__(self) -> None:
        super().__init__(letters=0)
        for number, reason in enumerate((*REASONS, "")):
            attributes = (MessageAttribute("errorReason", "String", reason),) if reason else ()
            self.fake.put(self.source, f"order {number}", attributes)


class OnTab(Protocol):
    """Shows the tab, all received, to the steps of a test; closes it when they are done."""

    def __call__(self, steps: Callable[[DeadLettersPanel], Awaitable[None]], *, width: int = 963) -> None: ...


@pytest.fixture
def scene(qapp: QApplication) -> Scene:
    """Return the letters to look at."""
    return Scene()


@pytest.fixture
def on_tab(scene: Scene, qt_run: RunCoroutine, look: Look) -> OnTab:
    """Return the function that shows the tab of `scene`."""

    def show(steps: Callable[[DeadLettersPanel], Awaitable[None]], *, width: int = 963) -> None:
        async def work() -> None:
            async with scene.panel(look, scene.dlq) as panel:
                panel.resize(width, 616)
                await scene.receive(panel)
                await steps(panel)

        qt_run(work())

    return show


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


def test_the_closed_choice_says_its_key_whole_where_the_count_leaves_room(
    on_tab: OnTab, scene: Scene
) -> None:
    async def steps(panel: DeadLettersPanel) -> None:
        group_by = control(panel, QComboBox, "Group by")

        def shown() -> str:
            option = QStyleOptionComboBox()
            group_by.initStyleOption(option)
            return option.currentText

        for width in (980, 1_240, 1_540):
            panel.resize(width, 800)
            await scene.rest()
            assert shown() == "errorReason", width
            assert not panel.groups.counts.is_cut(), width
        panel.groups.resize(280, 200)
        assert shown().startswith("err")
        assert shown().endswith("son")
        assert shown() != "errorReason"

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


def test_a_wide_page_has_the_whole_inspector_and_a_narrow_one_the_message_below_the_groups(
    on_tab: OnTab,
) -> None:
    async def steps(panel: DeadLettersPanel) -> None:
        area = panel.area
        assert area.inspector is not None
        assert area.inspector.isVisible()
        assert not area.letter.isVisible()
        assert panel.groups.width() == 520
        area.inspector.close_requested.emit()
        assert not area.inspector.isVisible()
        assert area.letter.isVisible()
        panel.letters.message_opened.emit()
        assert area.inspector.isVisible()
        panel.resize(963, 616)
        assert not area.inspector.isVisible()
        assert area.letter.isVisible()
        assert panel.groups.width() == 400

    on_tab(steps, width=1_535)


def test_the_sizes_are_given_and_taken_up_those_of_a_wide_page_by_themselves(
    on_tab: OnTab, scene: Scene, look: Look
) -> None:
    async def steps(panel: DeadLettersPanel) -> None:
        panel.area._across.setSizes([350, 612])
        panel.letters.table.setColumnWidth(0, 131)
        panel.restore_state(panel.save_state())
        panel.resize(1_535, 616)
        panel.area._across.setSizes([600, 534, 399])
        state = panel.save_state()
        other = DeadLettersPanel(look, scene.tab)
        other.restore_state({**state, "letters_down": "no base64!"})
        other.resize(963, 616)
        other.show()
        await scene.rest()
        assert other.groups.width() == 350
        assert other.letters.table.columnWidth(0) == 131
        other.resize(1_535, 616)
        assert other.groups.width() == 600
        other.close()
        other.deleteLater()

    on_tab(steps)


def test_move_tasks_have_little_room_while_there_are_none_whatever_is_remembered(
    on_tab: OnTab, scene: Scene, look: Look
) -> None:
    async def steps(panel: DeadLettersPanel) -> None:
        assert panel.tasks.height() < 100
        panel.area._down.setSizes([300, 190])
        panel.area._down.splitterMoved.emit(300, 1)
        state = panel.save_state()
        assert "letters_down" in state
        other = DeadLettersPanel(look, scene.tab)
        other.resize(963, 616)
        other.restore_state(state)
        other.show()
        await scene.rest()
        assert other.tasks.height() < 100
        assert other.save_state()["letters_down"] == state["letters_down"]
        other.close()
        other.deleteLater()

    on_tab(steps)


def test_in_a_low_page_move_tasks_fold_to_their_heading_and_come_back(on_tab: OnTab, scene: Scene) -> None:
    async def steps(panel: DeadLettersPanel) -> None:
        sqs = scene.connections.sqs(scene.tab.context.queue)
        await sqs.start_move_task(scene.fake.arn(scene.dlq), "", 1)
        panel.resize(963, 700)
        panel.refresh()
        await until(panel.tasks.table.isVisible)
        panel.area._down.setSizes([350, 170])
        panel.area._down.splitterMoved.emit(350, 1)
        before = panel.tasks.height()
        panel.resize(963, 400)
        assert not panel.tasks.table.isVisible()
        assert panel.tasks.cancel.isVisible()
        await until(lambda: panel.groups.geometry().bottom() <= panel.area.letter.geometry().top())
        panel.area.resize(963, 230)
        assert not panel.area.letter.isVisible()
        await until(lambda: panel.groups.table.height() >= 70)
        panel.resize(963, 700)
        assert panel.tasks.table.isVisible()
        assert panel.area.letter.isVisible()
        await until(lambda: panel.tasks.height() == before)

    on_tab(steps)


def test_when_a_message_was_sent_is_not_cut(on_tab: OnTab, look: Look) -> None:
    async def steps(panel: DeadLettersPanel) -> None:
        table = panel.letters.table
        column = panel.letters._view_model.table.column_of(ColumnKind.SENT)
        words_px = QFontMetrics(look.fonts.base).horizontalAdvance("59 min ago")
        assert table.columnWidth(column) >= words_px + 16

    on_tab(steps)
