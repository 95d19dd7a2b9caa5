"""What goes wrong on the way, and that no secret is seen when it does."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Mapping
from typing import Any

import pytest

from sqs_explorer.aws.sso.registration import Registration
from sqs_explorer.domain.errors import SignInFailed, SqsExplorerError, Unreachable
from sqs_explorer.domain.sign_in import SignInWay
from tests.aws.sso.signing_in_scene import DEV, SignInScene
from tests.fakes.fake_clock import START
from tests.fakes.sso_server import Refusal, SsoServer
from tests.guards.event_loops import RunCoroutine


class Echo(Refusal):
    """A refusal that repeats what it was asked with."""

    def __init__(self, server: SsoServer) -> None:
        super().__init__("InvalidGrantException", "invalid_grant", "")
        self._server = server

    @property
    def description(self) -> str:
        """Say everything."""
        asked: Mapping[str, Any] = self._server.parameters("CreateToken")
        return f"You asked with {dict(asked)}"

    @description.setter
    def description(self, text: str) -> None:
        """Keep to it."""


@pytest.mark.parametrize("way", list(SignInWay))
def test_no_secret_is_in_an_error_a_trace_or_a_log(
    run: RunCoroutine, scene: SignInScene, way: SignInWay, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    scene.sso.errors["CreateToken"] = [Echo(scene.sso)]
    with pytest.raises(SqsExplorerError, match="You asked with") as caught:
        run(scene.sign_in(way=way))
    run(scene.sign_in(way=way))
    verifier = scene.sso.parameters("CreateToken").get("codeVerifier", "secret-")
    seen = "\n".join(
        [*traceback.format_exception(caught.value), repr(caught.value), repr(scene.steps), caplog.text]
    )
    assert "secret-" not in seen
    assert verifier not in seen


def test_a_registration_hides_its_secret() -> None:
    assert "secret" not in repr(Registration("client", "secret-client", START)).replace("client_secret", "")


def test_a_server_that_is_not_there_is_unreachable(run: RunCoroutine, scene: SignInScene) -> None:
    with pytest.raises(Unreachable, match="Could not connect to the endpoint"):
        run(scene.sign_in(endpoint_url="http://127.0.0.1:9"))
    assert scene.browser.opened == []


def test_plain_http_to_another_machine_is_refused_before_anything_is_sent(
    run: RunCoroutine, scene: SignInScene
) -> None:
    with pytest.raises(SignInFailed, match="plain http"):
        run(scene.sign_in(endpoint_url="http://oidc.example.com"))


def test_a_region_that_is_none_is_said(run: RunCoroutine, scene: SignInScene) -> None:
    scene.config.write_text(scene.config.read_text().replace("sso_region = eu-west-1", "sso_region = a b"))
    with pytest.raises(SignInFailed, match="a b"):
        run(scene.sign_in())


@pytest.mark.parametrize(
    ("operation", "answer"),
    [
        ("RegisterClient", {"clientId": "c"}),
        ("RegisterClient", {"clientId": "c", "clientSecret": "s", "clientSecretExpiresAt": 10**30}),
        ("CreateToken", {"expiresIn": 60}),
        ("CreateToken", {"accessToken": "secret-token"}),
    ],
)
def test_an_answer_that_lacks_something_is_not_understood(
    run: RunCoroutine, scene: SignInScene, operation: str, answer: Mapping[str, Any]
) -> None:
    scene.sso.answers[operation] = answer
    with pytest.raises(SignInFailed, match=f"AWS's answer to {operation} can't be understood"):
        run(scene.sign_in())
    assert not scene.token_path().exists()


def test_a_profile_named_by_the_environment_that_is_not_there_does_not_matter(
    run: RunCoroutine, scene: SignInScene
) -> None:
    os.environ["AWS_PROFILE"] = "nobody"
    run(scene.sign_in())


def test_signing_in_runs_no_command_of_the_profile(run: RunCoroutine, scene: SignInScene) -> None:
    mark = scene.config.with_name("ran")
    scene.config.write_text(
        scene.config.read_text()
        .replace("[profile dev]", f"[profile dev]\ncredential_process = touch {mark}")
        .replace("sso_account_id = 123456789012\nsso_role_name = Reader\n", "")
    )
    run(scene.sign_in(DEV))
    assert not mark.exists()
