"""Purging and deleting a queue: what is asked, what the server holds afterwards, what is said."""

from __future__ import annotations

from sqs_explorer.domain.connections import Environment, Identity
from sqs_explorer.domain.errors import OutcomeUnknown
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.details.destroying_view_model import DestroyingViewModel
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.dead_letters.page_scene import REGION, PageScene

IDENTITY = Identity("123456789012", "arn:aws:sts::123456789012:assumed-role/OnCall/anna", alias="acme")


class Scene(PageScene):
    """OrderQueue with its DLQ, in which three messages lie, one of them in flight."""

    async def destroying(self, *, read_only: bool = False) -> DestroyingViewModel:
        """Return the view-model of the DLQ's page."""
        self.source, self.dlq = self.fake.create_queue_with_dlq("OrderQueue")
        for body in ("a", "b", "c"):
            self.fake.put(self.dlq, body)
        await self.open(read_only=read_only, environment=Environment.PRODUCTION)
        await (
            self.connections.gateway("dev")
            .sqs(REGION)
            .receive(self.dlq, maximum=1, wait_seconds=0, visibility_seconds=60)
        )
        return DestroyingViewModel(self.context(self.dlq), self.owner)


def test_a_purge_asks_with_counts_read_just_now_and_empties_the_queue(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.destroying()
        question = await page.ask_purge()
        assert question.title == "Purge OrderQueue-DLQ"
        assert question.verb == "Purge about 3 messages"
        facts = dict(question.facts)
        assert facts["Messages"] == "≈ 3: 2 available, 1 in flight, 0 delayed"
        assert facts["Region"] == "Europe (Ireland) eu-west-1"
        assert "also those in flight and delayed" in question.sentence
        page.purge()
        assert page.blocked_reason is not None
        await page.scope.idle()
        assert scene.fake.bodies(scene.dlq) == []
        assert page.error is None
        assert "up to 60 seconds" in page.done_words
        await page.close()

    run(work())
    (record,) = scene.activity.records
    assert record.result == "Purged OrderQueue-DLQ: about 3 messages"
    assert record.request_id
    assert [call.operation for call in record.calls] == ["PurgeQueue"]


def test_a_second_purge_within_a_minute_is_said_in_words(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.destroying()
        page.purge()
        await page.scope.idle()
        page.purge()
        await page.scope.idle()
        assert page.error is not None
        assert page.error.title == "Not purged again yet"
        assert "60 seconds" in page.error.next_step
        assert page.done_words == ""
        await page.close()

    run(work())


def test_deleting_names_the_queues_that_lose_their_dlq_and_takes_it_out_of_the_list(
    run: RunCoroutine,
) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.destroying()
        gone: list[QueueRef] = []
        scene.catalogue.queue_gone.connect(gone.append)
        question = await page.ask_delete()
        assert "the dead-letter queue of OrderQueue: its failed messages" in question.warning
        assert question.verb == "Delete queue"
        page.delete()
        await page.scope.idle()
        assert scene.fake.find(REGION, "123456789012", "OrderQueue-DLQ") is None
        assert [queue.name for queue in gone] == ["OrderQueue-DLQ"]
        assert [queue.name for queue in scene.catalogue.queues] == ["OrderQueue"]
        assert page.blocked_reason == "This queue was deleted."
        await page.close()

    run(work())


def test_in_a_read_only_connection_neither_is_done(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.destroying(read_only=True)
        assert page.blocked_reason == "Read-only connection: this is off. Unlock writing in the header."
        for deed in (page.purge, page.delete):
            deed()
            await page.scope.idle()
            assert page.error is not None
            assert page.error.title == "Read-only connection"
            page.dismiss()
        assert len(scene.fake.bodies(scene.dlq)) == 3
        await page.close()

    run(work())


def test_unlocked_it_is_done_and_locked_again_it_is_not(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.destroying(read_only=True)
        told: list[bool] = []
        page.changed.connect(lambda: told.append(page.blocked_reason is None))
        lock = scene.connections.gateway("dev").write_lock
        lock.unlock(60)
        scene.catalogue.note_lock_changed()
        assert told == [True]
        scene.clock.advance(61)
        assert page.blocked_reason is not None
        page.purge()
        await page.scope.idle()
        assert len(scene.fake.bodies(scene.dlq)) == 3
        await page.close()

    run(work())


def test_an_answer_that_was_lost_is_not_taken_for_done(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.destroying()
        scene.fake.lose_answer("PurgeQueue", error=OutcomeUnknown("No answer came.", operation="PurgeQueue"))
        page.purge()
        await page.scope.idle()
        assert page.error is not None
        assert page.error.title == "Outcome unknown"
        assert page.done_words == ""
        await page.close()

    run(work())


def test_the_question_says_who_one_is_and_doubts_where_aws_has_not_said(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.destroying()
        question = await page.ask_purge()
        assert "AWS has not said who you are here." in question.warning
        assert dict(question.facts)["User or role"] == "not known yet"
        await page.close()
        known = scene.context(scene.dlq)
        object.__setattr__(known, "identity_of", lambda _: IDENTITY)
        page = DestroyingViewModel(known, scene.owner)
        question = await page.ask_purge()
        assert question.warning == ""
        assert dict(question.facts)["User or role"] == "role/OnCall"
        assert dict(question.facts)["Account"] == IDENTITY.account_words
        await page.close()

    run(work())
