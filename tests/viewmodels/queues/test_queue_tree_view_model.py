"""The tree's filter note, its empty states, and when counts are read."""

from __future__ import annotations

import asyncio

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.settings import Settings
from sqs_explorer.viewmodels.queues.queue_tree_view_model import TreeState
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.queues.tree_scene import IRELAND, tree_scene


def test_the_place_of_the_tree_tells_nothing_open_nothing_found_and_no_queues(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            seen: list[TreeState] = [scene.tree.state]
            await scene.open()
            seen.append(scene.tree.state)
            scene.create_orders()
            scene.tree.refresh()
            await scene.idle()
            seen.append(scene.tree.state)
            for text in ("zzz", ""):
                scene.tree.set_filter(text)
                seen.append(scene.tree.state)
            assert seen == [
                TreeState.NOTHING_OPEN,
                TreeState.NO_QUEUES,
                TreeState.ROWS,
                TreeState.NOTHING_MATCHES,
                TreeState.ROWS,
            ]

    qt_run(look())


def test_an_unknown_condition_is_explained(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            await scene.open()
            scene.tree.set_filter("order colour:red")
            assert scene.tree.filter_problem.startswith("colour:red is not a condition.")
            assert "is:favourite" in scene.tree.filter_problem
            scene.tree.set_filter("order")
            assert scene.tree.filter_problem == ""

    qt_run(look())


def test_a_filter_that_needs_attributes_reads_them_for_all(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            for number in range(50):
                scene.fake.create_queue_with_dlq(f"queue-{number:02d}")
            gate = scene.fake.hold("GetQueueAttributes")
            await scene.catalogue.open(IRELAND)
            await gate.reached()
            begun_before = scene.fake.count("GetQueueAttributes")
            scene.tree.set_filter("is:dlq")
            assert scene.tree.filter_progress == "Reading attributes: 0 of 100 queues"
            for _ in range(20):
                await asyncio.sleep(0)
            assert scene.fake.count("GetQueueAttributes") > begun_before
            gate.release()
            await scene.idle()
            assert scene.tree.filter_progress == ""
            assert len(scene.names()) == 50

    qt_run(look())


def test_only_what_is_in_sight_is_read_again_every_few_seconds(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene(Settings(refresh_seconds=30)) as scene:
            scene.create_orders()
            await scene.open()
            scene.tree.set_in_sight([scene.queue("OrderQueue")])
            assert scene.tree._timer.isActive()
            assert scene.tree._timer.interval() == 30_000
            scene.fake.calls.clear()
            scene.tree._timer.timeout.emit()
            await scene.idle()
            assert [call.queue_name for call in scene.fake.calls] == ["OrderQueue"]
            scene.tree.set_refresh_seconds(10)
            assert scene.tree._timer.interval() == 10_000
            assert scene.kept.settings.refresh_seconds == 10
            scene.tree.set_refresh_seconds(0)
            assert not scene.tree._timer.isActive()
            scene.tree.set_refresh_seconds(60)
            scene.tree.set_in_sight([])
            assert not scene.tree._timer.isActive()

    qt_run(look())


def test_refreshing_one_region_leaves_the_other_alone(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            await scene.open(ConnectionSpec("dev", ("eu-west-1", "us-east-1")))
            scene.fake.calls.clear()
            scene.tree.refresh_region(("dev", "us-east-1"))
            await scene.idle()
            assert [call.region for call in scene.fake.calls] == ["us-east-1"]
            scene.tree.refresh_connection("dev")
            await scene.idle()
            assert [call.region for call in scene.fake.calls] == ["us-east-1", "eu-west-1", "us-east-1"]

    qt_run(look())


def test_editing_asks_with_what_the_connection_was_opened_with(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            await scene.open()
            asked: list[ConnectionSpec] = []
            scene.tree.edit_requested.connect(asked.append)
            scene.tree.edit_connection("dev")
            assert asked == [IRELAND]

    qt_run(look())
