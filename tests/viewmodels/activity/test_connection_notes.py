"""What is done with connections outside of a queue's page is in the activity, too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from sqs_explorer.domain.connections import ConnectionSpec, Identity
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.queue_adding import FoundQueue
from sqs_explorer.viewmodels.activity.connection_notes import ConnectionNotes
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.shell.window_scene import WindowScene

pytestmark = pytest.mark.usefixtures("qapp")

ME = Identity("123456789012", "arn:aws:iam::123456789012:user/me")
PROD = ConnectionSpec("prod", ("eu-west-1", "us-east-1"), read_only=True)


class NotesScene(WindowScene):
    """A catalogue, the notes about it, and who AWS says one is."""

    def __init__(self) -> None:
        super().__init__()
        self.identities: dict[str, Identity] = {}
        self.notes = ConnectionNotes(self.activity, self.catalogue, self.identities.get)

    def noted(self) -> list[tuple[str, str, str, str]]:
        """Return what, where, result and who of each record."""
        return [(one.what, one.where, one.result, one.who) for one in self.activity.records]


@asynccontextmanager
async def notes_scene() -> AsyncIterator[NotesScene]:
    """Give a scene and end it as the program ends."""
    scene = NotesScene()
    try:
        yield scene
    finally:
        scene.notes.close()
        before = len(scene.activity.records)
        await scene.scope.idle()
        await scene.close()
        assert len(scene.activity.records) == before, "the end of the program closes connections by itself"


def test_opening_and_closing_are_noted_once_with_who_it_was(run: RunCoroutine) -> None:
    async def steps() -> None:
        async with notes_scene() as scene:
            await scene.catalogue.open(PROD)
            await scene.scope.idle()
            scene.identities["prod"] = ME
            scene.notes.learn("prod")
            scene.catalogue.note_lock_changed()
            scene.identities.clear()
            await scene.catalogue.close("prod")
            where = "prod · eu-west-1, us-east-1"
            assert scene.noted() == [
                ("Open prod", where, "Opened prod, read-only", ""),
                ("Close prod", where, "Closed prod", "123456789012 · user/me"),
            ]

    run(steps())


def test_another_region_of_an_open_connection_is_noted_and_a_refresh_is_not(run: RunCoroutine) -> None:
    async def steps() -> None:
        async with notes_scene() as scene:
            await scene.catalogue.open(ConnectionSpec("dev", ("eu-west-1",)))
            await scene.catalogue.open(ConnectionSpec("dev", ("us-east-1",)))
            scene.catalogue.refresh_all()
            await scene.scope.idle()
            assert [where for _, where, _, _ in scene.noted()] == [
                "dev · eu-west-1",
                "dev · eu-west-1, us-east-1",
            ]

    run(steps())


def test_a_queue_that_was_added_is_noted_and_one_that_was_listed_is_not(run: RunCoroutine) -> None:
    async def steps() -> None:
        async with notes_scene() as scene:
            scene.server.create_queue("Listed")
            await scene.catalogue.open(ConnectionSpec("dev", ("eu-west-1",)))
            await scene.scope.idle()
            scene.identities["dev"] = ME
            url = "https://sqs.eu-west-1.amazonaws.com/210987654321/Foreign"
            scene.catalogue.add(FoundQueue(QueueRef("dev", "eu-west-1", url)))
            scene.catalogue.refresh_all()
            await scene.scope.idle()
            assert scene.noted()[1:] == [
                (
                    "Add Foreign to the list",
                    "dev · eu-west-1 · Foreign",
                    "Added Foreign",
                    "123456789012 · user/me",
                )
            ]

    run(steps())


def test_what_others_do_with_a_connection_is_noted_by_its_name(run: RunCoroutine) -> None:
    async def steps() -> None:
        async with notes_scene() as scene:
            await scene.catalogue.open(PROD)
            scene.identities["prod"] = ME
            scene.notes.note("Unlock writing", "prod", "Unlocked for 15 min")
            scene.notes.note("Sign in", "gone", "Signed in")
            assert scene.noted()[1:] == [
                (
                    "Unlock writing",
                    "prod · eu-west-1, us-east-1",
                    "Unlocked for 15 min",
                    "123456789012 · user/me",
                ),
                ("Sign in", "gone", "Signed in", ""),
            ]

    run(steps())
