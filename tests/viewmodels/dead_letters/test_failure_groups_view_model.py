"""Failure groups: found by itself, chosen, typed; while messages come, and with a group in front."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from sqs_explorer.domain.messages import MessageAttribute
from sqs_explorer.services.failure_facts import READ_CHARACTERS
from sqs_explorer.services.ports import Arguments, Result
from sqs_explorer.viewmodels.dead_letters.failure_groups_view_model import (
    REST_SECONDS,
    FailureGroupsViewModel,
)
from sqs_explorer.viewmodels.dead_letters.group_choices import JMESPATH
from sqs_explorer.viewmodels.messages.message_store import HoldState, MessageStore
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.dead_letters.page_scene import PageScene
from tests.viewmodels.messages.samples import held, message


class CountedPieces:
    """Runs functions in place and notes how many characters of bodies each was given."""

    def __init__(self) -> None:
        self.pieces: list[int] = []

    async def run(
        self, function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        if function.__name__ in ("read_facts", "read_values"):
            messages: list[object] = args[0]  # type: ignore[assignment]
            self.pieces.append(sum(len(getattr(one, "body", "")) for one in messages))
        await asyncio.sleep(0)
        return function(*args, **kwargs)


class Scene(PageScene):
    """The groups of one queue's messages; `add` receives some."""

    def __init__(self) -> None:
        super().__init__()
        self.url = self.fake.create_queue("OrderQueue-DLQ")
        self.store = MessageStore(self.owner)
        self.off_thread = CountedPieces()
        self.rests: list[float] = []
        self.number = 0

    @asynccontextmanager
    async def groups(self) -> AsyncIterator[FailureGroupsViewModel]:
        """Open the queue and group what it holds."""
        await self.open()
        self.work_scope = TaskScope(self.bugs.append, self.owner)
        context = replace(self.context(self.url), off_thread=self.off_thread)
        groups = FailureGroupsViewModel(
            context, self.store, self.work_scope, self.owner, pause=self.note_rest
        )
        yield groups
        await self.work_scope.close()
        await self.settle()

    async def note_rest(self, seconds: float) -> None:
        self.rests.append(seconds)
        await asyncio.sleep(0)

    def add(self, *reasons: str, body: str = '{"shop": "a", "code": 1}') -> tuple[str, ...]:
        """Receive a message for each reason; "" has no errorReason."""
        made = []
        for reason in reasons:
            self.number += 1
            attributes = (MessageAttribute("errorReason", "String", reason),) if reason else ()
            made.append(message(f"m{self.number}", body, attributes=attributes))
        self.store.add(held(*made))
        return tuple(one.message_id for one in made)

    async def rest(self) -> None:
        await self.work_scope.idle()
        await self.settle()


def shown(groups: FailureGroupsViewModel) -> list[tuple[str, int]]:
    return [(group.text, group.count) for group in groups.model.things]


def choose(groups: FailureGroupsViewModel, label: str) -> None:
    labels = [choice.label for choice in groups.choices]
    groups.choose_key(labels.index(label))


