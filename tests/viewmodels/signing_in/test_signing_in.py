"""Signing in again serves every connection on the same session, and what failed is read again."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqs_explorer.domain.connections import ConnectionSpec, ProfileKind
from sqs_explorer.domain.errors import (
    ConfigFileBroken,
    CredentialsMissing,
    SignInCancelled,
    SignInExpired,
    SignInFailed,
)
from sqs_explorer.domain.sign_in import SignInKind, SignInNeed, SignInStatus, SignInStep, SignInWay
from sqs_explorer.viewmodels.queues.catalogue import ListingState
from sqs_explorer.viewmodels.signing_in.sign_in_run import RunState, SignInRun
from tests.fakes.fake_connections import FakeConnectionGateway
from tests.fakes.fake_sign_ins import SSO
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.shell.workspace_scene import DEV, IRELAND, WorkspaceScene, workspace_scene

OTHER = ConnectionSpec("prod-orders", (IRELAND,), kind=ProfileKind.SSO)
ELSEWHERE = ConnectionSpec("elsewhere", (IRELAND,), kind=ProfileKind.SSO)
LOGIN = SignInNeed(SignInKind.COMMAND, "dev", command="aws login --profile dev")
MFA = SignInNeed(SignInKind.MFA, "dev")
EXPIRED = SignInExpired("The sign-in has expired.")


def gateway(scene: WorkspaceScene, connection_id: str = "dev") -> FakeConnectionGateway:
    """Return an open connection's gateway."""
    opened = [one for one in scene.opener.opened if one.spec.connection_id == connection_id]
    return next(one for one in opened if not one.closed)


def status(scene: WorkspaceScene, seconds: float = 7_200) -> SignInStatus:
    """Return a sign-in that lasts."""
    return SignInStatus(SSO, scene.clock.now() + timedelta(seconds=seconds))


async def asked(scene: WorkspaceScene) -> SignInRun:
    """Press Sign in again and return what the dialog would show."""
    runs: list[SignInRun] = []
    scene.sign_in.asked.connect(runs.append)
    scene.sign_in.sign_in_again()
    await until(lambda: runs)
    return runs[-1]


async def until(condition: object) -> None:
    """Let the loop turn until something holds."""
    assert callable(condition)
    for _ in range(1_000):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came to pass")


def test_one_sign_in_serves_every_connection_on_its_session(qt_run: RunCoroutine) -> None:
    async def sign_in() -> None:
        async with workspace_scene() as scene:
            scene.sign_ins.needs = {
                "dev": SSO,
                "prod-orders": SSO,
                "elsewhere": SignInNeed(SignInKind.SSO, "elsewhere", "another company"),
            }
            await scene.open(DEV, OTHER, ELSEWHERE)
            for connection_id in ("dev", "prod-orders", "elsewhere"):
                scene.sign_in.note_expired(connection_id, EXPIRED)
            action = asyncio.ensure_future(scene.sign_in.wait("prod-orders"))
            run = await asked(scene)
            assert scene.sign_ins.started == []
            run.start(SignInWay.BROWSER)
            await until(lambda: scene.sign_ins.is_under_way)
            scene.sign_ins.finish(status(scene))
            assert await action is True
            assert [gateway(scene, one).renewals for one in ("dev", "prod-orders", "elsewhere")] == [1, 1, 0]
            assert run.state is RunState.SIGNED_IN
            await until(lambda: scene.sign_in.strip_words == "Sign-in expired: elsewhere.")

    qt_run(sign_in())


def test_what_could_not_be_read_is_read_again(qt_run: RunCoroutine) -> None:
    async def sign_in() -> None:
        async with workspace_scene() as scene:
            scene.sign_ins.needs = {"dev": SSO}
            scene.server.create_queue("OrderQueue")
            scene.server.fail_next("ListQueues", EXPIRED)
            await scene.open()
            renewed: list[str] = []
            noted: list[tuple[str, str, str]] = []
            scene.sign_in.renewed.connect(renewed.append)
            scene.sign_in.noted.connect(lambda *words: noted.append(words))
            scene.sign_in.note_expired("dev", EXPIRED)
            run = await asked(scene)
            run.start(SignInWay.BROWSER)
            await until(lambda: scene.sign_ins.is_under_way)
            scene.sign_ins.finish(status(scene))
            await scene.rest()
            listing = scene.catalogue.listing("dev", IRELAND)
            assert listing is not None
            assert listing.state is ListingState.LISTED
            assert [queue.name for queue in listing.queues] == ["OrderQueue"]
            assert renewed == ["dev"]
            until_time = status(scene).expires_at
            assert until_time is not None
            words = f"{until_time.astimezone():%H:%M}"
            assert scene.sign_in.notice == f"dev: signed in until {words}."
            assert noted == [("Sign in", "dev", f"Signed in until {words}")]
            scene.sign_in.dismiss_notice()
            assert scene.sign_in.notice == ""

    qt_run(sign_in())


