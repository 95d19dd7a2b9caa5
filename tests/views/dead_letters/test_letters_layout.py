"""How Dead letters share the room: wide and narrow, high and low, remembered."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QComboBox, QStyleOptionComboBox

from sqs_explorer.viewmodels.messages.message_columns import ColumnKind
from sqs_explorer.views.dead_letters.dead_letters_panel import DeadLettersPanel
from sqs_explorer.views.look.look import Look
from tests.views.dead_letters.grouped_scene import OnTab, Scene
from tests.views.dead_letters.panel_scene import until
from tests.views.messages.reading import control


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
