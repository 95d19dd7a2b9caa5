"""Details: read when asked, honest when they can't be."""

import json

from sqs_explorer.domain.errors import AccessDenied, Unreachable
from sqs_explorer.viewmodels.details.details_view_model import DetailsViewModel
from sqs_explorer.viewmodels.details.policy_words import access_policy
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.dead_letters.page_scene import PageScene

POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "topic", "Effect": "Allow", "Action": "sqs:SendMessage"}],
}


class Scene(PageScene):
    """OrderQueue with its DLQ, a policy and tags."""

    async def page(self, *, of_dlq: bool = False) -> DetailsViewModel:
        """Open the page and read."""
        self.source, self.dlq = self.fake.create_queue_with_dlq(
            "OrderQueue", VisibilityTimeout=45, Policy=POLICY
        )
        self.fake.tag(self.source, {"team": "orders", "cost-centre": "4711"})
        self.fake.put(self.dlq, "dead")
        await self.open()
        page = DetailsViewModel(self.context(self.dlq if of_dlq else self.source), self.owner)
        page.refresh()
        await page.scope.idle()
        return page


def values(page: DetailsViewModel) -> dict[str, str]:
    return {row.name: row.value for row in page.attribute_model.things}


def test_attributes_tags_and_policy_are_read(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.page()
        assert values(page)["Visibility timeout"] == "45 s"
        assert values(page)["ARN"] == scene.fake.arn(scene.source)
        assert [(row.name, row.value) for row in page.tag_model.things] == [
            ("cost-centre", "4711"),
            ("team", "orders"),
        ]
        assert page.tag_count == 2
        assert page.policy.statements == "1 statement"
        assert json.loads(page.policy.text) == POLICY
        assert page.error is None
        assert not page.is_stale
        await page.close()

    run(work())
    (record,) = scene.activity.records
    assert record.result == "Read the attributes of OrderQueue"


def test_the_redrive_policy_links_to_the_dlq_and_its_count(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.page()
        assert page.redrive.maximum_receives == 3
        assert page.redrive.target is not None
        assert (page.redrive.target.url, page.redrive.target_available) == (scene.dlq, 1)
        await page.close()

    run(work())


def test_a_dlq_names_its_sources(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.page(of_dlq=True)
        assert [queue.name for queue in page.redrive.sources] == ["OrderQueue"]
        assert page.redrive.target is None
        await page.close()

    run(work())


def test_refresh_shows_what_has_changed(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.page()
        scene.fake.set_attributes(scene.source, VisibilityTimeout=60)
        page.refresh()
        await page.scope.idle()
        assert values(page)["Visibility timeout"] == "1 min"
        await page.close()

    run(work())


def test_a_deleted_queue_keeps_its_old_values_marked_stale(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.page()
        scene.fake.delete_queue(scene.source)
        page.refresh()
        await page.scope.idle()
        assert page.error is not None
        assert page.error.title == "This queue does not exist"
        assert "how it was last" in page.error.text
        assert page.is_stale
        assert values(page)["Visibility timeout"] == "45 s"
        await page.close()

    run(work())
    assert not scene.activity.records[-1].succeeded


def test_a_queue_that_a_listing_no_longer_finds_is_said_to_be_gone(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.page()
        scene.fake.delete_queue(scene.source)
        scene.catalogue.refresh_all()
        await scene.settle()
        assert page.error is not None
        assert page.error.title == "This queue does not exist"
        assert values(page)["Visibility timeout"] == "45 s"
        await page.close()

    run(work())


def test_an_error_goes_away_once_the_attributes_are_read_again(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.page()
        scene.fake.fail_next("GetQueueAttributes", Unreachable("No answer."))
        page.refresh()
        await page.scope.idle()
        assert page.error is not None
        assert page.error.next_step
        assert page.is_stale
        page.refresh()
        await page.scope.idle()
        assert page.error is None
        assert not page.is_stale
        await page.close()

    run(work())


def test_tags_that_may_not_be_read_are_said_in_their_place_and_the_rest_is_there(run: RunCoroutine) -> None:
    scene = Scene()
    scene.fake.fail_next(
        "ListQueueTags", AccessDenied("Not authorized.", action="sqs:ListQueueTags"), times=9
    )

    async def work() -> None:
        page = await scene.page()
        assert page.tags_error is not None
        assert "sqs:ListQueueTags" in page.tags_error.text
        assert page.tag_count is None
        assert page.error is None
        assert values(page)["Visibility timeout"] == "45 s"
        await page.close()

    run(work())


def test_the_raw_attribute_is_in_the_tooltip(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.page()
        (row,) = [row for row in page.attribute_model.things if row.name == "Visibility timeout"]
        assert row.raw == "VisibilityTimeout: 45"
        assert "Visibility timeout\t45 s" in page.attributes_as_text().splitlines()
        await page.close()

    run(work())


def test_a_policy_keeps_every_literal_and_counts_statements() -> None:
    text = '{"Statement":[{"a":1.0},{"a":1e400}],"Version":"2012-10-17"}'
    policy = access_policy(text)
    assert policy.statements == "2 statements"
    assert "1e400" in policy.text
    assert access_policy('{"Statement":{"Effect":"Allow"}}').statements == "1 statement"


def test_no_policy_and_a_broken_one_are_told_apart() -> None:
    assert access_policy("").statements == ""
    assert access_policy("{oops").statements == "Not JSON"
    assert access_policy("{oops").text == "{oops"
    assert access_policy('["a list"]').statements == "Not a policy"