def test_a_failed_sign_in_says_why_and_can_be_tried_in_the_other_way(qt_run: RunCoroutine) -> None:
    async def fail() -> None:
        async with workspace_scene() as scene:
            scene.sign_ins.needs = {"dev": SSO}
            await scene.open()
            scene.sign_in.note_expired("dev", EXPIRED)
            run = await asked(scene)
            run.start(SignInWay.BROWSER)
            await until(lambda: scene.sign_ins.is_under_way)
            scene.sign_ins.fail(SignInFailed("The browser did not come back in 10 minutes."))
            await until(lambda: not run.is_running)
            assert run.error is not None
            assert run.error.text == "The browser did not come back in 10 minutes."
            assert run.is_open
            run.start(SignInWay.DEVICE)
            await until(lambda: scene.sign_ins.is_under_way)
            assert run.error is None
            scene.sign_ins.finish(status(scene))
            await until(lambda: scene.sign_in.strip_words == "")
            assert scene.sign_ins.started == [("dev", SignInWay.BROWSER), ("dev", SignInWay.DEVICE)]

    qt_run(fail())


def test_giving_up_stops_at_once_and_what_waits_goes_on_waiting(qt_run: RunCoroutine) -> None:
    async def give_up() -> None:
        async with workspace_scene() as scene:
            scene.sign_ins.needs = {"dev": SSO}
            await scene.open()
            action = asyncio.ensure_future(scene.sign_in.wait("dev"))
            await asyncio.sleep(0)
            run = await asked(scene)
            run.start(SignInWay.BROWSER)
            await until(lambda: scene.sign_ins.is_under_way)
            run.give_up()
            assert run.state is RunState.GIVEN_UP
            await until(lambda: scene.sign_ins.stopped == 1)
            await scene.rest()
            assert not action.done()
            assert scene.sign_in.strip_words == "Sign-in expired: dev. 1 action waits for it."
            assert gateway(scene).renewals == 0
            scene.sign_in.not_now()
            await action

    qt_run(give_up())


def test_start_again_stops_one_way_and_a_late_answer_changes_nothing(qt_run: RunCoroutine) -> None:
    async def start_again() -> None:
        async with workspace_scene() as scene:
            scene.sign_ins.needs = {"dev": SSO}
            scene.sign_ins.step = SignInStep(
                SignInWay.DEVICE, "https://device.example", "ABCD-EFGH", False, scene.clock.now()
            )
            await scene.open()
            scene.sign_in.note_expired("dev", EXPIRED)
            run = await asked(scene)
            run.start(SignInWay.DEVICE)
            await until(lambda: run.step is not None)
            run.start_again()
            assert (run.state, run.step, run.error) == (RunState.READY, None, None)
            await until(lambda: scene.sign_ins.stopped == 1)
            await asyncio.sleep(0)
            assert run.is_open
            assert run.error is None
            run.give_up()
            await scene.rest()

    qt_run(start_again())


def test_the_time_left_is_counted_down(qt_run: RunCoroutine) -> None:
    async def count() -> None:
        async with workspace_scene() as scene:
            scene.sign_ins.needs = {"dev": SSO}
            scene.sign_ins.step = SignInStep(
                SignInWay.BROWSER,
                "https://oidc.example",
                is_opened=True,
                expires_at=scene.clock.now() + timedelta(minutes=10),
            )
            await scene.open()
            scene.sign_in.note_expired("dev", EXPIRED)
            run = await asked(scene)
            assert run.left_words == ""
            run.start(SignInWay.BROWSER)
            await until(lambda: run.step is not None)
            assert run.left_words == "10:00 left"
            scene.clock.advance(19)
            assert run.left_words == "9:41 left"
            run.give_up()
            await scene.rest()

    qt_run(count())


def test_a_sign_in_on_the_command_line_is_checked_by_a_call(qt_run: RunCoroutine) -> None:
    async def check() -> None:
        async with workspace_scene() as scene:
            scene.sign_ins.needs = {"dev": LOGIN}
            await scene.open()
            scene.sign_in.note_expired("dev", EXPIRED)
            run = await asked(scene)
            scene.server.fail_next("GetCallerIdentity", SignInExpired("The token of aws login has expired."))
            run.check()
            await until(lambda: not run.is_running)
            assert run.error is not None
            assert run.error.title == "Sign-in expired"
            gateway(scene).status = SignInStatus(LOGIN, scene.clock.now() + timedelta(hours=1))
            run.check()
            await until(lambda: scene.sign_in.strip_words == "")
            assert "signed in until" in scene.sign_in.notice
            await scene.rest()

    qt_run(check())


