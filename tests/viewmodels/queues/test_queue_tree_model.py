"""The tree's model.

Rows in order, DLQs behind their sources, filter, sorting, and rows that stay where they are.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from sqs_explorer.domain.connections import ConnectionSpec, Environment, ProfileKind
from sqs_explorer.domain.errors import AccessDenied, SignInExpired, Unreachable
from sqs_explorer.domain.queue_filter import parse_queue_filter
from sqs_explorer.viewmodels.cells import BAND_ROLE, CELL_ROLE, SPAN_ROLE, Cell, CellKind
from sqs_explorer.viewmodels.queues.tree_cells import AVAILABLE, DELAYED, IN_FLIGHT, QUEUE
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.queues.tree_scene import IRELAND, TreeScene, tree_scene

TWO_REGIONS = ConnectionSpec("dev", ("eu-west-1", "us-east-1"))
ALWAYS = 10**6
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
BY_NAME = [
    "InventoryUpdates.fifo",
    "InventoryUpdates-DLQ.fifo",
    "OrderQueue",
    "OrderQueue-DLQ",
    "PaymentQueue",
    "PaymentQueue-DLQ",
]


def cell(scene: TreeScene, name: str, column: int = QUEUE) -> Cell:
    found = scene.tree.model.index_of(scene.queue(name)).siblingAtColumn(column).data(CELL_ROLE)
    assert isinstance(found, Cell)
    return found


def all_rows(model: QAbstractItemModel, parent: QModelIndex | None = None) -> list[str]:
    parent = parent or QModelIndex()
    rows = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        rows += [str(index.data()), *all_rows(model, index)]
    return rows


def test_the_model_holds_qts_rules_through_everything(
    qt_run: RunCoroutine, qtmodeltester: ModelTester
) -> None:
    async def live() -> None:
        async with tree_scene() as scene:
            qtmodeltester.check(scene.tree.model)  # type: ignore[no-untyped-call]
            scene.fake.page_size = 4
            scene.create_orders("eu-west-1")
            scene.create_orders("us-east-1")
            await scene.open(TWO_REGIONS, ConnectionSpec("other", ("eu-west-1",)))
            for text in ("order", "is:dlq", "zzz", "profile:other", "region:us fifo", ""):
                scene.tree.set_filter(text)
            for column in (AVAILABLE, QUEUE):
                scene.tree.model.sort(column, Qt.SortOrder.DescendingOrder)
            scene.tree.model.sort(QUEUE, Qt.SortOrder.AscendingOrder)
            scene.fake.delete_queue(scene.queue("OrderQueue").url)
            scene.fake.create_queue("Another")
            scene.catalogue.refresh_all()
            await scene.idle()
            await scene.catalogue.replace("dev", IRELAND)
            await scene.catalogue.close("other")
            await scene.idle()
            assert "Another" in scene.names()

    qt_run(live())


def test_connections_regions_and_queues_stand_below_each_other(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.fake.create_queue("Orders")
            scene.fake.create_queue("Stock", region="us-east-1")
            await scene.open(TWO_REGIONS)
            assert all_rows(scene.tree.model) == [
                "dev, Development · 2 queues",
                "eu-west-1, 1 queue",
                "Orders",
                "us-east-1, 1 queue",
                "Stock",
            ]

    qt_run(look())


def test_a_dlq_follows_its_source_and_wears_a_badge(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            zebra = scene.fake.create_queue("ZebraFailures")
            policy = {"deadLetterTargetArn": scene.fake.arn(zebra), "maxReceiveCount": 3}
            scene.fake.create_queue("AuditQueue", RedrivePolicy=policy)
            for _ in range(3):
                scene.fake.put(zebra, "x")
            await scene.open()
            assert scene.names() == ["AuditQueue", "ZebraFailures", *BY_NAME]
            badge = cell(scene, "ZebraFailures", AVAILABLE)
            assert (badge.kind, badge.text, badge.tone) == (CellKind.BADGE, "3", "danger")
            assert (cell(scene, "ZebraFailures").icon, cell(scene, "ZebraFailures").icon_tone) == (
                "dlq",
                "danger",
            )
            quiet = cell(scene, "OrderQueue-DLQ", AVAILABLE)
            assert (quiet.kind, quiet.text, quiet.tone) == (CellKind.BADGE, "0", "muted")
            assert cell(scene, "OrderQueue", AVAILABLE).kind is CellKind.TEXT
            assert cell(scene, "InventoryUpdates.fifo").icon == "fifo"
            scene.tree.model.sort(QUEUE, Qt.SortOrder.DescendingOrder)
            assert scene.names()[:2] == ["PaymentQueue", "PaymentQueue-DLQ"]
            assert scene.names()[-2:] == ["AuditQueue", "ZebraFailures"]

    qt_run(look())


def test_a_badge_ends_at_9999(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.fake.create_queue_with_dlq("OrderQueue")
            await scene.open()
            dlq = scene.queue("OrderQueue-DLQ")
            known = scene.catalogue.attributes[dlq]
            scene.catalogue.note_attributes(dlq, replace(known, available=12_004))
            assert cell(scene, "OrderQueue-DLQ", AVAILABLE).text == "9,999+"
            assert scene.tree.model.index_of(dlq).siblingAtColumn(AVAILABLE).data() == "12,004"

    qt_run(look())


def test_counts_are_blank_until_known_and_a_dash_where_they_may_not_be_read(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.fake.create_queue("Secret")
            gate = scene.fake.hold("GetQueueAttributes")
            error = AccessDenied("no", action="sqs:GetQueueAttributes")
            scene.fake.fail_next("GetQueueAttributes", error)
            await scene.catalogue.open(IRELAND)
            await gate.reached()
            index = scene.tree.model.index_of(scene.queue("Secret"))
            assert index.siblingAtColumn(AVAILABLE).data() == ""
            gate.release()
            await scene.idle()
            assert index.siblingAtColumn(AVAILABLE).data() == "–"
            assert "sqs:GetQueueAttributes" in index.data(TOOLTIP)

    qt_run(look())


@pytest.mark.parametrize(
    ("column", "ascending"),
    [
        (AVAILABLE, ["few", "some", "many", "unknown"]),
        (IN_FLIGHT, ["many", "some", "few", "unknown"]),
        (DELAYED, ["some", "few", "many", "unknown"]),
        (QUEUE, ["few", "many", "some", "unknown"]),
    ],
)
def test_each_column_sorts_both_ways_by_number_with_the_unknown_last(
    column: int, ascending: list[str], qt_run: RunCoroutine
) -> None:
    counts = {"few": (2, 30, 6), "some": (10, 4, 5), "many": (100, 3, 7)}

    async def look() -> None:
        async with tree_scene() as scene:
            for name in (*counts, "unknown"):
                scene.fake.create_queue(name)
            scene.fake.fail_next("GetQueueAttributes", Unreachable("no"), queue_name="unknown", times=ALWAYS)
            await scene.open()
            for name, (available, in_flight, delayed) in counts.items():
                queue = scene.queue(name)
                known = scene.catalogue.attributes[queue]
                new = replace(known, available=available, in_flight=in_flight, delayed=delayed)
                scene.catalogue.note_attributes(queue, new)
            scene.tree.model.sort(column, Qt.SortOrder.AscendingOrder)
            assert scene.names() == ascending
            scene.tree.model.sort(column, Qt.SortOrder.DescendingOrder)
            known_last = [name for name in reversed(ascending) if name != "unknown"]
            expected = [*known_last, "unknown"] if column != QUEUE else list(reversed(ascending))
            assert scene.names() == expected

    qt_run(look())


@pytest.mark.parametrize(
    ("text", "ireland", "virginia"),
    [
        ("order", ["OrderQueue", "OrderQueue-DLQ"], ["OrderQueue", "OrderQueue-DLQ"]),
        ("is:dlq pay", ["PaymentQueue-DLQ"], ["PaymentQueue-DLQ"]),
        ("is:fifo region:eu", ["InventoryUpdates.fifo", "InventoryUpdates-DLQ.fifo"], []),
        ("has:messages", ["OrderQueue"], []),
        ("is:favourite", [], ["PaymentQueue"]),
        ("profile:dev region:us order is:dlq", [], ["OrderQueue-DLQ"]),
        ("profile:nobody", [], []),
    ],
)
def test_each_word_of_the_filter_shows_the_right_rows(
    text: str, ireland: list[str], virginia: list[str], qt_run: RunCoroutine
) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders("eu-west-1")
            scene.create_orders("us-east-1")
            await scene.open(TWO_REGIONS)
            scene.fake.put(scene.queue("OrderQueue").url, "x")
            scene.catalogue.request_attributes(scene.catalogue.queues, again=True)
            await scene.idle()
            scene.tree.favourites.toggle(scene.queue("PaymentQueue", "us-east-1"))
            scene.tree.model.set_filter(parse_queue_filter(text))
            assert scene.names("eu-west-1") == ireland
            assert scene.names("us-east-1") == virginia
            assert scene.words("eu-west-1") == (f"eu-west-1, {len(ireland)} of 6 queues" if ireland else "")

    qt_run(look())


def test_what_is_selected_stays_selected_through_refresh_filter_and_sorting(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            await scene.open()
            queue = scene.queue("PaymentQueue")
            kept = QPersistentModelIndex(scene.tree.model.index_of(queue))
            scene.fake.create_queue("Another")
            scene.fake.delete_queue(scene.queue("OrderQueue").url)
            scene.tree.refresh()
            await scene.idle()
            scene.tree.set_filter("pay")
            scene.tree.model.sort(QUEUE, Qt.SortOrder.DescendingOrder)
            scene.tree.set_filter("")
            assert kept.isValid()
            assert kept.data() == "PaymentQueue"

    qt_run(look())


def test_a_refresh_that_finds_one_more_queue_inserts_one_row(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            await scene.open()
            heard: list[str] = []
            model = scene.tree.model
            model.rowsInserted.connect(lambda _, first, last: heard.append(f"inserted {first}-{last}"))
            model.rowsRemoved.connect(lambda *_: heard.append("removed"))
            model.layoutChanged.connect(lambda: heard.append("moved"))
            model.modelReset.connect(lambda: heard.append("reset"))
            scene.fake.create_queue("NotificationQueue")
            scene.catalogue.refresh_all()
            await scene.idle()
            assert heard == ["inserted 2-2"]
            assert scene.names()[2] == "NotificationQueue"

    qt_run(look())


def test_names_that_come_later_stand_in_their_order(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.fake.page_size = 2
            for name in ("B", "D", "D-DLQ", "a", "c", "c-DLQ.fifo"):
                scene.fake.create_queue(name)
            seen: list[list[str]] = []
            scene.catalogue.listing_changed.connect(lambda _: seen.append(scene.names()))
            await scene.open()
            assert seen[3] == ["a", "B", "c", "c-DLQ.fifo", "D", "D-DLQ"]

    qt_run(look())


def test_new_counts_do_not_move_rows_but_a_refresh_by_hand_does(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.fake.create_queue("a")
            scene.fake.create_queue("b")
            await scene.open()
            scene.tree.model.sort(AVAILABLE, Qt.SortOrder.DescendingOrder)
            assert scene.names() == ["a", "b"]
            scene.fake.put(scene.queue("b").url, "x")
            scene.tree.set_in_sight(scene.catalogue.queues)
            scene.catalogue.request_attributes(scene.catalogue.queues, again=True)
            await scene.idle()
            assert cell(scene, "b", AVAILABLE).text == "1"
            assert scene.names() == ["a", "b"]
            scene.tree.refresh()
            await scene.idle()
            assert scene.names() == ["b", "a"]

    qt_run(look())


def test_rows_of_regions_say_their_state_in_words(qt_run: RunCoroutine) -> None:
    spec = ConnectionSpec("dev", ("eu-west-1", "us-east-1", "eu-north-1", "eu-central-1"))

    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            denied = AccessDenied("User may not list.", action="sqs:ListQueues")
            scene.fake.fail_next("ListQueues", denied, region="us-east-1")
            scene.fake.fail_next("ListQueues", SignInExpired("The session has ended."), region="eu-north-1")
            gate = scene.fake.hold("ListQueues", region="eu-central-1")
            await scene.catalogue.open(spec)
            await gate.reached()
            while scene.words("eu-north-1").endswith("opening") or not scene.names():  # noqa: ASYNC110
                await asyncio.sleep(0)
            assert scene.words("us-east-1") == "us-east-1, access denied"
            assert scene.words("eu-north-1") == "eu-north-1, sign-in expired"
            assert scene.words("eu-central-1") == "eu-central-1, opening"
            gate.release()
            await scene.idle()
            assert scene.words("eu-west-1") == "eu-west-1, 6 queues"
            assert scene.words("eu-central-1") == "eu-central-1, no queues"
            denied_row = scene.tree.model.index_of_region(("dev", "us-east-1"))
            assert denied_row.data(CELL_ROLE).trailing_tone == "warning"
            assert "sqs:ListQueues" in denied_row.data(TOOLTIP)
            assert "use another profile" in denied_row.data(TOOLTIP)

    qt_run(look())


def test_a_region_says_that_it_refreshes_and_that_its_list_is_from_before(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            await scene.open()
            gate = scene.fake.hold("ListQueues")
            scene.fake.fail_next("ListQueues", Unreachable("No answer."))
            scene.tree.refresh()
            await gate.reached()
            assert scene.words() == "eu-west-1, 6 queues, refreshing"
            gate.release()
            await scene.idle()
            assert scene.words() == "eu-west-1, unreachable, 6 queues from before"
            assert cell(scene, "OrderQueue").tone == "muted"

    qt_run(look())


def test_a_connections_row_shows_kind_and_environment_and_gives_its_band(qt_run: RunCoroutine) -> None:
    spec = ConnectionSpec(
        "prod", ("eu-west-1",), Environment.PRODUCTION, read_only=True, kind=ProfileKind.ROLE
    )

    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            await scene.open(spec)
            model = scene.tree.model
            row = model.index(0, 0)
            assert row.data() == "prod, Production · read-only · 6 queues"
            assert row.data(CELL_ROLE).icon == "lock"
            assert row.data(SPAN_ROLE) is True
            region = model.index(0, 0, row)
            queue = model.index(0, 0, region)
            assert [index.data(BAND_ROLE) for index in (row, region, queue)] == ["prod", "prod", "prod"]
            assert queue.data(SPAN_ROLE) is False

    qt_run(look())


def test_a_favourite_wears_a_star_and_is_kept(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            await scene.open()
            queue = scene.queue("OrderQueue")
            scene.tree.favourites.toggle(queue)
            assert cell(scene, "OrderQueue").trailing == "★"
            assert scene.kept.settings.favourites == {"dev|eu-west-1|OrderQueue"}
            scene.tree.favourites.toggle(queue)
            assert cell(scene, "OrderQueue").trailing == ""
            assert not scene.kept.settings.favourites

    qt_run(look())


def test_a_connection_or_region_that_changes_its_words_is_repainted_over_all_columns(
    qt_run: RunCoroutine,
) -> None:
    """The row spans the columns: what a view is not told of keeps the words of before."""

    async def live() -> None:
        async with tree_scene() as scene:
            told: list[tuple[str, int]] = []
            scene.tree.model.dataChanged.connect(
                lambda first, last: told.append((str(first.data()), last.column()))
            )
            scene.create_orders()
            await scene.open()
            groups = [column for words, column in told if words.startswith(("dev", "eu-west-1"))]
            assert groups
            assert set(groups) == {DELAYED}

    qt_run(live())
