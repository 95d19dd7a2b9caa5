"""Signing in from Connections: states from the cache, and for whom Sign in asks."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from sqs_explorer.domain.connections import Profile, ProfileKind
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.connecting.connecting_scene import LISTING, PROFILES, connecting_scene

TEST_ORDERS = Profile("test-orders", ProfileKind.SSO, "us-east-1")
WITH_TWO = replace(LISTING, profiles=(*PROFILES, TEST_ORDERS))


def test_the_state_says_until_when_one_is_signed_in(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.sign_ins.tokens["dev-orders"] = 3600
            await scene.read()
            until = (scene.clock.now() + timedelta(hours=1)).astimezone()
            state = scene.state("dev-orders")
            assert (state.text, state.tone) == (f"Signed in until {until:%H:%M}", "success")
            assert scene.state("prod-orders").text == "from dev-orders"
            scene.check("prod-orders")
            assert scene.connecting.signing_in.words == ""
            assert scene.fake.calls == []

    qt_run(look())


def test_a_sign_in_of_more_than_a_day_says_the_day(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.sign_ins.tokens["dev-orders"] = 86_400
            await scene.read()
            until = (scene.clock.now() + timedelta(days=1)).astimezone()
            assert scene.state("dev-orders").text == f"Signed in until {until:%d %b %H:%M}"

    qt_run(look())


def test_an_expired_and_a_missing_sign_in_are_told_apart_and_roles_on_them_tell(
    qt_run: RunCoroutine,
) -> None:
    async def look() -> None:
        async with connecting_scene(WITH_TWO) as scene:
            scene.sign_ins.tokens["dev-orders"] = -1
            await scene.read()
            said = [scene.state(name).text for name in ("dev-orders", "test-orders", "prod-orders")]
            assert said == ["Sign-in expired", "Not signed in", "from dev-orders, sign-in expired"]
            scene.sign_ins.renews_itself = True
            await scene.read()
            assert scene.state("dev-orders").text == "Signed in, renews itself"

    qt_run(look())


def test_a_cache_that_cannot_be_read_leaves_the_other_states(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene(WITH_TWO) as scene:
            scene.sign_ins.unreadable = {"dev-orders"}
            scene.sign_ins.tokens["test-orders"] = 60
            await scene.read()
            assert scene.state("dev-orders").text == "us-east-1"
            assert scene.state("test-orders").text.startswith("Signed in until")

    qt_run(look())


def test_sign_in_is_off_until_a_profile_that_rests_on_one_is_checked(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            possible = [scene.connecting.signing_in.is_possible]
            for name in ("prod-orders", "admin", "ci-runner"):
                scene.check(name)
                possible.append(scene.connecting.signing_in.is_possible)
                scene.check(name)
            assert possible == [False, True, True, False]

    qt_run(look())


def test_signing_in_asks_once_for_all_profiles_of_a_session_and_reads_their_states(
    qt_run: RunCoroutine,
) -> None:
    async def look() -> None:
        async with connecting_scene(WITH_TWO) as scene:
            scene.check("dev-orders", "test-orders", "prod-orders")
            assert scene.connecting.signing_in.words.startswith(
                "dev-orders, prod-orders, test-orders ask for a sign-in first. Press Sign in, or run"
            )
            scene.connecting.signing_in.start()
            scene.connecting.signing_in.start()
            await scene.connecting.scope.idle()
            assert scene.signed_in == ["dev-orders"]
            assert scene.state("dev-orders").tone == "success"
            assert scene.connecting.signing_in.words == ""

    qt_run(look())


def test_giving_up_one_sign_in_ends_the_others(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.will_sign_in = False
            scene.check("dev-orders", "admin")
            scene.connecting.signing_in.start()
            assert not scene.connecting.signing_in.is_possible
            await scene.connecting.scope.idle()
            assert scene.signed_in == ["dev-orders"]
            assert scene.connecting.signing_in.is_possible

    qt_run(look())


def test_only_profiles_that_need_it_are_signed_in(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene(WITH_TWO) as scene:
            scene.sign_ins.tokens["dev-orders"] = 3600
            await scene.read()
            scene.check("dev-orders", "test-orders")
            scene.connecting.signing_in.start()
            await scene.connecting.scope.idle()
            assert scene.signed_in == ["test-orders"]

    qt_run(look())


def test_a_newer_reading_of_the_states_replaces_an_older_one(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            late = asyncio.Event()
            scene.sign_ins.slow_answers.append(late)
            scene.sign_ins.tokens["dev-orders"] = -1
            scene.connecting.signing_in.read_states()
            while scene.sign_ins.slow_answers:  # noqa: ASYNC110 - taken by the reading
                await asyncio.sleep(0)
            scene.sign_ins.tokens["dev-orders"] = 60
            scene.connecting.signing_in.read_states()
            while scene.state("dev-orders").tone != "success":  # noqa: ASYNC110 - told by a signal
                await asyncio.sleep(0)
            late.set()
            await scene.connecting.scope.idle()
            assert scene.state("dev-orders").tone == "success"

    qt_run(look())