def test_a_role_with_mfa_is_renewed_by_one_call_without_a_dialog_of_its_own(qt_run: RunCoroutine) -> None:
    async def renew() -> None:
        async with workspace_scene() as scene:
            scene.sign_ins.needs = {"dev": MFA}
            await scene.open()
            shown: list[SignInRun] = []
            scene.sign_in.asked.connect(shown.append)
            scene.sign_in.note_expired("dev", EXPIRED)
            scene.sign_in.sign_in_again()
            await until(lambda: scene.sign_in.strip_words == "")
            await scene.rest()
            assert shown == []
            assert gateway(scene).renewals == 1

    qt_run(renew())


def test_a_cancelled_code_is_no_error_and_a_refused_one_is_said(qt_run: RunCoroutine) -> None:
    async def refuse() -> None:
        async with workspace_scene() as scene:
            scene.sign_ins.needs = {"dev": MFA}
            await scene.open()
            scene.sign_in.note_expired("dev", EXPIRED)
            shown: list[SignInRun] = []
            scene.sign_in.asked.connect(shown.append)
            scene.server.fail_next("GetCallerIdentity", SignInCancelled("No MFA code was given."))
            scene.sign_in.sign_in_again()
            await scene.rest()
            assert shown == []
            assert scene.sign_in.strip_words == "Sign-in expired: dev."
            scene.server.fail_next("GetCallerIdentity", CredentialsMissing("The role is gone."))
            scene.sign_in.sign_in_again()
            await until(lambda: shown)
            assert shown[0].error is not None
            assert shown[0].error.text == "The role is gone."
            shown[0].check()
            await until(lambda: scene.sign_in.strip_words == "")
            await scene.rest()

    qt_run(refuse())


def test_keys_that_nothing_renews_say_where_new_ones_belong(qt_run: RunCoroutine) -> None:
    async def read() -> None:
        async with workspace_scene() as scene:
            await scene.open()
            scene.sign_in.note_expired("dev", EXPIRED)
            run = await asked(scene)
            assert run.sentence == (
                "The keys of dev can't be renewed by signing in. "
                "Put new keys for the profile dev into the AWS files, then try again."
            )
            run.check()
            await until(lambda: scene.sign_in.strip_words == "")
            await scene.rest()

    qt_run(read())


def test_a_profile_that_can_not_be_read_says_so_in_the_dialog(qt_run: RunCoroutine) -> None:
    async def read() -> None:
        async with workspace_scene() as scene:
            await scene.open()
            scene.sign_ins.needs = {"dev": ConfigFileBroken("/home/me/.aws/config", "line 3 is no setting")}
            scene.sign_in.note_expired("dev", EXPIRED)
            run = await asked(scene)
            assert run.error is not None
            assert run.error.title == "The AWS file can't be read"
            assert run.sentence == "How dev is signed in to could not be read."
            run.give_up()
            await scene.rest()

    qt_run(read())


def test_a_profile_that_is_not_open_can_be_signed_in_to(qt_run: RunCoroutine) -> None:
    async def sign_in() -> None:
        async with workspace_scene() as scene:
            scene.sign_ins.needs = {"prod-orders": SSO, "dev": SSO}
            await scene.open()
            runs: list[SignInRun] = []
            scene.sign_in.asked.connect(runs.append)
            wish = asyncio.ensure_future(scene.sign_in.sign_in(OTHER))
            await until(lambda: runs)
            assert scene.server.calls == [one for one in scene.server.calls if one.profile == "dev"]
            runs[0].start(SignInWay.BROWSER)
            await until(lambda: scene.sign_ins.is_under_way)
            scene.sign_ins.finish(status(scene))
            assert await wish is True
            assert gateway(scene).renewals == 1
            wish = asyncio.ensure_future(scene.sign_in.sign_in(OTHER))
            await until(lambda: len(runs) == 2)
            runs[1].give_up()
            assert await wish is False
            await scene.rest()

    qt_run(sign_in())


def test_pressing_twice_asks_once(qt_run: RunCoroutine) -> None:
    async def press() -> None:
        async with workspace_scene() as scene:
            scene.sign_ins.needs = {"dev": SSO}
            await scene.open()
            scene.sign_in.note_expired("dev", EXPIRED)
            runs: list[SignInRun] = []
            scene.sign_in.asked.connect(runs.append)
            scene.sign_in.sign_in_again()
            scene.sign_in.sign_in_again("dev")
            await until(lambda: runs)
            runs[0].give_up()
            await scene.rest()
            assert len(runs) == 1

    qt_run(press())


def test_the_end_of_the_program_stops_a_sign_in(qt_run: RunCoroutine) -> None:
    async def end() -> None:
        async with workspace_scene() as scene:
            scene.sign_ins.needs = {"dev": SSO}
            await scene.open()
            scene.sign_in.note_expired("dev", EXPIRED)
            run = await asked(scene)
            ended: list[str] = []
            run.ended.connect(lambda: ended.append("ended"))
            run.start(SignInWay.BROWSER)
            await until(lambda: scene.sign_ins.is_under_way)
            await scene.sign_in.close()
            assert ended

    qt_run(end())