def test_the_key_is_found_by_itself_and_named_in_the_choice(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.groups() as groups:
            assert [choice.label for choice in groups.choices] == ["Found by itself", JMESPATH]
            scene.add("Card declined", "Card declined", "Unknown product", "")
            await scene.rest()
            assert shown(groups) == [("Card declined", 2), ("Unknown product", 1), ("No errorReason", 1)]
            assert groups.choices[0].label == "Found by itself: errorReason"
            assert groups.choices[0].short == "errorReason"
            assert groups.chosen_index == 0

    qt_run(work())


def test_messages_that_were_there_before_the_tab_are_grouped(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        scene.add("A", "A", "B")
        async with scene.groups() as groups:
            await scene.rest()
            assert shown(groups) == [("A", 2), ("B", 1)]

    qt_run(work())


def test_each_attribute_and_each_shared_path_can_be_chosen(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.groups() as groups:
            scene.add("A", "B", body='{"shop": "x", "id": 1}')
            scene.add("A", body='{"shop": "y", "id": 2}')
            scene.add("B", body='{"shop": "x", "id": 3}')
            await scene.rest()
            labels = [choice.label for choice in groups.choices]
            assert labels[0] == "Found by itself: errorReason"
            assert labels[1] == "errorReason"
            assert "shop in the body" in labels
            assert labels[-1] == JMESPATH
            choose(groups, "shop in the body")
            await scene.rest()
            assert shown(groups) == [("x", 3), ("y", 1)]
            assert groups.choices[groups.chosen_index].label == "shop in the body"
            assert groups.choices[0].label == "Found by itself"
            groups.choose_key(0)
            await scene.rest()
            assert shown(groups) == [("A", 2), ("B", 2)]

    qt_run(work())


def test_a_jmespath_groups_and_one_that_cannot_be_read_says_why_and_changes_nothing(
    qt_run: RunCoroutine,
) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.groups() as groups:
            scene.add("A", "A", body='{"total": 5}')
            scene.add("B", body='{"total": 500}')
            await scene.rest()
            choose(groups, JMESPATH)
            assert groups.is_typing
            assert shown(groups) == [("A", 2), ("B", 1)]
            groups.set_expression("total > `10`")
            await scene.rest()
            assert shown(groups) == [("false", 2), ("true", 1)]
            groups.set_expression("total > ")
            await scene.rest()
            assert groups.expression == "total > "
            assert groups.expression_error == "Not a JMESPath expression: it breaks off."
            assert shown(groups) == [("false", 2), ("true", 1)]
            scene.add("C", body="no json")
            await scene.rest()
            assert shown(groups)[-1] == ("Body is not JSON", 1)
            groups.choose_key(0)
            await scene.rest()
            assert not groups.is_typing
            assert shown(groups) == [("A", 2), ("B", 1), ("C", 1)]

    qt_run(work())


def test_a_jmespath_typed_before_comes_back_with_its_entry(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.groups() as groups:
            scene.add("A", "A")
            choose(groups, JMESPATH)
            groups.set_expression("shop")
            await scene.rest()
            groups.choose_key(0)
            await scene.rest()
            choose(groups, JMESPATH)
            await scene.rest()
            assert shown(groups) == [("a", 2)]

    qt_run(work())


def test_the_group_in_front_takes_in_what_comes_and_is_told(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.groups() as groups:
            first = scene.add("A", "B", "A")
            await scene.rest()
            told: list[tuple[str, ...]] = []
            groups.chosen_changed.connect(
                lambda: told.append(groups.chosen.message_ids if groups.chosen else ())
            )
            groups.choose(groups.model.things[0])
            later = scene.add("A")
            await scene.rest()
            assert told == [(first[0], first[2]), (first[0], first[2], *later)]
            scene.add("B")
            await scene.rest()
            assert len(told) == 2

    qt_run(work())


def test_the_key_found_stays_while_a_group_is_in_front(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.groups() as groups:
            for shop in "xy":
                scene.add("", "", body=f'{{"shop": "{shop}"}}')
            await scene.rest()
            assert groups.choices[0].short == "shop"
            groups.choose(groups.model.things[0])
            scene.add("A", "A", "B", *["C"] * 20, body="text")
            await scene.rest()
            assert groups.chosen is not None
            assert groups.choices[0].short == "shop"
            groups.choose(None)
            scene.add("A")
            await scene.rest()
            assert groups.choices[0].short == "errorReason"

    qt_run(work())


def test_another_key_shows_all_messages_again(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.groups() as groups:
            scene.add("A", "B")
            await scene.rest()
            groups.choose(groups.model.things[0])
            choose(groups, JMESPATH)
            groups.set_expression("shop")
            await scene.rest()
            assert groups.chosen is None

    qt_run(work())


def test_moved_messages_leave_the_count_but_not_their_group(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.groups() as groups:
            ids = scene.add("A", "A", "B")
            await scene.rest()
            scene.store.mark(ids[:2], HoldState.MOVED)
            await scene.rest()
            assert shown(groups) == [("B", 1), ("A", 0)]

    qt_run(work())


def test_cleared_messages_leave_no_groups_and_new_ones_begin_anew(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.groups() as groups:
            scene.add("A", "A")
            await scene.rest()
            groups.choose(groups.model.things[0])
            scene.store.clear()
            assert shown(groups) == []
            assert groups.chosen is None
            assert groups.counts_text == ""
            scene.add("B")
            await scene.rest()
            assert shown(groups) == [("B", 1)]

    qt_run(work())


def test_messages_cleared_while_they_are_read_are_forgotten(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.groups() as groups:
            scene.add("A", "A")
            await asyncio.sleep(0)
            scene.store.clear()
            scene.add("B")
            await scene.rest()
            assert shown(groups) == [("B", 1)]

    qt_run(work())


def test_many_batches_are_grouped_a_few_times_with_rests_between(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.groups() as groups:
            for _ in range(100):
                scene.add(*["A"] * 10)
            await scene.rest()
            assert shown(groups) == [("A", 1_000)]
            assert len(scene.off_thread.pieces) <= 6
            scene.add("B")
            await asyncio.sleep(0)
            scene.add("B")
            await scene.rest()
            assert scene.rests == [REST_SECONDS]
            assert shown(groups) == [("A", 1_000), ("B", 2)]

    qt_run(work())


def test_large_bodies_are_read_in_small_pieces_and_what_is_left_out_is_said(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.groups() as groups:
            groups._characters_left = 5 * 1024 * 1024
            body = '{"a": "' + "x" * 1024 * 1000 + '"}'
            scene.add(*["A"] * 8, body=body)
            await scene.rest()
            assert max(scene.off_thread.pieces) <= 2 * 1024 * 1024
            assert shown(groups) == [("A", 8)]
            assert groups.note.startswith("3 bodies were not read for grouping: more than 64 MiB in all")
            scene.store.clear()
            assert groups.note == ""
            assert groups._characters_left == READ_CHARACTERS

    qt_run(work())


def test_it_says_how_many_are_grouped_of_how_many_there_are(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.groups() as groups:
            scene.add("A")
            await scene.rest()
            assert (groups.counts_text, groups.counts_sentence) == ("1", "1 message is grouped")
            for _ in range(3):
                scene.fake.put(scene.url, "x")
            scene.catalogue.request_attributes(scene.catalogue.queues, again=True)
            await scene.settle()
            assert (groups.counts_text, groups.counts_sentence) == ("1 of 3", "1 of 3 messages is grouped")

    qt_run(work())
