"""Signing in with the browser, from the first click to the token that the AWS CLI finds."""

from __future__ import annotations

import asyncio
import re
import stat
from urllib.parse import parse_qs, urlsplit

import pytest

from sqs_explorer.domain.errors import SignInCancelled, SignInFailed
from sqs_explorer.domain.sign_in import SignInKind, SignInWay
from sqs_explorer.services.stopping import StopRequest
from tests.aws.sso.signing_in_scene import DEV, REGION, START_URL, SignInScene, Steps, get
from tests.fakes.fake_clock import START, FakeClock
from tests.fakes.sso_server import ANY_PORT_CALLBACK, Refusal
from tests.guards.event_loops import RunCoroutine


@pytest.mark.parametrize("runner", ["run", "qt_run"])
def test_the_browser_brings_a_token(request: pytest.FixtureRequest, runner: str, scene: SignInScene) -> None:
    run: RunCoroutine = request.getfixturevalue(runner)
    status = run(scene.sign_in())
    assert status.need.kind is SignInKind.SSO
    assert status.need.command == "aws sso login --profile dev"
    assert status.renews_itself
    scene.browser.close()
    assert scene.browser.pages[0][0] == 200
    assert "You can close this page" in scene.browser.pages[0][1]
    assert scene.token()["accessToken"] in scene.sso.access_tokens


