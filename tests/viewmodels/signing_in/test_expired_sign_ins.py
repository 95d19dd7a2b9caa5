"""What waits for a sign-in goes on, gives up, or ends with its connection; nothing else is disturbed."""

from __future__ import annotations

import asyncio

from sqs_explorer.domain.errors import SignInExpired
from sqs_explorer.viewmodels.signing_in.expired_sign_ins import ExpiredSignIns
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.shell.workspace_scene import DEV, IRELAND, WorkspaceScene, workspace_scene

EXPIRED = SignInExpired("The sign-in of dev has expired.")


async def waiting(expired: ExpiredSignIns, connection_id: str = "dev") -> asyncio.Future[bool]:
    """Let an action wait."""
    action = asyncio.ensure_future(expired.wait(connection_id))
    await asyncio.sleep(0)
    return action


def words(scene: WorkspaceScene) -> str:
    """Return what the strip says."""
    return scene.sign_in.strip_words


def test_a_failed_refresh_is_told_once_and_no_action_waits(qt_run: RunCoroutine) -> None:
    async def tell() -> None:
        async with workspace_scene() as scene:
            await scene.open()
            told: list[str] = []
            scene.sign_in.changed.connect(lambda: told.append(words(scene)))
            scene.sign_in.note_expired("dev", EXPIRED)
            scene.sign_in.note_expired("dev", EXPIRED)
            assert told == ["Sign-in expired: dev."]

    qt_run(tell())


def test_actions_that_wait_are_counted_and_go_on_together(qt_run: RunCoroutine) -> None:
    async def count() -> None:
        async with workspace_scene() as scene:
            await scene.open()
            actions = [await waiting(scene.sign_in.expired)]
            assert words(scene) == "Sign-in expired: dev. 1 action waits for it."
            actions.append(await waiting(scene.sign_in.expired))
            assert words(scene) == "Sign-in expired: dev. 2 actions wait for it."
            scene.sign_in.expired.settle(["dev"], signed_in=True)
            assert await asyncio.gather(*actions) == [True, True]
            assert words(scene) == ""

    qt_run(count())


def test_not_now_lets_actions_fail_and_only_an_action_brings_the_strip_back(qt_run: RunCoroutine) -> None:
    async def put_off() -> None:
        async with workspace_scene() as scene:
            await scene.open()
            action = await waiting(scene.sign_in.expired)
            scene.sign_in.not_now()
            assert await action is False
            assert words(scene) == ""
            assert scene.sign_in.lasting.words("dev").is_expired
            scene.sign_in.note_expired("dev", EXPIRED)
            assert words(scene) == ""
            action = await waiting(scene.sign_in.expired)
            assert words(scene) == "Sign-in expired: dev. 1 action waits for it."
            scene.sign_in.not_now()
            await action

    qt_run(put_off())


def test_a_closed_connection_lets_its_actions_go(qt_run: RunCoroutine) -> None:
    async def close() -> None:
        async with workspace_scene() as scene:
            await scene.open()
            action = await waiting(scene.sign_in.expired)
            await scene.catalogue.close("dev")
            assert await action is False
            assert words(scene) == ""
            assert await scene.sign_in.wait("dev") is False

    qt_run(close())


def test_a_connection_opened_anew_has_not_expired(qt_run: RunCoroutine) -> None:
    async def open_again() -> None:
        async with workspace_scene() as scene:
            await scene.open()
            action = await waiting(scene.sign_in.expired)
            await scene.open(DEV)
            assert await action is False
            assert words(scene) == ""

    qt_run(open_again())


def test_an_action_that_goes_away_waits_no_more(qt_run: RunCoroutine) -> None:
    async def cancel() -> None:
        async with workspace_scene() as scene:
            await scene.open()
            action = await waiting(scene.sign_in.expired)
            action.cancel()
            await asyncio.wait({action})
            assert words(scene) == "Sign-in expired: dev."

    qt_run(cancel())


def test_a_list_that_comes_back_shows_that_someone_signed_in_elsewhere(qt_run: RunCoroutine) -> None:
    async def refresh() -> None:
        async with workspace_scene() as scene:
            scene.server.create_queue("OrderQueue")
            await scene.open()
            action = await waiting(scene.sign_in.expired)
            renewed: list[str] = []
            scene.sign_in.renewed.connect(renewed.append)
            scene.server.fail_next("ListQueues", EXPIRED)
            scene.catalogue.refresh("dev", IRELAND)
            await scene.rest()
            assert not action.done()
            scene.catalogue.refresh("dev", IRELAND)
            await scene.rest()
            assert await action is True
            assert words(scene) == ""
            assert renewed == ["dev"]

    qt_run(refresh())


def test_a_list_asked_for_before_the_expiry_proves_nothing(qt_run: RunCoroutine) -> None:
    async def answer_late() -> None:
        async with workspace_scene() as scene:
            await scene.open()
            gate = scene.server.hold("ListQueues")
            scene.catalogue.refresh("dev", IRELAND)
            await gate.reached()
            scene.sign_in.note_expired("dev", EXPIRED)
            gate.release()
            await scene.rest()
            assert words(scene) == "Sign-in expired: dev."

    qt_run(answer_late())


def test_more_than_three_connections_are_counted(qt_run: RunCoroutine) -> None:
    async def name() -> None:
        async with workspace_scene() as scene:
            for number in range(5):
                spec = DEV.__class__(f"dev-{number}", (IRELAND,))
                await scene.open(spec)
                scene.sign_in.note_expired(spec.connection_id, EXPIRED)
            assert words(scene) == "Sign-in expired: dev-0, dev-1, dev-2 and 2 more."

    qt_run(name())


def test_the_end_of_the_program_lets_everything_go(qt_run: RunCoroutine) -> None:
    async def end() -> None:
        async with workspace_scene() as scene:
            await scene.open()
            action = await waiting(scene.sign_in.expired)
            await scene.sign_in.close()
            assert await action is False
            assert await scene.sign_in.wait("dev") is False

    qt_run(end())
