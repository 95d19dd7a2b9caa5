"""What a killed program left half done stands over the pages at the next start, and can be finished there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QAbstractItemView, QApplication, QPushButton

from sqs_explorer.domain.moves import EntryState, JournalEntry, MoveKind, MoveOrder
from sqs_explorer.services.moving.copies import sha256_of_body
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.plain_text import LinkButton
from sqs_explorer.views.recovery.unfinished_dialog import UnfinishedDialog
from tests.guards.event_loops import RunCoroutine
from tests.views.shell.shell_scene import ShellScene, in_sight, opened, press, shell_scene, until


async def start_after_a_crash(scene: ShellScene) -> None:
    """Play a former program that verified a copy and was killed before it deleted the original."""
    url, dlq_url = scene.server.create_queue_with_dlq("OrderQueue")
    message_id = scene.server.put(dlq_url, "one")
    await scene.open()
    source, target = scene.queue("OrderQueue-DLQ"), scene.queue("OrderQueue")
    order = MoveOrder("a" * 32, MoveKind.MOVE, source, scene.server.arn(dlq_url), target)
    await scene.journal.begin(order, scene.clock.now(), 1)
    entry = JournalEntry(
        message_id, EntryState.SENT, url, sha256_of_body("one"), "", "copy", "", scene.clock.now()
    )
    await scene.journal.write(order.operation_id, [entry])
    scene.journal.crash()
    scene.models.recovery.load()
    await scene.rest()


def test_the_strip_shows_the_moves_and_finishing_one_takes_it_away(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def go() -> None:
        async with shell_scene(look, tmp_path) as scene:
            assert not scene.parts.unfinished.isVisible()
            await start_after_a_crash(scene)
            assert "1 move was not finished" in " ".join(scene.words(scene.parts.unfinished))
            links = scene.parts.unfinished.findChildren(LinkButton)
            next(link for link in links if link.text() == "Show").click()
            dialog = await opened(UnfinishedDialog)
            await scene.rest()
            assert in_sight(QAbstractItemView, "Operations", dialog).model().rowCount() == 1
            in_sight(QPushButton, "Finish deleting", dialog).click()
            await scene.rest()
            assert not scene.server.bodies(scene.queue("OrderQueue-DLQ").url)
            assert not scene.parts.unfinished.isVisible()
            dialog.reject()
            await scene.conduct_scope.idle()

    qt_run(go())


def test_quick_open_finds_the_unfinished_moves(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def go() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await scene.open()
            command = next(one for one in scene.conduct.commands if one.name == "Unfinished moves")
            command.run()
            dialog = await opened(UnfinishedDialog)
            assert "No move is unfinished." in " ".join(scene.words(dialog))
            press("Escape", dialog)
            await until(lambda: QApplication.activeModalWidget() is None)
            await scene.conduct_scope.idle()

    qt_run(go())
