"""The tree: everything listed, filtered as one types, sorted by any column, counted again on wish."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTreeView

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell
from sqs_explorer.viewmodels.queues import queue_tree_view_model
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient
from tests.fakes.sandbox_fixture import start_sandbox


def test_more_than_a_thousand_queues_are_all_listed(
    use_program: UseProgram, aws: AwsSettings, tmp_path: Path
) -> None:
    with start_sandbox(tmp_path / "many") as endpoint:
        aws.profiles(endpoint.endpoint_url, "orders")
        names = [f"many-{number:04}" for number in range(1_120)]
        SecondClient(endpoint.endpoint_url).queues(names)

        async def steps(person: Person) -> None:
            await person.stands("1,120 queues", "orders", "eu-west-1")
            assert person.queues() == names

        use_program(steps, "--profile", "orders")


def test_counts_of_the_rows_in_sight_come_after_the_names(
    in_orders: UseProgram, second: SecondClient
) -> None:
    queue = second.queue("counted")
    second.send_all(queue, ["a", "b", "c"])
    held = second.sqs.receive_message(QueueUrl=second.url(queue))["Messages"]
    second.send(queue, "later", DelaySeconds=600)
    assert len(held) == 1

    async def steps(person: Person) -> None:
        await person.until(lambda: person.count(queue) == "2", "2 available")
        assert person.count(queue, "In flight") == "1"
        assert person.count(queue, "Delayed") == "1"

    in_orders(steps)


def test_the_filter_knows_words_kinds_messages_profiles_and_regions(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint, second: SecondClient
) -> None:
    aws.profiles(server.endpoint_url, "orders", "billing")
    paid, dlq = second.dlq_pair("OrderPaid")
    fifo, full = second.queue("OrderSteps.fifo"), second.queue("Invoices")
    second.send(full, "one")
    everything = sorted((paid, dlq, fifo, full), key=str.lower)
    of_billing = [("billing", "eu-west-1", queue) for queue in everything]

    async def steps(person: Person) -> None:
        await person.connects(["orders", "billing"], ["eu-west-1", "eu-north-1"])
        for text, expected in (
            ("profile:orders", everything),
            ("profile:orders order paid", [paid, dlq] if paid < dlq else [dlq, paid]),
            ("profile:orders is:dlq", [dlq]),
            ("profile:orders is:fifo", [fifo]),
            ("profile:orders has:messages", [full]),
            ("profile:orders region:north", []),
            ("profile:orders is:fifo nothing-like-this", []),
        ):
            person.type("Filter queues", text)
            seen = lambda expected=expected: sorted(person.queues()) == sorted(expected)  # noqa: E731
            await person.until(seen, f"{expected} after “{text}”, not {person.queues()}")
        await person.reads("Nothing matches")
        person.type("Filter queues", "profile:bill")
        await person.until(
            lambda: [path for path in person.tree() if len(path) == 3] == of_billing, "the queues of billing"
        )
        person.type("Filter queues", "is:nonsense")
        await person.reads("is:nonsense is not a condition. Known: is:dlq")

    use_program(steps)


def test_is_favourite_finds_what_was_marked_and_the_mark_outlives_the_program(
    in_orders: UseProgram, second: SecondClient
) -> None:
    liked, _ = second.queue("liked"), second.queue("other")

    async def mark(person: Person) -> None:
        await person.stands("2 queues", "orders", "eu-west-1")
        panel = person.window._parts.tree
        menu = panel.menu_at(person.row(liked))
        next(action for action in menu.actions() if "favourite" in action.text().lower()).trigger()
        menu.deleteLater()

    async def find(person: Person) -> None:
        await person.stands("2 queues", "orders", "eu-west-1")
        person.type("Filter queues", "is:favourite")
        await person.until(lambda: person.queues() == [liked], f"{liked} alone")

    in_orders(mark)
    in_orders(find)


def test_any_column_sorts(in_orders: UseProgram, second: SecondClient) -> None:
    few, many, none = second.queue("c-few"), second.queue("b-many"), second.queue("a-none")
    second.send(few, "1")
    second.send_all(many, ["1", "2", "3"])

    async def steps(person: Person) -> None:
        await person.until(lambda: [person.count(name) for name in (few, many, none)] == ["1", "3", "0"], "")
        assert person.queues() == [none, many, few]
        tree = person.window.findChild(QTreeView)
        assert tree is not None
        header = tree.header()
        header.setSortIndicator(1, Qt.SortOrder.DescendingOrder)
        await person.until(lambda: person.queues() == [many, few, none], "most messages first")
        header.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
        await person.until(lambda: person.queues() == [few, many, none], "names from Z to A")

    in_orders(steps)


def test_a_dlq_is_marked_once_a_redrive_policy_names_it(in_orders: UseProgram, second: SecondClient) -> None:
    source, dlq = second.dlq_pair("marked")

    async def steps(person: Person) -> None:

        def icon(name: str) -> str | None:
            cell = person.row(name).data(CELL_ROLE)
            return cell.icon if isinstance(cell, Cell) else None

        await person.until(lambda: icon(dlq) == "dlq", "the mark of the DLQ")
        assert icon(source) == "queue"
        tooltip = str(person.row(dlq).data(Qt.ItemDataRole.ToolTipRole))
        assert f"dead-letter queue of {source}" in tooltip

    in_orders(steps)


def test_refresh_lists_again_and_counts_again(in_orders: UseProgram, second: SecondClient) -> None:
    queue, going = second.queue("staying"), second.queue("going")

    async def steps(person: Person) -> None:
        await person.until(lambda: person.count(queue) == "0", "the first count")
        second.send(queue, "one more")
        second.delete_queue(going)
        coming = second.queue("coming")
        person.press("Refresh")
        await person.until(lambda: sorted(person.queues()) == sorted([queue, coming]), "the new list")
        await person.until(lambda: person.count(queue) == "1", "the new count")

    in_orders(steps)


def test_what_is_in_sight_is_counted_again_every_n_seconds(
    in_orders: UseProgram, second: SecondClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_tree_view_model, "REFRESH_CHOICES_SECONDS", (0, 1))
    queue = second.queue("ticking")

    async def steps(person: Person) -> None:
        await person.until(lambda: person.count(queue) == "0", "the first count")
        person.window._parts.tree._view_model.set_refresh_seconds(1)
        second.send(queue, "nobody pressed Refresh")
        await person.until(lambda: person.count(queue) == "1", "the count by itself")

    in_orders(steps)


def test_a_regions_rows_fold_under_its_connection(in_orders: UseProgram, second: SecondClient) -> None:
    queue = second.queue("nested")

    async def steps(person: Person) -> None:
        await person.stands("1 queue", "orders", "eu-west-1")
        assert person.tree() == [("orders",), ("orders", "eu-west-1"), ("orders", "eu-west-1", queue)]
        assert person.state("orders").startswith("Development · ")
        assert person.state("orders").endswith(" · 1 queue")
        tree = person.window.findChild(QTreeView)
        assert isinstance(tree, QAbstractItemView)
        assert tree.isExpanded(person.row("orders", "eu-west-1"))

    in_orders(steps)
