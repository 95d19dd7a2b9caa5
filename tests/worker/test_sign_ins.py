"""The worker's keys come from its parent alone; a sign-in that expires in mid-move loses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sqs_explorer.domain.connections import ProfileKind
from sqs_explorer.domain.errors import ReadOnlyConnection, SignInExpired
from sqs_explorer.domain.keys import SessionKeys
from sqs_explorer.domain.moves import HeldOriginal, MoveState
from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.fakes.key_checking_line import KeyCheckingLine, key_checking_line
from tests.guards.event_loops import RunCoroutine
from tests.worker.conftest import MakeScene
from tests.worker.move_scene import MoveScene, Run, times
from tests.worker.two_callers_child import COMMAND

COUNT = 60
PER_SECOND = 10.0
"""So slow that the keys expire long before the end, even if the start takes seconds."""
LASTING_SECONDS = 1.0
OLD, NEW = SessionKeys("AKIAOLDOLDOLDOLDOLD1", "made up"), SessionKeys("AKIANEWNEWNEWNEWNEW1", "made up")
EXPIRED = SignInExpired("The sign-in has expired.")


@pytest.fixture
def line(server: SandboxEndpoint) -> Iterator[KeyCheckingLine]:
    """A way to the server that knows which keys have expired."""
    with key_checking_line(server.endpoint_url) as made:
        yield made


class Parent:
    """Gives OLD keys first, and NEW ones once the person has signed in; is a SignInDesk, too."""

    def __init__(self, *, lasting_seconds: float | None = None) -> None:
        self._lasting_seconds = lasting_seconds
        self._until: datetime | None = None
        self.expired: list[SignInExpired] = []
        self.needs_person = asyncio.Event()
        self.signed_in: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    async def keys(self, _: str) -> SessionKeys:
        if self._lasting_seconds is None:
            return NEW if self.signed_in.done() and self.signed_in.result() else OLD
        if self._until is None:
            self._until = datetime.now(UTC) + timedelta(seconds=self._lasting_seconds)
        if datetime.now(UTC) < self._until:
            return replace(OLD, session_token="token", expires_at=self._until)
        self.needs_person.set()
        if not await asyncio.shield(self.signed_in):
            raise EXPIRED
        return NEW

    def note_expired(self, _: str, error: SignInExpired) -> None:
        self.expired.append(error)

    async def is_needed(self, moving: asyncio.Future[Any]) -> None:
        """Wait until a person is needed; the move must not end before."""
        needed = asyncio.ensure_future(self.needs_person.wait())
        await asyncio.wait({needed, moving}, return_when=asyncio.FIRST_COMPLETED)
        needed.cancel()
        assert self.needs_person.is_set(), moving.result()

    async def wait(self, _: str) -> bool:
        self.needs_person.set()
        return await asyncio.shield(self.signed_in)


async def all_is_there(here: MoveScene, held: list[HeldOriginal], ended: Run) -> None:
    """Each message is where the move says that it is, and unaltered."""
    states = {result.message_id: result.state for result in ended.results}
    left = {original.message.message_id for original in await here.still_there(held)}
    assert left == {name for name, state in states.items() if state is not MoveState.MOVED}
    await here.show(held)
    arrived, stayed = times(await here.drain(here.destination)), times(await here.drain(here.source))
    assert max(arrived.values(), default=1) == 1
    assert set(arrived) | set(stayed) == set(here.put)
    twice = sum(state is MoveState.SENT_NOT_DELETED for state in states.values())
    assert (arrived & stayed).total() == twice


@pytest.mark.parametrize("signs_in", [True, False], ids=["signs in", "does not"])
@pytest.mark.parametrize("told_by", ["the time", "the server"])
def test_a_sign_in_that_expires_in_the_middle(
    told_by: str, signs_in: bool, line: KeyCheckingLine, scene: MakeScene, run: RunCoroutine
) -> None:
    here = scene(url=line.url)
    here.fill(COUNT)

    async def steps() -> None:
        async with here.opened():
            held = await here.hold_all(COUNT)
            parent = Parent(lasting_seconds=LASTING_SECONDS if told_by == "the time" else None)
            runner = here.worker(keys_of=parent.keys, desk=parent)
            moving = asyncio.ensure_future(here.move(runner, held, messages_per_second=PER_SECOND))
            if told_by == "the server":
                await here.until_some_arrived()
                line.expired.add(OLD.access_key_id)
            await parent.is_needed(moving)
            parent.signed_in.set_result(signs_in)
            ended = await moving
            assert ended.outcome is not None
            if signs_in:
                assert ended.outcome.error is None
                assert ended.outcome.counts == {MoveState.MOVED: COUNT}
                assert NEW.access_key_id in line.seen
            else:
                assert isinstance(ended.outcome.error, SignInExpired)
                assert ended.outcome.counts.get(MoveState.MOVED, 0) < COUNT
                assert line.seen <= {OLD.access_key_id}
            # Keys that end on their way to the worker are told by the time and by the worker.
            assert len(parent.expired) == 1 or (told_by == "the time" and not parent.expired)
            await all_is_there(here, held, ended)

    run(steps(), 60)


def test_two_processes_whose_keys_have_expired_ask_the_person_once(
    line: KeyCheckingLine, scene: MakeScene, run: RunCoroutine
) -> None:
    here = scene(url=line.url)
    here.fill(COUNT)
    line.expired.add(OLD.access_key_id)

    async def steps() -> None:
        async with here.opened():
            held = await here.hold_all(COUNT)
            parent = Parent()
            runner = here.worker(*COMMAND, keys_of=parent.keys, desk=parent)
            moving = asyncio.ensure_future(here.move(runner, held))
            await parent.is_needed(moving)
            parent.signed_in.set_result(True)
            ended = await moving
            assert ended.outcome is not None
            assert ended.outcome.counts == {MoveState.MOVED: COUNT}
            assert len(parent.expired) == 1

    run(steps(), 60)


def test_the_keys_of_the_programs_own_connection_sign_the_workers_calls(
    line: KeyCheckingLine, scene: MakeScene, run: RunCoroutine
) -> None:
    here = scene(url=line.url)
    here.fill(3)

    async def steps() -> None:
        async with here.opened():
            held = await here.hold_all(3)
            keys = await here.own_keys("demo")
            ended = await here.move(here.worker(keys_of=here.own_keys), held)
            assert ended.outcome is not None
            assert ended.outcome.counts == {MoveState.MOVED: 3}
            assert line.seen == {keys.access_key_id}

    run(steps(), 60)


def test_a_stop_does_not_wait_for_the_person(
    line: KeyCheckingLine, scene: MakeScene, run: RunCoroutine
) -> None:
    here = scene(url=line.url)
    here.fill(COUNT)

    async def steps() -> None:
        async with here.opened():
            held = await here.hold_all(COUNT)
            parent, heard = Parent(), Run()
            runner = here.worker(keys_of=parent.keys, desk=parent)
            order = replace(here.order, messages_per_second=PER_SECOND)
            moving = asyncio.ensure_future(runner.run(order, held, stop=heard.stop, on_progress=heard.hear))
            await here.until_some_arrived()
            line.expired.add(OLD.access_key_id)
            await parent.is_needed(moving)
            heard.stop.request()
            heard.outcome = await moving
            assert heard.outcome.stopped
            await all_is_there(here, held, heard)

    run(steps(), 60)


def test_the_worker_runs_no_command_and_reads_no_keys(
    line: KeyCheckingLine, scene: MakeScene, run: RunCoroutine, tmp_path: Path
) -> None:
    here = scene(url=line.url)
    here.fill(3)
    config, ran = tmp_path / "config", tmp_path / "ran"
    config.write_text(f"[profile demo]\nregion = eu-west-1\ncredential_process = touch {ran}\n")
    here.spec = replace(
        here.spec,
        kind=ProfileKind.PROCESS,
        config_file=str(config),
        credentials_file=str(tmp_path / "none"),
    )

    async def steps() -> None:
        async with here.opened():
            held = await here.hold_all(3)
            ended = await here.move(here.worker(keys_of=Parent().keys), held)
            assert ended.outcome is not None
            assert ended.outcome.counts == {MoveState.MOVED: 3}

    run(steps(), 60)
    assert line.seen == {OLD.access_key_id}
    assert not ran.exists()


def test_a_connection_that_may_not_write_at_the_start_writes_nothing(
    scene: MakeScene, run: RunCoroutine
) -> None:
    here = scene()
    here.fill(3)
    here.spec = replace(here.spec, read_only=True)

    async def steps() -> None:
        async with here.opened():
            held = await here.hold_all(3)
            ended = await here.move(here.worker(), held)
            assert ended.outcome is not None
            assert isinstance(ended.outcome.error, ReadOnlyConnection)
            assert await here.count(here.destination) == 0
            assert await here.count(here.source) == 3

    run(steps(), 60)
