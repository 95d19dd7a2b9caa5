"""The tab Dead letters as a person uses it: read, choose, move, redrive."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from sqs_explorer.domain.messages import EntryFailure
from sqs_explorer.views.dead_letters.move_dialog import MoveDialog
from sqs_explorer.views.dead_letters.redrive_dialog import RedriveDialog
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.messages.receive_bar import FORECAST_PX
from sqs_explorer.views.parts.plain_text import ElidedLabel
from tests.guards.event_loops import RunCoroutine
from tests.views.dead_letters.panel_scene import PanelScene, opened, until
from tests.views.shell.shell_scene import cut_labels, overlaps


def test_the_source_queue_is_a_link_with_its_maximum_receives(qt_run: RunCoroutine, look: Look) -> None:
    scene = PanelScene()
    asked: list[str] = []

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            scene.tab.queue_open_requested.connect(lambda queue: asked.append(queue.name))
            links = panel.bar.links
            assert links.accessibleName() == "Source queues"
            assert [links.model().index(row, 0).data() for row in range(links.model().rowCount())] == [
                "OrderQueue"
            ]
            links.setFocus()
            links.setCurrentIndex(links.model().index(0, 0))
            QTest.keyClick(links, Qt.Key.Key_Return)
            assert panel.bar.maximum.accessibleName() == "Messages to receive"
            assert panel.bar.maximum.value() == 10

    qt_run(work())
    assert asked == ["OrderQueue"]


def test_what_a_receive_risks_is_read_whole_at_1280_pixels(qt_run: RunCoroutine, look: Look) -> None:
    scene = PanelScene(letters=0)
    scene.source, scene.dlq = scene.fake.create_queue_with_dlq("Orders.fifo", maximum_receives=1)

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            line = panel.forecast
            words = [label for label in line.findChildren(ElidedLabel) if label.text()]
            assert words[-1].text() == "FIFO: nobody else receives from these message groups for 5 min."
            assert [label.text() for label in words if label.is_cut()] == []
            assert line.height() > FORECAST_PX
            panel.resize(1_400, 616)
            assert line.height() == FORECAST_PX
            assert [label.text() for label in words if label.is_cut()] == []

    qt_run(work())


def test_the_filter_ends_at_the_margin_and_four_digits_of_grouped_messages_fit(
    qt_run: RunCoroutine, look: Look
) -> None:
    scene = PanelScene()

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            await scene.receive(panel)
            letters = panel.letters
            end = letters.mapTo(panel, letters.rect().bottomRight()).x() - 16
            assert letters.filter.mapTo(panel, letters.filter.rect().bottomRight()).x() == end
            panel.groups.counts.setText("1,000 of 2,345")
            await until(lambda: not panel.groups.counts.is_cut())

    qt_run(work())


@pytest.mark.parametrize("width", [659, 707, 963, 1_240])
def test_in_a_narrow_page_nothing_lies_over_another_and_no_word_is_cut_off(
    qt_run: RunCoroutine, look: Look, width: int
) -> None:
    scene = PanelScene()

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            panel.resize(width, 616)
            await scene.receive(panel)
            panel.letters.table.select_rows([0])
            await scene.rest()
            assert panel.width() == width
            assert panel.minimumSizeHint().width() <= 659
            bar, head = panel.bar, panel.letters.head
            for part in (bar, head, panel.groups):
                end = part.mapTo(panel, part.rect().bottomRight()).x()
                assert end < width
            assert cut_labels(bar) == []
            assert overlaps(bar) == overlaps(head) == []
            for button in (bar.receive, bar.redrive, head.move_button, head.more):
                assert button.width() >= button.sizeHint().width()
                assert button.mapTo(panel, button.rect().bottomRight()).x() < width
            group_by = panel.groups.group_by
            assert group_by.mapTo(panel.groups, group_by.rect().bottomRight()).x() < panel.groups.width()
            assert group_by.currentText() == "Found by itself"
            assert not panel.groups.counts.is_cut()
            assert panel.groups.table.columnWidth(0) >= 110
            assert head.aside.text() == "3 messages, 1 selected"

    qt_run(work())


def test_receive_fills_the_table_and_the_row_in_front_is_read_beside_it(
    qt_run: RunCoroutine, look: Look
) -> None:
    scene = PanelScene()

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            assert panel.letters.empty.isVisible()
            await scene.receive(panel)
            assert panel.letters.head.aside.text() == "3 messages, 0 selected"
            assert not panel.letters.move_button.isEnabled()
            panel.letters.table.select_rows([0])
            assert panel.letters.move_button.isEnabled()
            assert panel.area.letter.body.text() == "order 0"

    qt_run(work())


def test_move_selected_asks_with_the_number_and_puts_them_back(qt_run: RunCoroutine, look: Look) -> None:
    scene = PanelScene()

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            await scene.receive(panel)
            panel.letters.table.select_rows([0, 1])
            panel.letters.move_button.click()
            dialog = await opened(MoveDialog)
            assert dialog.sentence.text() == (
                "2 messages will be moved to OrderQueue. "
                "Each copy is checked, then its original is deleted from OrderQueue-DLQ."
            )
            assert dialog.destination.currentText() == "OrderQueue · source of these messages"
            assert not dialog.deduplication.isVisible()
            assert dialog.cancel.isDefault()
            assert dialog.verb is not None
            assert dialog.verb.text() == "Start move"
            dialog.verb.click()
            await until(lambda: scene.tab.moving.report is not None)
            await scene.rest()
            assert panel.letters.progress.report.text().startswith("Moved 2 messages to OrderQueue.")
            states = [scene.tab.table.row_at(row).state.value for row in range(3)]
            assert states == ["moved", "moved", "held"]

    qt_run(work())
    assert scene.fake.bodies(scene.source) == ["order 0", "order 1"]
    assert scene.fake.bodies(scene.dlq) == ["order 2"]


def test_what_was_not_moved_is_counted_with_its_reason(qt_run: RunCoroutine, look: Look) -> None:
    scene = PanelScene()

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            await scene.receive(panel)
            scene.fake.fail_entries(
                "SendMessageBatch", [1], EntryFailure("InvalidParameterValue", "Too long.")
            )
            panel.letters.table.select_rows([0, 1, 2])
            panel.letters.move_button.click()
            dialog = await opened(MoveDialog)
            assert dialog.verb is not None
            dialog.verb.click()
            await until(lambda: scene.tab.moving.report is not None)
            text = panel.letters.progress.report.text()
            assert text.startswith("Moved 2 of 3 to OrderQueue. 1 failed: Too long.")

    qt_run(work())


def test_redrive_all_asks_with_the_number_and_its_task_is_listed(qt_run: RunCoroutine, look: Look) -> None:
    scene = PanelScene()

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            assert panel.tasks.empty.isVisible()
            panel.bar.redrive.click()
            dialog = await opened(RedriveDialog)
            assert dialog.sentence.text().startswith("SQS will move about 3 messages from OrderQueue-DLQ")
            assert dialog.destination.currentText() == "Original source queues"
            assert (dialog.rate.minimum(), dialog.rate.maximum(), dialog.rate.value()) == (0, 500, 0)
            assert dialog.cancel.isDefault()
            dialog.rate.setValue(2)
            assert dialog.verb is not None
            assert dialog.verb.text() == "Start redrive"
            dialog.verb.click()
            await until(lambda: bool(scene.tab.redrive.tasks))
            await scene.rest()
            model = panel.tasks.table.model()
            row = [model.index(0, column).data() for column in range(1, 6)]
            assert row == ["Original source queues", "2 /s", "3", "3", "Completed"]
            assert panel.bar.redrive.isEnabled()

    qt_run(work())
    assert scene.fake.bodies(scene.source) == ["order 0", "order 1", "order 2"]


def test_a_running_redrive_can_be_cancelled_from_the_tab(qt_run: RunCoroutine, look: Look) -> None:
    scene = PanelScene()

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            assert not panel.tasks.cancel.isEnabled()
            sqs = scene.connections.sqs(scene.tab.context.queue)
            await sqs.start_move_task(scene.fake.arn(scene.dlq), "", 1)
            resume = asyncio.Event()

            async def pause(seconds: float) -> None:
                await resume.wait()

            scene.tab.redrive._pause = pause
            panel.refresh()
            await until(panel.tasks.cancel.isEnabled)
            assert (
                panel.bar.redrive.blocked_reason
                == "A redrive of this queue is running; SQS takes one at a time."
            )
            panel.tasks.cancel.click()
            await until(lambda: scene.tab.redrive.active_task is None)
            resume.set()
            await scene.rest()
            assert panel.tasks.table.model().index(0, 5).data() == "Cancelled"
            assert not panel.tasks.cancel.isEnabled()

    qt_run(work())


def test_a_server_without_move_tasks_lets_the_program_move_the_whole_queue(
    qt_run: RunCoroutine, look: Look
) -> None:
    scene = PanelScene()
    scene.fake.withdraw("ListMessageMoveTasks", "StartMessageMoveTask")

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            assert panel.tasks.note.text().startswith("This server has no message move tasks.")
            assert panel.bar.redrive.isEnabled()
            panel.bar.redrive.click()
            dialog = await opened(MoveDialog)
            assert dialog.windowTitle() == "Move all messages"
            assert dialog.sentence.text() == (
                "This server has no message move tasks. About 3 messages in OrderQueue-DLQ, and those that "
                "arrive meanwhile, will be moved to OrderQueue. Each copy is checked, then its original is "
                "deleted from OrderQueue-DLQ."
            )
            assert dialog.destination.currentText() == "OrderQueue · source queue"
            assert not dialog.keep_originals.isVisible()
            assert dialog.verb is not None
            dialog.verb.click()
            await until(lambda: scene.tab.moving.report is not None)
            await scene.rest()
            assert panel.letters.progress.report.text().startswith("Moved 3 messages to OrderQueue.")

    qt_run(work())
    assert sorted(scene.fake.bodies(scene.source)) == ["order 0", "order 1", "order 2"]
    assert scene.fake.bodies(scene.dlq) == []


def test_a_warning_stands_only_while_messages_expire_within_a_day(qt_run: RunCoroutine, look: Look) -> None:
    scene = PanelScene()

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            await scene.receive(panel)
            assert panel.expiring.isHidden()
            scene.clock.advance(3 * 86_400 + 3_600)
            await scene.receive(panel)
            assert panel.expiring.text().startswith(
                "3 messages expire within 24 hours. A standard queue counts its 4 days"
            )
            panel.expiring.action_requested.emit()
            assert scene.tab.shows_expiring_only

    qt_run(work())


def test_a_source_queue_leads_to_its_dlq(qt_run: RunCoroutine, look: Look) -> None:
    scene = PanelScene()
    asked: list[str] = []

    async def work() -> None:
        async with scene.panel(look, scene.source) as panel:
            scene.tab.queue_open_requested.connect(lambda queue: asked.append(queue.name))
            assert panel.no_letters.isVisible()
            assert panel.no_letters.state.accessibleName() == "3 dead letters in OrderQueue-DLQ"
            assert not panel.bar.redrive.isVisible()
            button = panel.findChild(QPushButton, "open_dead_letter_queue")
            assert isinstance(button, QPushButton)
            button.click()

    qt_run(work())
    assert asked == ["OrderQueue-DLQ"]


def test_a_queue_that_is_neither_says_what_a_dlq_is(qt_run: RunCoroutine, look: Look) -> None:
    scene = PanelScene()

    async def work() -> None:
        async with scene.panel(look, scene.lonely) as panel:
            assert panel.no_letters.state.accessibleName() == "No dead-letter queue"
            assert not panel.no_letters.open.isVisible()

    qt_run(work())


def test_a_read_only_connection_blocks_both_ways_back_and_says_why(qt_run: RunCoroutine, look: Look) -> None:
    scene = PanelScene()

    async def work() -> None:
        async with scene.panel(look, scene.dlq, read_only=True) as panel:
            await scene.receive(panel)
            panel.letters.table.select_rows([0])
            for button in (panel.bar.redrive, panel.letters.move_button):
                assert not button.isEnabled()
                assert button.blocked_reason is not None
                assert button.blocked_reason.startswith("Read-only connection")

    qt_run(work())
