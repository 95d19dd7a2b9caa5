"""Connection rows say whose they are, where they go and whether they may write; region rows why not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sqs_explorer.domain.connections import ConnectionSpec, Environment, Identity, ProfileKind
from sqs_explorer.domain.errors import (
    AccessDenied,
    ClockWrong,
    CommandFailed,
    MfaCodeRefused,
    SignInCancelled,
    SignInExpired,
    SqsExplorerError,
)
from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell
from sqs_explorer.viewmodels.queues.catalogue import ListingState
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.queues.tree_scene import IRELAND, TreeScene, tree_scene

TOOLTIP_ROLE = 3
ME = Identity("111122223333", "arn:aws:sts::111122223333:assumed-role/OnCall/me", alias="orders-prod")
PROD = ConnectionSpec(
    "prod-orders", ("eu-west-1",), environment=Environment.PRODUCTION, read_only=True, kind=ProfileKind.ROLE
)


def row(scene: TreeScene, connection_id: str) -> Cell:
    cell = scene.tree.model.index_of_connection(connection_id).data(CELL_ROLE)
    assert isinstance(cell, Cell)
    return cell


def tooltip(scene: TreeScene, connection_id: str) -> str:
    return str(scene.tree.model.index_of_connection(connection_id).data(TOOLTIP_ROLE))


def test_a_connection_says_its_account_once_aws_said_it(run: RunCoroutine) -> None:
    known: dict[str, Identity] = {}

    async def look() -> None:
        async with tree_scene(identity_of=known.get) as scene:
            await scene.open(PROD)
            assert row(scene, "prod-orders").trailing == "Production · read-only · no queues"
            heard: list[object] = []
            scene.tree.model.dataChanged.connect(lambda first, last: heard.append(first.data()))
            known["prod-orders"] = ME
            scene.tree.repaint_identities()
            words = "Production · 111122223333 orders-prod · read-only · no queues"
            assert heard[0] == f"prod-orders, {words}"
            assert "Account 111122223333 orders-prod" in tooltip(scene, "prod-orders")
            assert ME.arn in tooltip(scene, "prod-orders")
            assert tooltip(scene, "prod-orders").startswith("prod-orders: Production, role, 1 region")

    run(look())


def test_a_connection_says_whether_writing_is_off_or_unlocked_now(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            await scene.open(PROD, IRELAND)
            lock = scene.catalogue.gateway("prod-orders").write_lock
            lock.unlock(60)
            assert "writing unlocked" in row(scene, "prod-orders").trailing
            assert row(scene, "prod-orders").icon == "unlock"
            assert "Writing is unlocked for a time" in tooltip(scene, "prod-orders")
            scene.fake.clock.advance(61)
            assert "read-only" in row(scene, "prod-orders").trailing
            assert row(scene, "prod-orders").icon == "lock"
            assert "writing is off" in tooltip(scene, "prod-orders")
            assert row(scene, "dev").trailing == "Development · no queues"
            scene.catalogue.gateway("dev").write_lock.lock()
            assert "read-only" in row(scene, "dev").trailing

    run(look())


def test_an_endpoint_of_its_own_has_a_badge_and_the_demo_none(run: RunCoroutine) -> None:
    local = ConnectionSpec("local", ("eu-west-1",), endpoint_url="http://localhost:4566")
    demo = ConnectionSpec(
        "demo", ("eu-west-1",), environment=Environment.DEMO, endpoint_url="http://127.0.0.1:5"
    )

    async def look() -> None:
        async with tree_scene() as scene:
            await scene.open(local, demo)
            cell = row(scene, "local@http://localhost:4566")
            assert (cell.icon, cell.trailing) == ("link", "Development · localhost:4566 · no queues")
            assert "Endpoint URL http://localhost:4566" in tooltip(scene, "local@http://localhost:4566")
            assert (row(scene, "demo@demo").icon, row(scene, "demo@demo").trailing) == (
                "plug",
                "Demo · no queues",
            )

    run(look())


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SignInExpired("expired"), "sign-in expired"),
        (SignInCancelled("not now"), "not signed in"),
        (MfaCodeRefused("wrong code"), "MFA code not accepted"),
        (ClockWrong("late", ahead_seconds=-600), "this machine's clock is wrong"),
        (CommandFailed("exit status 1"), "the profile's command failed"),
        (AccessDenied("no", action="sqs:ListQueues"), "access denied"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_a_region_says_why_it_is_not_listed_and_keeps_what_was(
    run: RunCoroutine, error: SqsExplorerError, words: str
) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            scene.fake.fail_next("ListQueues", error)
            await scene.open()
            assert scene.words() == f"eu-west-1, {words}"
            scene.tree.refresh()
            await scene.idle()
            scene.fake.fail_next("ListQueues", error)
            scene.tree.refresh()
            await scene.idle()
            assert scene.words() == f"eu-west-1, {words}, 6 queues from before"
            is_denied = isinstance(error, AccessDenied)
            said = str(scene.tree.model.index_of_region(("dev", "eu-west-1")).data(TOOLTIP_ROLE))
            assert ("ListQueues is not allowed here. Add a queue by URL." in said) is is_denied

    run(look())


def test_a_list_that_failed_for_the_expired_sign_in_comes_when_the_connection_is_refreshed(
    run: RunCoroutine,
) -> None:
    two = replace(IRELAND, regions=("eu-west-1", "us-east-1"))

    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            scene.fake.fail_next("ListQueues", SignInExpired("expired"), times=2)
            await scene.open(two)
            assert scene.words() == "eu-west-1, sign-in expired"
            scene.catalogue.refresh_connection("dev")
            await scene.idle()
            assert scene.words() == "eu-west-1, 6 queues"
            assert scene.words("us-east-1") == "us-east-1, no queues"
            scene.catalogue.refresh_connection("nobody")

    run(look())


def test_a_list_under_way_at_the_sign_in_is_asked_for_once_more_only_if_it_fails_for_it(
    run: RunCoroutine,
) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            gate = scene.fake.hold("ListQueues")
            scene.fake.fail_next("ListQueues", SignInExpired("expired"))
            await scene.catalogue.open(IRELAND)
            await gate.reached()
            scene.catalogue.refresh_connection("dev")
            gate.release()
            await scene.idle()
            assert scene.words() == "eu-west-1, 6 queues"
            assert scene.fake.count("ListQueues") == 2
            gate = scene.fake.hold("ListQueues")
            scene.catalogue.refresh_all()
            await gate.reached()
            scene.catalogue.refresh_connection("dev")
            gate.release()
            await scene.idle()
            assert scene.fake.count("ListQueues") == 3
            listing = scene.catalogue.listing("dev", "eu-west-1")
            assert listing is not None
            assert listing.state is ListingState.LISTED

    run(look())
