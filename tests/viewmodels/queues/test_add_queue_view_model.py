"""Add queue checks what is typed as it is typed, asks SQS once, and loses nothing typed."""

from __future__ import annotations

import pytest

from sqs_explorer.domain.connections import ConnectionSpec, Environment
from sqs_explorer.domain.errors import AccessDenied, SignInExpired, SqsExplorerError
from sqs_explorer.viewmodels.queues.add_queue_view_model import AddQueueViewModel
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.queues.tree_scene import TreeScene, tree_scene

TWO_REGIONS = ConnectionSpec("dev", ("eu-west-1", "us-east-1"))
PROD = ConnectionSpec("prod-orders", ("eu-west-2",), environment=Environment.PRODUCTION)
ACCOUNT = "123456789012"


async def opened(scene: TreeScene) -> AddQueueViewModel:
    """Open two connections without queues, and begin in the first."""
    await scene.open(TWO_REGIONS, PROD)
    scene.tree.adding.begin("dev", "us-east-1")
    scene.fake.calls.clear()
    return scene.tree.adding


async def asked(scene: TreeScene) -> AddQueueViewModel:
    """Ask SQS and wait for the answer."""
    adding = scene.tree.adding
    adding.check()
    while adding.is_checking:
        await adding._scope.idle()
    return adding


def test_a_name_takes_the_region_chosen_and_asks_for_url_and_attributes_once(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            url = scene.fake.create_queue("orders", region="us-east-1")
            adding = await opened(scene)
            assert not adding.can_add
            adding.set_text(" orders ")
            assert adding.can_add
            assert adding.region == "us-east-1"
            assert adding.hint == "The queue orders of your own account."
            await asked(scene)
            assert adding.found is not None
            assert adding.found.queue.url == url
            calls = [(call.operation, call.region) for call in scene.fake.calls]
            assert calls == [("GetQueueUrl", "us-east-1"), ("GetQueueAttributes", "us-east-1")]

    run(look())


def test_an_arn_chooses_its_region_and_says_that_it_will_be_opened(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            url = scene.fake.create_queue("orders", region="eu-central-1")
            adding = await opened(scene)
            adding.set_text(scene.fake.arn(url))
            assert adding.region == "eu-central-1"
            assert adding.is_region_named
            assert adding.opens_region
            assert not adding.names_account_beside
            assert "eu-central-1 is not open in dev yet: it is opened, too." in adding.hint
            assert [code for code, _ in adding.regions] == ["eu-west-1", "us-east-1", "eu-central-1"]
            await asked(scene)
            assert adding.found is not None
            assert adding.found.queue.region == "eu-central-1"

    run(look())


def test_what_is_wrong_is_said_beside_its_field_as_one_types(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            adding = await opened(scene)
            assert adding.problem == ("", "")
            adding.set_text("ord ers")
            assert adding.problem[0] == "Queue URL, ARN or name"
            adding.set_text("orders")
            adding.set_account_id("1234")
            assert adding.problem == ("Account ID", "An account ID has 12 digits.")
            assert not adding.can_add
            adding.set_text(f"https://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/orders")
            assert adding.problem == ("", ""), "the URL says the account"
            adding.check()
            adding.cancel()
            assert adding.text.endswith("orders")

    run(look())


@pytest.mark.parametrize(
    ("error", "title"),
    [(None, "The queue does not exist"), (SignInExpired("expired"), "Sign-in expired")],
    ids=["no such queue", "sign-in expired"],
)
def test_a_queue_that_is_not_found_is_said_and_the_text_stays(
    run: RunCoroutine, error: SqsExplorerError | None, title: str
) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            adding = await opened(scene)
            if error is not None:
                scene.fake.fail_next("GetQueueUrl", error)
            adding.set_text("orders")
            adding.set_account_id(ACCOUNT)
            await asked(scene)
            assert adding.found is None
            assert adding.failure is not None
            assert adding.failure.title == title
            assert (adding.text, adding.account_id) == ("orders", ACCOUNT)
            adding.set_text("orders2")
            assert adding.failure is None

    run(look())


def test_where_urls_may_not_be_asked_for_it_says_to_type_the_url(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            adding = await opened(scene)
            denied = AccessDenied("no", action="sqs:GetQueueUrl", operation="GetQueueUrl")
            scene.fake.fail_next("GetQueueUrl", denied)
            adding.set_text("orders")
            await asked(scene)
            assert adding.failure is not None
            assert "Type the queue's URL instead" in adding.failure.next_step

    run(look())


def test_typing_on_or_cancelling_drops_the_answer_under_way(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.fake.create_queue("orders", region="us-east-1")
            adding = await opened(scene)
            gate = scene.fake.hold("GetQueueUrl")
            adding.set_text("orders")
            adding.check()
            await gate.reached()
            assert adding.is_checking
            assert not adding.can_add
            adding.set_text("orders-2")
            gate.release()
            await adding._scope.idle()
            assert adding.found is None
            assert adding.can_add

    run(look())


def test_another_connection_brings_its_own_regions_and_a_closed_one_gives_way(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            adding = await opened(scene)
            assert [words for _, words in adding.connections] == [
                "dev · Development",
                "prod-orders · Production",
            ]
            adding.set_connection("prod-orders")
            assert adding.region == "eu-west-2"
            assert adding.regions == (("eu-west-2", "eu-west-2 · Europe (London)"),)
            await scene.catalogue.close("prod-orders")
            assert adding.spec is not None
            assert adding.spec.connection_id == "dev"
            await scene.catalogue.close("dev")
            adding.set_text("orders")
            assert not adding.can_add
            adding.check()
            assert not adding.is_checking

    run(look())


def test_what_was_typed_is_there_again_until_a_queue_was_added(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            adding = await opened(scene)
            adding.set_text("orders")
            adding.begin()
            assert (adding.text, adding.region) == ("orders", "us-east-1")
            adding.clear()
            assert adding.text == ""

    run(look())
