"""The Redrive and Move dialogs: numbers, queues and consequences in words."""

from __future__ import annotations

from sqs_explorer.domain.connections import Environment
from sqs_explorer.views.dead_letters.move_dialog import MoveDialog
from sqs_explorer.views.dead_letters.redrive_dialog import RedriveDialog
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.pills import EnvironmentPill
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
            assert "to Lonely. There is no filter" in dialog.sentence.text()
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
