"""Signing in with a code that is confirmed in any browser: asking again, and when to give up."""

from __future__ import annotations

import asyncio

import pytest

from sqs_explorer.domain.errors import SignInCancelled, SignInFailed, Unreachable
from sqs_explorer.domain.sign_in import SignInStatus, SignInWay
from tests.aws.sso.signing_in_scene import OLD, START_URL, SignInScene
from tests.fakes.fake_clock import FakeClock
from tests.fakes.sso_server import Refusal
from tests.guards.event_loops import RunCoroutine

PENDING = Refusal("AuthorizationPendingException", "authorization_pending", "")
SLOW_DOWN = Refusal("SlowDownException", "slow_down", "")
EXPIRED = Refusal("ExpiredTokenException", "expired_token", "")
DENIED = Refusal("AccessDeniedException", "access_denied", "")
FAULT = Refusal("InternalServerException", "server_error", "Try later")


class Waits:
    """Turns a clock in place of waiting, and remembers for how long."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.seconds: list[float] = []

    async def sleep(self, seconds: float) -> None:
        """Return at once; later by the clock."""
        self.seconds.append(seconds)
        self.clock.advance(seconds)
        await asyncio.sleep(0)


@pytest.fixture
def waits() -> Waits:
    return Waits()


def device(scene: SignInScene, run: RunCoroutine, waits: Waits) -> SignInStatus:
    """Sign in with a device code."""
    return run(scene.sign_in(way=SignInWay.DEVICE, clock=waits.clock, sleep=waits.sleep))


def test_the_code_is_shown_and_the_page_opened(run: RunCoroutine, scene: SignInScene, waits: Waits) -> None:
    status = device(scene, run, waits)
    step = scene.steps[0]
    assert (step.way, step.user_code, step.is_opened) == (SignInWay.DEVICE, "WXYZ-1234", True)
    assert step.url == scene.browser.opened[0] == f"{scene.sso.url}/device?user_code=WXYZ-1234"
    assert status.renews_itself
    assert scene.token()["accessToken"] in scene.sso.access_tokens


def test_the_question_is_repeated_until_the_person_has_confirmed(
    run: RunCoroutine, scene: SignInScene, waits: Waits
) -> None:
    scene.sso.polls = [PENDING, PENDING]
    device(scene, run, waits)
    assert waits.seconds == [1, 1, 1]


def test_slow_down_means_five_seconds_more_from_then_on(
    run: RunCoroutine, scene: SignInScene, waits: Waits
) -> None:
    scene.sso.polls = [PENDING, SLOW_DOWN, PENDING, SLOW_DOWN]
    device(scene, run, waits)
    assert waits.seconds == [1, 1, 6, 6, 11]


@pytest.mark.parametrize(("named", "seconds"), [({}, 5), ({"interval": 0}, 5), ({"interval": -9}, 1)])
def test_a_server_that_names_no_good_interval_is_not_asked_without_end(
    run: RunCoroutine, scene: SignInScene, waits: Waits, named: dict[str, int], seconds: int
) -> None:
    scene.sso.answers["StartDeviceAuthorization"] = {
        "deviceCode": "secret-device",
        "userCode": "AAAA",
        "verificationUri": f"{scene.sso.url}/device",
        "expiresIn": 600,
        **named,
    }
    scene.sso.polls = [EXPIRED]
    with pytest.raises(SignInFailed):
        device(scene, run, waits)
    assert waits.seconds == [seconds]
    assert scene.steps[0].url == f"{scene.sso.url}/device"


def test_a_code_that_has_run_out_ends_it(run: RunCoroutine, scene: SignInScene, waits: Waits) -> None:
    scene.sso.polls = [PENDING, EXPIRED]
    with pytest.raises(SignInFailed, match="The code ran out before it was confirmed"):
        device(scene, run, waits)


def test_a_server_that_says_pending_for_ever_is_not_asked_for_ever(
    run: RunCoroutine, scene: SignInScene, waits: Waits
) -> None:
    scene.sso.polls = [SLOW_DOWN] * 100
    with pytest.raises(SignInFailed, match="The code ran out"):
        device(scene, run, waits)
    assert len(scene.sso.operations()) < 30


def test_a_denied_request_ends_it(run: RunCoroutine, scene: SignInScene, waits: Waits) -> None:
    scene.sso.polls = [DENIED]
    with pytest.raises(SignInFailed, match=r"^The request was denied in the browser\.$"):
        device(scene, run, waits)
    assert not scene.token_path().exists()


def test_another_error_ends_it_in_the_words_of_aws(
    run: RunCoroutine, scene: SignInScene, waits: Waits
) -> None:
    scene.sso.polls = [Refusal("InvalidGrantException", "invalid_grant", "Not for you.")]
    with pytest.raises(SignInFailed, match=r"CreateToken: Not for you \(InvalidGrantException\)\.$"):
        device(scene, run, waits)
    assert len(waits.seconds) == 1


def test_a_fault_of_aws_does_not_end_the_asking_unless_it_stays(
    run: RunCoroutine, scene: SignInScene, waits: Waits
) -> None:
    scene.sso.polls = [FAULT, FAULT, FAULT]
    device(scene, run, waits)
    assert waits.seconds == [1, 1, 1, 1]
    scene.sso.polls = [FAULT] * 100
    with pytest.raises(SignInFailed, match=r"AWS refused CreateToken: Try later \(InternalServer"):
        device(scene, run, waits)
    assert len(waits.seconds) == 8


def test_a_page_that_is_no_https_is_never_opened(run: RunCoroutine, scene: SignInScene, waits: Waits) -> None:
    scene.sso.answers["StartDeviceAuthorization"] = {
        "deviceCode": "secret-device",
        "userCode": "AAAA",
        "verificationUri": "file:///tmp/program",
        "expiresIn": 600,
    }
    with pytest.raises(SignInFailed, match="not safe to open"):
        device(scene, run, waits)
    assert scene.browser.opened == []


def test_an_answer_without_a_code_is_not_understood(
    run: RunCoroutine, scene: SignInScene, waits: Waits
) -> None:
    scene.sso.answers["StartDeviceAuthorization"] = {"userCode": "AAAA"}
    with pytest.raises(SignInFailed, match="answer to StartDeviceAuthorization can't be understood"):
        device(scene, run, waits)


def test_the_legacy_form_takes_a_device_code_and_no_scopes(
    run: RunCoroutine, scene: SignInScene, waits: Waits
) -> None:
    status = run(scene.sign_in(OLD, SignInWay.BROWSER, clock=waits.clock, sleep=waits.sleep))
    assert scene.steps[0].way is SignInWay.DEVICE
    assert scene.sso.parameters("RegisterClient") == {"clientName": "SQS Explorer", "clientType": "public"}
    token = scene.token(START_URL)
    assert token["startUrl"] == START_URL
    assert "refreshToken" not in token
    assert not status.renews_itself


def test_a_stop_ends_the_asking(run: RunCoroutine, scene: SignInScene) -> None:
    async def scenario() -> None:
        never = asyncio.Event()

        async def sleep(seconds: float) -> None:
            await never.wait()

        signing_in = asyncio.create_task(scene.sign_in(way=SignInWay.DEVICE, sleep=sleep))
        await scene.steps.first()
        assert scene.stop is not None
        scene.stop.request()
        with pytest.raises(SignInCancelled):
            await signing_in

    run(scenario())


def test_an_answer_that_is_lost_on_the_way_does_not_end_the_asking(
    run: RunCoroutine, scene: SignInScene, waits: Waits
) -> None:
    scene.sso.drops["CreateToken"] = 3
    device(scene, run, waits)
    assert waits.seconds == [1, 1, 1, 1]


def test_a_network_that_is_gone_for_good_is_said(run: RunCoroutine, scene: SignInScene, waits: Waits) -> None:
    scene.sso.drops["CreateToken"] = 100
    with pytest.raises(Unreachable):
        device(scene, run, waits)
    assert len(waits.seconds) == 4
