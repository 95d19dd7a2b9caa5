"""The Redrive and Move dialogs: numbers, queues and consequences in words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from sqs_explorer.domain.connections import Environment
from sqs_explorer.viewmodels.messages.message_row import HoldState
from sqs_explorer.views.dead_letters.destination_field import MOST_IN_LIST
from sqs_explorer.views.dead_letters.move_dialog import MoveDialog
from sqs_explorer.views.dead_letters.redrive_dialog import RedriveDialog
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.pills import EnvironmentPill
from sqs_explorer.views.parts.plain_text import ElidedLabel, PlainLabel
from tests.guards.event_loops import RunCoroutine
from tests.views.dead_letters.panel_scene import PanelScene, opened


def test_keep_the_originals_changes_the_sentence(qt_run: RunCoroutine, look: Look) -> None:
    scene = PanelScene()

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            await scene.receive(panel)
            question = scene.tab.moving.question(
                [row.message.message_id for row in scene.tab.messages.store.rows]
            )
            dialog = MoveDialog(look, question, panel)
            dialog.keep_originals.setChecked(True)
            assert (
                dialog.sentence.text() == "3 messages will be copied to OrderQueue. The originals stay here."
            )
            assert dialog.choice is not None
            assert dialog.choice.keep_originals
            dialog.deleteLater()

    qt_run(work())


def test_messages_no_longer_held_are_said_and_cannot_be_moved(qt_run: RunCoroutine, look: Look) -> None:
    scene = PanelScene()

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            await scene.receive(panel)
            scene.clock.advance(400)
            question = scene.tab.moving.question(
                [row.message.message_id for row in scene.tab.messages.store.rows]
            )
            dialog = MoveDialog(look, question, panel)
            assert dialog.sentence.text().startswith("None of the selected messages is held any more.")
            assert dialog.verb is not None
            assert not dialog.verb.isEnabled()
            dialog.deleteLater()

    qt_run(work())


def test_messages_that_were_moved_already_are_said_to_be_gone(qt_run: RunCoroutine, look: Look) -> None:
    scene = PanelScene()

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            await scene.receive(panel)
            store = scene.tab.messages.store
            gone = [row.message.message_id for row in store.rows]
            store.mark(gone, HoldState.MOVED)
            dialog = MoveDialog(look, scene.tab.moving.question(gone), panel)
            assert dialog.sentence.text() == (
                "The selected messages are no longer in the queue: they were moved or deleted."
            )
            assert dialog.verb is not None
            assert not dialog.verb.isEnabled()
            dialog.deleteLater()

    qt_run(work())


def test_a_fifo_destination_asks_for_the_deduplication_id_and_names_the_danger(
    qt_run: RunCoroutine, look: Look
) -> None:
    scene = PanelScene()

    async def work() -> None:
        _, dlq = scene.fake.create_queue_with_dlq("A.fifo")
        scene.fake.put(dlq, "one")
        async with scene.panel(look, dlq) as panel:
            await scene.receive(panel)
            question = scene.tab.moving.question(
                [row.message.message_id for row in scene.tab.messages.store.rows]
            )
            dialog = MoveDialog(look, question, panel)
            assert dialog.destination.currentText() == "A.fifo"
            assert not dialog.deduplication.isHidden()
            assert dialog.deduplication.currentText() == "New ID"
            assert dialog.caution.isHidden()
            dialog.deduplication.setCurrentText("Keep ID")
            assert "accepted but not delivered" in dialog.caution.text()
            assert dialog.choice is not None
            assert dialog.choice.keep_deduplication_id
            dialog.deleteLater()

    qt_run(work())


def test_cancel_starts_no_redrive(qt_run: RunCoroutine, look: Look) -> None:
    scene = PanelScene()

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            panel.bar.redrive.click()
            dialog = await opened(RedriveDialog)
            dialog.cancel.click()
            await scene.rest()

    qt_run(work())
    assert scene.fake.count("StartMessageMoveTask") == 0


def test_another_destination_changes_sentence_fact_and_caution(qt_run: RunCoroutine, look: Look) -> None:
    scene = PanelScene()

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            dialog = RedriveDialog(look, scene.tab.redrive_question(), panel)
            dialog.destination.setCurrentText("Lonely")
            assert "to Lonely, and those that arrive while it runs. " in dialog.sentence.text()
            assert "sqs:SendMessage on Lonely" in dialog.permissions.text()
            assert "Whoever reads Lonely" in dialog.caution.text()
            assert dialog.choice.destination_arn == scene.fake.arn(scene.lonely)
            dialog.deleteLater()

    qt_run(work())


def test_a_dialog_of_a_production_queue_says_production(qt_run: RunCoroutine, look: Look) -> None:
    scene = PanelScene()

    async def work() -> None:
        async with scene.panel(look, scene.dlq, environment=Environment.PRODUCTION) as panel:
            await scene.receive(panel)
            ids = panel.letters.table.selected_ids()
            for dialog in (
                RedriveDialog(look, scene.tab.redrive_question(), panel),
                MoveDialog(look, scene.tab.moving.question(ids), panel),
            ):
                assert [pill.accessibleName() for pill in dialog.findChildren(EnvironmentPill)] == [
                    "Production"
                ]
                dialog.deleteLater()

    qt_run(work())


def fact(dialog: MoveDialog, label: str) -> str:
    """Return what a reader says of a fact."""
    names = [shown.accessibleName() for shown in dialog.findChildren(ElidedLabel)]
    return next(name for name in names if name.startswith(f"{label}: "))


def ids_of(scene: PanelScene) -> list[str]:
    return [row.message.message_id for row in scene.tab.messages.store.rows]


def test_the_move_dialog_says_from_where_to_where_and_that_copies_are_new(
    qt_run: RunCoroutine, look: Look
) -> None:
    scene = PanelScene()

    async def work() -> None:
        scene.fake.account_of_profile["prod-orders"] = "210987654321"
        scene.fake.create_queue("Away", account_id="210987654321")
        async with scene.panel(look, scene.dlq) as panel:
            await scene.open(profile="prod-orders", environment=Environment.PRODUCTION)
            await scene.receive(panel)
            dialog = MoveDialog(look, scene.tab.moving.question(ids_of(scene)), panel)
            assert fact(dialog, "From") == "From: OrderQueue-DLQ"
            assert fact(dialog, "Where") == "Where: dev · 123456789012 · eu-west-1"
            assert fact(dialog, "To") == "To: OrderQueue"
            assert fact(dialog, "To where") == "To where: the same connection, account and Region"
            dialog.destination.setCurrentText("Away · prod-orders · eu-west-1")
            assert fact(dialog, "To") == "To: Away"
            assert fact(dialog, "To where") == "To where: prod-orders · 210987654321 · eu-west-1 · Production"
            assert dialog.caution.text() == "prod-orders is a production connection."
            assert any("new message IDs" in label.text() for label in dialog.findChildren(PlainLabel))
            dialog.deleteLater()

    qt_run(work())


def test_a_destination_of_another_type_comes_last_and_carries_its_caution(
    qt_run: RunCoroutine, look: Look
) -> None:
    scene = PanelScene()
    scene.fake.create_queue("Aaa.fifo")

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            await scene.receive(panel)
            dialog = MoveDialog(look, scene.tab.moving.question(ids_of(scene)), panel)
            box = dialog.destination
            assert [box.itemText(row) for row in range(box.count())] == [
                "OrderQueue · source of these messages",
                "Lonely",
                "Aaa.fifo",
            ]
            box.setCurrentIndex(2)
            assert dialog.caution.text().startswith("Aaa.fifo is a FIFO queue: a message without a group ID")
            dialog.deleteLater()

    qt_run(work())


def test_one_destination_among_thousands_is_found_by_words_and_enter_presses_nothing(
    qt_run: RunCoroutine, look: Look
) -> None:
    scene = PanelScene()
    for number in range(1_500):
        scene.fake.create_queue(f"bulk-{number:04}-eu-orders")

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            await scene.receive(panel)
            dialog = MoveDialog(look, scene.tab.moving.question(ids_of(scene)), panel)
            dialog.show()
            box = dialog.destination
            assert (dialog.filter.isVisible(), box.count()) == (True, MOST_IN_LIST)
            assert box.currentText() == "OrderQueue · source of these messages"
            QTest.keyClicks(dialog.filter, "ORDERS 0777")
            assert [box.itemText(row) for row in range(box.count())] == ["bulk-0777-eu-orders"]
            assert box.accessibleDescription() == "1 of 1,502 match."
            QTest.keyClick(dialog.filter, Qt.Key.Key_Return)
            assert dialog.isVisible()
            assert dialog.choice is not None
            assert dialog.choice.destination.label == "bulk-0777-eu-orders"
            dialog.filter.setText("nothing has this name")
            assert dialog.choice is None
            assert dialog.sentence.text() == "Choose a destination."
            assert dialog.verb is not None
            assert not dialog.verb.isEnabled()
            assert box.accessibleDescription() == "No open queue has these words in its name."
            dialog.close()
            dialog.deleteLater()

    qt_run(work())


def test_few_destinations_need_no_filter_and_the_rate_is_part_of_the_choice(
    qt_run: RunCoroutine, look: Look
) -> None:
    scene = PanelScene()

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            await scene.receive(panel)
            dialog = MoveDialog(look, scene.tab.moving.question(ids_of(scene)), panel)
            dialog.show()
            assert not dialog.filter.isVisible()
            assert (dialog.rate.accessibleName(), dialog.rate.value()) == ("Messages per second", 0)
            dialog.rate.setValue(25)
            assert dialog.choice is not None
            assert dialog.choice.messages_per_second == 25
            dialog.close()
            dialog.deleteLater()

    qt_run(work())
