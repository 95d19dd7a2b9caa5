"""Closing a page, a connection or the program tears nothing: what is in flight finishes first."""

import asyncio

import pytest

from sqs_explorer.domain.forecast import ReceiveMode
from sqs_explorer.viewmodels.dead_letters.move_question import MoveChoice
from sqs_explorer.viewmodels.dead_letters.redrive_question import RedriveChoice
from sqs_explorer.viewmodels.shell import workspace
from sqs_explorer.viewmodels.shell.queue_page import QueuePageViewModel
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.shell.workspace_scene import DEV, IRELAND, VIRGINIA, WorkspaceScene, workspace_scene


async def page_with_messages(scene: WorkspaceScene, count: int = 3) -> tuple[QueuePageViewModel, str, str]:
    """Open the page of a queue, its messages received; return it with its URL and another queue's.

    They are of one group of a FIFO queue, so that only one at a time is in flight when they are moved.
    """
    url, other = scene.server.create_queue("OrderQueue.fifo"), scene.server.create_queue("RetryQueue.fifo")
    for number in range(count):
        scene.server.put(url, str(number))
    await scene.open()
    page = await scene.page("OrderQueue.fifo")
    page.messages.receive()
    await page.messages.scope.idle()
    return page, url, other


def start_move(scene: WorkspaceScene, page: QueuePageViewModel) -> None:
    """Move all that was received to the other queue."""
    ids = [row.message.message_id for row in page.store.rows]
    moving = page.dead_letters.moving
    (to,) = (d for d in moving.question(ids).destinations if d.queue == scene.queue("RetryQueue.fifo"))
    moving.start(ids, MoveChoice(to))


def test_closing_a_connection_lets_a_move_delete_what_it_has_copied(qt_run: RunCoroutine) -> None:
    async def close_amid_a_move() -> None:
        async with workspace_scene() as scene:
            page, url, other = await page_with_messages(scene)
            gate = scene.server.hold("SendMessageBatch")
            start_move(scene, page)
            await gate.reached()
            scene.starting.close_connection("dev")
            await asyncio.sleep(0.01)
            gate.release()
            await scene.rest()
            assert scene.catalogue.specs == ()
            assert scene.server.bodies(other) == ["0"]
            assert scene.server.bodies(url) == ["1", "2"]

    qt_run(close_amid_a_move())


@pytest.mark.parametrize("way", ["opened again", "edited"])
def test_a_connection_opened_anew_lets_a_move_delete_what_it_has_copied(
    qt_run: RunCoroutine, way: str
) -> None:
    async def reopen_amid_a_move() -> None:
        async with workspace_scene() as scene:
            page, url, other = await page_with_messages(scene)
            gate = scene.server.hold("SendMessageBatch")
            start_move(scene, page)
            await gate.reached()
            spec = DEV.with_regions((IRELAND, VIRGINIA))
            if way == "edited":
                scene.starting.replace("dev", spec)
            else:
                scene.starting.open((spec,))
            await asyncio.sleep(0.01)
            gate.release()
            await scene.rest()
            assert scene.catalogue.specs == (spec,)
            assert scene.workspace.pages == [page]
            assert scene.server.bodies(other) == ["0"]
            assert scene.server.bodies(url) == ["1", "2"]

    qt_run(reopen_amid_a_move())


def test_a_look_is_released_although_its_connection_is_closed(qt_run: RunCoroutine) -> None:
    async def close_amid_a_look() -> None:
        async with workspace_scene() as scene:
            url = scene.server.create_queue("OrderQueue")
            scene.server.put(url, "an order")
            await scene.open()
            page = await scene.page("OrderQueue")
            page.messages.receiving.set_mode(ReceiveMode.LOOK_AND_RELEASE)
            gate = scene.server.hold("ChangeMessageVisibilityBatch")
            page.messages.receive()
            await gate.reached()
            scene.starting.close_connection("dev")
            await asyncio.sleep(0.01)
            gate.release()
            await scene.rest()
            assert [message.visible for message in scene.server.messages(url)] == [True]

    qt_run(close_amid_a_look())


def test_a_closing_page_stops_its_receive_while_another_tab_still_finishes(qt_run: RunCoroutine) -> None:
    async def close_while_moving_and_receiving() -> None:
        async with workspace_scene() as scene:
            page, url, _ = await page_with_messages(scene)
            for number in range(40):
                scene.server.put(url, f"later {number}")
            moving, receiving = scene.server.hold("SendMessageBatch"), scene.server.hold("ReceiveMessage")
            start_move(scene, page)
            await moving.reached()
            page.messages.receiving.set_maximum(40)
            page.messages.receive()
            await receiving.reached()
            received = scene.server.count("ReceiveMessage")
            scene.workspace.close(page)
            await asyncio.sleep(0.01)
            receiving.release()
            await page.messages.scope.idle()
            assert scene.server.count("ReceiveMessage") == received
            moving.release()
            await scene.rest()

    qt_run(close_while_moving_and_receiving())


def test_the_end_of_the_program_stops_the_receives_of_all_pages_at_once(qt_run: RunCoroutine) -> None:
    async def end_while_two_receive() -> None:
        async with workspace_scene() as scene:
            for name in ("First", "Second"):
                url = scene.server.create_queue(name)
                for number in range(30):
                    scene.server.put(url, str(number))
            await scene.open()
            pages = [await scene.page(name) for name in ("First", "Second")]
            gates = [scene.server.hold("ReceiveMessage", queue_name=page.queue.name) for page in pages]
            for page, gate in zip(pages, gates, strict=True):
                page.messages.receiving.set_maximum(30)
                page.messages.receive()
                await gate.reached()
            ending = asyncio.ensure_future(scene.workspace.close_all())
            await asyncio.sleep(0.01)
            for gate in gates:
                gate.release()
                await asyncio.sleep(0.01)
            await ending
            assert [len(page.store) for page in pages] == [10, 10]

    qt_run(end_while_two_receive())


def test_a_server_that_hangs_does_not_keep_the_program_from_ending(
    qt_run: RunCoroutine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace, "PATIENCE_SECONDS", 0.05)

    async def end_while_hanging() -> None:
        async with workspace_scene() as scene:
            scene.server.create_queue("Plain")
            await scene.open()
            page = await scene.page("Plain")
            gate = scene.server.hold("SendMessage")
            page.send.load_body("an order")
            page.send.send()
            await gate.reached()
            await asyncio.wait_for(scene.workspace.close_all(), 5)
            gate.release()
            await page.send.scope.idle()

    qt_run(end_while_hanging())


def test_a_redrive_that_is_being_started_is_started_although_the_page_closes(qt_run: RunCoroutine) -> None:
    async def close_while_starting() -> None:
        async with workspace_scene() as scene:
            scene.server.create_queue_with_dlq("OrderQueue")
            await scene.open()
            page = await scene.page("OrderQueue-DLQ")
            page.dead_letters.show()
            await page.dead_letters.scope.idle()
            gate = scene.server.hold("StartMessageMoveTask")
            page.dead_letters.redrive.start(RedriveChoice())
            await gate.reached()
            scene.workspace.close(page)
            await asyncio.sleep(0.01)
            gate.release()
            await scene.rest()
            assert scene.activity.records[-1].what == "Redrive OrderQueue-DLQ to its source queues"
            assert scene.activity.records[-1].result == "Stopped watching; SQS goes on with the redrive"

    qt_run(close_while_starting())
