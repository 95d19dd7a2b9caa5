"""The tree's rows as the view asks for them: the same as the QueueTreeModel's, through everything."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.viewmodels.queues.tree_cells import AVAILABLE, QUEUE
from sqs_explorer.views.queues.tree_structure_model import TreeStructureModel
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.queues.tree_scene import IRELAND, TreeScene, tree_scene

TWO_REGIONS = ConnectionSpec("dev", ("eu-west-1", "us-east-1"))
FILTERS = ("order", "is:dlq", "pay", "zzz", "profile:other", "o -", "region:us fifo", "a", "")


@asynccontextmanager
async def structure_scene() -> AsyncIterator[tuple[TreeStructureModel, TreeScene]]:
    """Give a structure above a scene without queues."""
    async with tree_scene() as scene:
        structure = TreeStructureModel(scene.tree.model)
        yield structure, scene
        structure.deleteLater()


def rows_of(model: QAbstractItemModel, parent: QModelIndex | None = None) -> list[object]:
    """Return every row's texts and what lies below it."""
    parent = parent or QModelIndex()
    found: list[object] = []
    for row in range(model.rowCount(parent)):
        indexes = [model.index(row, column, parent) for column in range(4)]
        found.append(([index.data() for index in indexes], rows_of(model, indexes[0])))
    return found


def test_the_rows_are_the_models_through_everything(qt_run: RunCoroutine, qtmodeltester: ModelTester) -> None:
    async def live() -> None:
        async with structure_scene() as (structure, scene):
            rows = scene.tree.model

            def same() -> None:
                assert rows_of(structure) == rows_of(rows)

            qtmodeltester.check(structure)  # type: ignore[no-untyped-call]
            rows.rows_changed.connect(same)
            scene.fake.page_size = 4
            scene.create_orders("eu-west-1")
            scene.create_orders("us-east-1")
            await scene.open(TWO_REGIONS, ConnectionSpec("other", ("eu-west-1",)))
            for text in FILTERS:
                scene.tree.set_filter(text)
            for column in (AVAILABLE, QUEUE):
                structure.sort(column, Qt.SortOrder.DescendingOrder)
            structure.sort(QUEUE, Qt.SortOrder.AscendingOrder)
            scene.fake.delete_queue(scene.queue("OrderQueue").url)
            scene.fake.create_queue("Another")
            scene.catalogue.refresh_all()
            await scene.idle()
            scene.tree.set_filter("fifo")
            await scene.catalogue.replace("dev", IRELAND)
            scene.tree.set_filter("")
            await scene.catalogue.close("other")
            await scene.idle()
            same()
            assert "Another" in scene.names()

    qt_run(live())


def test_rows_that_are_there_already_are_taken_over(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            await scene.open()
            structure = TreeStructureModel(scene.tree.model)
            assert rows_of(structure) == rows_of(scene.tree.model)
            structure.deleteLater()

    qt_run(look())


def test_a_row_is_followed_through_filters_and_sorting_until_it_is_hidden(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with structure_scene() as (structure, scene):
            scene.create_orders("eu-west-1")
            scene.create_orders("us-east-1")
            await scene.open(TWO_REGIONS)
            queue = scene.queue("PaymentQueue", "us-east-1")

            def index() -> QModelIndex:
                return structure.index_for(scene.tree.model.index_of(queue))

            kept = QPersistentModelIndex(index())
            for text in ("queue", "is:dlq pay queue", "ment", ""):
                scene.tree.set_filter(text)
                hidden = "dlq" in text
                assert index().isValid() is not hidden
                if hidden:
                    assert not kept.isValid()
                    kept = QPersistentModelIndex()
                elif kept.isValid():
                    assert kept.data() == "PaymentQueue"
            kept = QPersistentModelIndex(index())
            structure.sort(QUEUE, Qt.SortOrder.DescendingOrder)
            assert kept == index()
            assert scene.tree.model.queue_at(kept) == queue

    qt_run(look())


def test_nothing_is_edited_dragged_or_dropped(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with structure_scene() as (structure, scene):
            scene.create_orders()
            await scene.open()
            index = structure.index_for(scene.tree.model.index_of(scene.queue("OrderQueue")))
            assert not structure.setData(index, "another name")
            assert index.data() == "OrderQueue"
            assert structure.supportedDragActions() == Qt.DropAction.IgnoreAction
            dropped = structure.mimeData([index])
            assert not structure.dropMimeData(dropped, Qt.DropAction.MoveAction, 0, 0, index.parent())
            assert not structure.dropMimeData(QMimeData(), Qt.DropAction.CopyAction, 0, 0, QModelIndex())
            assert len(scene.names()) == structure.rowCount(index.parent())

    qt_run(look())