def test_the_token_file_has_the_shape_of_the_clis(run: RunCoroutine, scene: SignInScene) -> None:
    run(scene.sign_in())
    token = scene.token()
    assert list(token) == [
        "startUrl",
        "region",
        "accessToken",
        "expiresAt",
        "clientId",
        "clientSecret",
        "registrationExpiresAt",
        "refreshToken",
    ]
    assert (token["startUrl"], token["region"]) == (START_URL, REGION)
    for field in ("expiresAt", "registrationExpiresAt"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", token[field])
    assert stat.S_IMODE(scene.token_path().stat().st_mode) == 0o600
    assert stat.S_IMODE(scene.cache.stat().st_mode) == 0o700
    assert not list(scene.cache.glob("*.tmp"))


def test_the_program_is_registered_as_a_public_client_of_this_start_url(
    run: RunCoroutine, scene: SignInScene
) -> None:
    run(scene.sign_in())
    assert scene.sso.parameters("RegisterClient") == {
        "clientName": "SQS Explorer",
        "clientType": "public",
        "scopes": ["sso:account:access"],
        "grantTypes": ["authorization_code", "refresh_token"],
        "redirectUris": [ANY_PORT_CALLBACK],
        "issuerUrl": START_URL,
    }


def test_the_page_is_told_the_challenge_but_not_the_verifier(run: RunCoroutine, scene: SignInScene) -> None:
    run(scene.sign_in())
    query = parse_qs(urlsplit(scene.steps[0].url).query)
    assert sorted(query) == [
        "client_id",
        "code_challenge",
        "code_challenge_method",
        "redirect_uri",
        "response_type",
        "scopes",
        "state",
    ]
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/oauth/callback", query["redirect_uri"][0])
    verifier = scene.sso.parameters("CreateToken")["codeVerifier"]
    assert 43 <= len(verifier) <= 128
    assert verifier not in scene.steps[0].url


def test_state_and_challenge_are_new_each_time(run: RunCoroutine, scene: SignInScene) -> None:
    run(scene.sign_in())
    run(scene.sign_in())
    first, second = (parse_qs(urlsplit(step.url).query) for step in scene.steps)
    for name in ("state", "code_challenge"):
        assert first[name] != second[name]
        assert len(first[name][0]) >= 43


def test_scopes_of_the_session_are_asked_for(run: RunCoroutine, scene: SignInScene) -> None:
    text = scene.config.read_text().replace("= sso:account:access", "= sso:account:access, codewhisperer:x")
    scene.config.write_text(text)
    run(scene.sign_in())
    assert scene.sso.parameters("RegisterClient")["scopes"] == ["sso:account:access", "codewhisperer:x"]
    assert "scopes=sso%3Aaccount%3Aaccess%20codewhisperer%3Ax" in scene.steps[0].url


def test_without_a_browser_the_person_opens_the_page_by_hand(run: RunCoroutine, scene: SignInScene) -> None:
    scene.browser.can_open = False

    async def scenario() -> None:
        signing_in = asyncio.create_task(scene.sign_in())
        step = await scene.steps.first()
        assert (step.way, step.is_opened, step.user_code) == (SignInWay.BROWSER, False, "")
        scene.browser.visit(step.url)
        assert (await signing_in).expires_at is not None

    run(scenario())


def test_a_step_says_until_when_the_page_works(run: RunCoroutine, scene: SignInScene) -> None:
    run(scene.sign_in(clock=FakeClock()))
    expires_at = scene.steps[0].expires_at
    assert expires_at is not None
    assert (expires_at - START).total_seconds() == 600


def test_after_a_wrong_state_the_right_answer_still_counts(run: RunCoroutine, scene: SignInScene) -> None:
    def knock_first(url: str) -> None:
        address = parse_qs(urlsplit(url).query)["redirect_uri"][0]
        for query in ("code=secret-stolen&state=wrong", "code=secret-stolen", "error=x&state=wrong"):
            wrong.append(get(f"{address}?{query}"))

    wrong: list[tuple[int, str]] = []
    scene.browser.before = knock_first
    run(scene.sign_in())
    assert [status for status, _ in wrong] == [400, 400, 400]
    assert "belongs to another sign-in" in wrong[0][1]
    assert scene.sso.parameters("CreateToken")["code"] != "secret-stolen"


def test_a_refusal_in_the_browser_ends_it_with_the_words_of_aws(
    run: RunCoroutine, scene: SignInScene
) -> None:
    scene.sso.browser_error = ("access_denied", "You may not use this application")
    with pytest.raises(SignInFailed, match=r"^AWS did not sign you in: You may not use .*access_denied"):
        run(scene.sign_in())
    scene.browser.close()
    assert "SQS Explorer says why" in scene.browser.pages[0][1]
    assert not scene.token_path().exists()


def test_a_browser_that_never_comes_back_is_not_waited_for_for_ever(
    run: RunCoroutine, scene: SignInScene
) -> None:
    scene.browser.can_open = False
    with pytest.raises(SignInFailed, match="The browser did not come back within 1 minute"):
        run(scene.sign_in(browser_wait_seconds=0.05))
    assert get(parse_qs(urlsplit(scene.steps[0].url).query)["redirect_uri"][0]) == (0, "")


@pytest.mark.parametrize("runner", ["run", "qt_run"])
def test_a_stop_ends_the_wait_at_once_and_closes_the_port(
    request: pytest.FixtureRequest, runner: str, scene: SignInScene
) -> None:
    run: RunCoroutine = request.getfixturevalue(runner)
    scene.browser.can_open = False

    async def scenario() -> str:
        signing_in = asyncio.create_task(scene.sign_in())
        step = await scene.steps.first()
        assert scene.stop is not None
        scene.stop.request()
        with pytest.raises(SignInCancelled):
            await signing_in
        return step.url

    url = run(scenario())
    assert get(parse_qs(urlsplit(url).query)["redirect_uri"][0]) == (0, "")
    assert not scene.token_path().exists()


def test_a_cancelled_task_leaves_nothing_behind(run: RunCoroutine, scene: SignInScene) -> None:
    scene.browser.can_open = False

    async def scenario() -> str:
        signing_in = asyncio.create_task(scene.sign_in())
        step = await scene.steps.first()
        signing_in.cancel()
        with pytest.raises(asyncio.CancelledError):
            await signing_in
        return step.url

    url = run(scenario())
    assert get(parse_qs(urlsplit(url).query)["redirect_uri"][0]) == (0, "")


def test_a_stop_does_not_wait_for_a_server_that_never_answers(run: RunCoroutine, scene: SignInScene) -> None:
    scene.sso.hangs = frozenset({"RegisterClient"})

    async def scenario() -> float:
        signing_in = asyncio.create_task(scene.sign_in())
        await asyncio.get_running_loop().run_in_executor(None, scene.sso.asked.wait, 10)
        assert scene.stop is not None
        scene.stop.request()
        begun = asyncio.get_running_loop().time()
        with pytest.raises(SignInCancelled):
            await signing_in
        return asyncio.get_running_loop().time() - begun

    assert run(scenario()) < 5
    scene.sso.stopping.set()


def test_a_refused_code_is_said_in_the_words_of_aws(run: RunCoroutine, scene: SignInScene) -> None:
    scene.sso.errors["CreateToken"] = [Refusal("InvalidGrantException", "invalid_grant", "Code not known")]
    with pytest.raises(SignInFailed, match="AWS refused CreateToken: Code not known"):
        run(scene.sign_in())


def test_two_programs_that_sign_in_at_once_leave_one_whole_token(
    run: RunCoroutine, scene: SignInScene
) -> None:
    async def scenario() -> None:
        await asyncio.gather(*(scene.sign_in() for _ in range(4)))

    run(scenario())
    assert scene.sso.operations().count("CreateToken") == 4
    assert scene.token()["accessToken"] in scene.sso.access_tokens
    assert not list(scene.cache.glob("*.tmp"))


def test_two_who_sign_in_at_once_share_one_browser(run: RunCoroutine, scene: SignInScene) -> None:
    scene.browser.can_open = False

    async def scenario() -> None:
        sign_ins = scene.sign_ins()
        more = Steps()
        stop = StopRequest()
        first = asyncio.create_task(
            sign_ins.sign_in(DEV, SignInWay.BROWSER, on_step=scene.steps.add, stop=stop)
        )
        step = await scene.steps.first()
        second = asyncio.create_task(
            sign_ins.sign_in(DEV, SignInWay.BROWSER, on_step=more.add, stop=StopRequest())
        )
        assert await more.first() is step
        stop.request()
        with pytest.raises(SignInCancelled):
            await first
        scene.browser.visit(step.url)
        assert (await second).renews_itself

    run(scenario())
    assert scene.sso.operations() == ["RegisterClient", "CreateToken"]
