"""The header's words about a sign-in: how long it lasts, whether it renews itself, that it has expired."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sqs_explorer.domain.sign_in import SignInStatus
from sqs_explorer.viewmodels.signing_in.sign_in_lasting import NOTHING, SignInLasting
from tests.fakes.fake_connections import FakeConnectionGateway
from tests.fakes.fake_sign_ins import SSO
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.shell.workspace_scene import WorkspaceScene, workspace_scene


def gateway(scene: WorkspaceScene) -> FakeConnectionGateway:
    """Return the gateway of `dev`."""
    return next(one for one in scene.opener.opened if one.spec.connection_id == "dev" and not one.closed)


async def lasting(
    scene: WorkspaceScene, seconds: float | None, *, renews_itself: bool = False
) -> SignInLasting:
    """Say how long the sign-in of `dev` lasts, and let it be asked for."""
    expires_at = None if seconds is None else scene.clock.now() + timedelta(seconds=seconds)
    gateway(scene).status = SignInStatus(SSO, expires_at, renews_itself)
    scene.sign_in.lasting.read("dev")
    await scene.rest()
    return scene.sign_in.lasting


@pytest.mark.parametrize(
    ("seconds", "text", "tone"),
    [
        (2_520, "Signed in, 42 min left", "muted"),
        (28_800, "Signed in, 8 h left", "muted"),
        (600, "Signed in, 10 min left", "muted"),
        (599, "Signed in, 9 min left", "warning"),
        (30, "Signed in, less than 1 min left", "warning"),
        (0, "Sign-in expired", "danger"),
    ],
)
def test_the_time_left_is_said_and_warned_of_under_ten_minutes(
    qt_run: RunCoroutine, seconds: float, text: str, tone: str
) -> None:
    async def read() -> None:
        async with workspace_scene() as scene:
            await scene.open()
            words = (await lasting(scene, seconds)).words("dev")
            assert (words.text, words.tone) == (text, tone)
            assert words.is_expired == (tone == "danger")

    qt_run(read())


@pytest.mark.parametrize(("seconds", "text"), [(300, "Signed in, 5 min left"), (-5, "Signed in")])
def test_one_that_renews_itself_never_warns(qt_run: RunCoroutine, seconds: float, text: str) -> None:
    async def read() -> None:
        async with workspace_scene() as scene:
            await scene.open()
            words = (await lasting(scene, seconds, renews_itself=True)).words("dev")
            assert (words.text, words.tone, words.is_expired) == (text, "muted", False)
            assert "renews itself" in words.explanation.lower()

    qt_run(read())


def test_keys_that_do_not_expire_say_nothing_and_no_timer_runs(qt_run: RunCoroutine) -> None:
    async def read() -> None:
        async with workspace_scene() as scene:
            await scene.open()
            found = await lasting(scene, None)
            assert found.words("dev") == NOTHING
            assert not found.is_ticking

    qt_run(read())


def test_each_minute_it_is_asked_again_until_the_connection_is_closed(qt_run: RunCoroutine) -> None:
    async def tick() -> None:
        async with workspace_scene() as scene:
            await scene.open()
            found = await lasting(scene, 3_600)
            assert found.is_ticking
            scene.clock.advance(1_800)
            assert found.words("dev").text == "Signed in, 30 min left"
            gateway(scene).status = SignInStatus(SSO, scene.clock.now() + timedelta(hours=8))
            found.read_again()
            await scene.rest()
            assert found.words("dev").text == "Signed in, 8 h left"
            await scene.catalogue.close("dev")
            assert not found.is_ticking
            assert found.words("dev") == NOTHING

    qt_run(tick())


def test_a_failed_call_says_expired_whatever_the_token_says(qt_run: RunCoroutine) -> None:
    async def note() -> None:
        async with workspace_scene() as scene:
            await scene.open()
            found = await lasting(scene, 3_600)
            scene.sign_in.expired.note("dev")
            assert found.words("dev").text == "Sign-in expired"
            scene.sign_in.expired.settle(["dev"], signed_in=True)
            assert found.words("dev").text == "Signed in, 1 h left"

    qt_run(note())
