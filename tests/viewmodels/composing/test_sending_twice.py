"""What the Send tab says when the same message may go out twice."""

import hashlib

import pytest

from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.composing.composer import opened

pytestmark = pytest.mark.usefixtures("qapp")


def test_the_same_deduplication_id_within_five_minutes_may_be_suppressed(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened("Orders.fifo") as composer:
            draft = composer.view_model
            draft.type_body("b")
            draft.set_group_id("g")
            draft.set_deduplication_id("d-1")
            sentences = []
            for seconds in (0, 299, 2):
                composer.clock.advance(seconds)
                await composer.send()
                sentences.append(composer.sentence.split(" · ")[0])
            duplicate = "Accepted; may be suppressed as a duplicate"
            assert sentences == ["Sent 1 message", duplicate, "Sent 1 message"]
            assert len(composer.held) == 2

    run(scenario())


def test_the_same_body_may_be_suppressed_where_the_queue_deduplicates_by_content(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened("Orders.fifo", ContentBasedDeduplication="true") as composer:
            draft = composer.view_model
            draft.set_group_id("g")
            tones = []
            for body in ("one", "two", "one"):
                draft.type_body(body)
                await composer.send()
                assert draft.result is not None
                tones.append(draft.result.tone)
            draft.type_body("three")
            draft.set_deduplication_id(hashlib.sha256(b"two").hexdigest())
            await composer.send()
            assert draft.result is not None
            assert [*tones, draft.result.tone] == ["success", "success", "warning", "warning"]
            assert [held.body for held in composer.held] == ["one", "two"]

    run(scenario())


def test_the_same_id_in_another_group_is_new_where_groups_deduplicate_apart(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened("Orders.fifo", DeduplicationScope="messageGroup") as composer:
            draft = composer.view_model
            draft.type_body("b")
            draft.set_deduplication_id("d")
            tones = []
            for group in ("g", "h", "g"):
                draft.set_group_id(group)
                await composer.send()
                assert draft.result is not None
                tones.append(draft.result.tone)
            assert tones == ["success", "success", "warning"]

    run(scenario())


def test_after_a_lost_answer_of_a_fifo_queue_a_repeat_is_called_safe(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened("Orders.fifo") as composer:
            draft = composer.view_model
            draft.type_body("b")
            draft.set_group_id("g")
            draft.make_deduplication_id()
            composer.fake.lose_answer("SendMessage")
            await composer.send()
            assert draft.result is not None
            assert "is safe" in draft.result.next_step
            await composer.send()
            assert composer.sentence.startswith("Accepted; may be suppressed as a duplicate")
            assert len(composer.held) == 1

    run(scenario())
