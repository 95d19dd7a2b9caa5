"""One cache for this program, the AWS CLI and botocore: each uses and renews what another wrote."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.credentials import SSOProvider
from botocore.tokens import SSOTokenProvider, _sso_json_dumps  # type: ignore[attr-defined]
from botocore.utils import JSONFileCache

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import SignInFailed
from sqs_explorer.domain.sign_in import SignInWay
from tests.aws.credentials.scene import session_of, sources
from tests.aws.sso.signing_in_scene import DEV, OLD, START_URL, SignInScene
from tests.fakes.sso_server import Refusal
from tests.guards.event_loops import RunCoroutine


def botocore_session(scene: SignInScene) -> Any:
    """Return a session as any tool makes it, which reaches the server of the test."""
    os.environ["AWS_ENDPOINT_URL_SSO_OIDC"] = scene.sso.url
    os.environ["AWS_ENDPOINT_URL_SSO"] = scene.sso.url
    return botocore.session.Session(profile="dev")


def botocore_cache(scene: SignInScene) -> Any:
    """Return botocore's own reader and writer of the cache."""
    return JSONFileCache(str(scene.cache), dumps_func=_sso_json_dumps)


def role_credentials(scene: SignInScene, profile: str, session: Any) -> Any:
    """Exchange the token of the cache for a role's credentials, as botocore does."""
    cache = botocore_cache(scene)
    tokens = SSOTokenProvider(session, cache=cache, profile_name=profile)
    provider: Any = SSOProvider(
        lambda: session.full_config,
        session.create_client,
        profile,
        token_cache=cache,
        token_provider=tokens if profile == "dev" else None,
    )
    return provider.load().get_frozen_credentials()


def test_botocore_uses_the_token_for_a_role(run: RunCoroutine, scene: SignInScene) -> None:
    run(scene.sign_in())
    keys = role_credentials(scene, "dev", botocore_session(scene))
    assert keys.access_key == "ASIA123456789012"


def test_botocore_uses_the_token_of_the_legacy_form(run: RunCoroutine, scene: SignInScene) -> None:
    run(scene.sign_in(OLD, SignInWay.DEVICE))
    keys = role_credentials(scene, "old", botocore_session(scene))
    assert keys.access_key == "ASIA123456789012"


@pytest.mark.parametrize(("spec", "renews_itself"), [(DEV, True), (OLD, False)], ids=["session", "legacy"])
def test_a_connection_of_the_program_has_keys_after_the_sign_in(
    run: RunCoroutine, scene: SignInScene, spec: ConnectionSpec, renews_itself: bool
) -> None:
    os.environ["AWS_ENDPOINT_URL_SSO"] = scene.sso.url
    signed_in = run(scene.sign_in(spec))
    with session_of(spec, sources(sso_cache_folder=scene.cache)) as session:
        assert session.keys().access_key_id == "ASIA123456789012"
        assert session.sign_in_status() == signed_in
    assert signed_in.renews_itself is renews_itself


def test_botocore_renews_the_token_and_its_new_one_is_read_here(
    run: RunCoroutine, scene: SignInScene
) -> None:
    scene.sso.token_seconds = 300
    run(scene.sign_in())
    first = scene.token()
    scene.sso.token_seconds = 28_800
    tokens: Any = SSOTokenProvider(botocore_session(scene), cache=botocore_cache(scene))
    renewed = tokens.load_token().get_frozen_token()
    assert renewed.token != first["accessToken"]
    assert renewed.token in scene.sso.access_tokens
    assert scene.sso.parameters("CreateToken")["grantType"] == "refresh_token"
    assert sorted(scene.token()) == sorted(first)
    status = run(scene.sign_ins().status(DEV))
    assert status.expires_at == renewed.expiration.replace(microsecond=0)
    assert status.renews_itself


def test_a_registration_serves_the_next_sign_in(run: RunCoroutine, scene: SignInScene) -> None:
    run(scene.sign_in())
    run(scene.sign_in())
    assert scene.sso.operations() == ["RegisterClient", "CreateToken", "CreateToken"]


def test_another_way_has_a_registration_of_its_own(run: RunCoroutine, scene: SignInScene) -> None:
    run(scene.sign_in())
    run(scene.sign_in(way=SignInWay.DEVICE))
    assert scene.sso.operations().count("RegisterClient") == 2


def test_a_registration_about_to_expire_is_replaced(run: RunCoroutine, scene: SignInScene) -> None:
    scene.sso.registration_seconds = 60
    run(scene.sign_in())
    run(scene.sign_in())
    assert scene.sso.operations().count("RegisterClient") == 2


def test_a_registration_that_aws_has_forgotten_is_used_once_only(
    run: RunCoroutine, scene: SignInScene
) -> None:
    run(scene.sign_in())
    unknown = Refusal("InvalidClientException", "invalid_client", "Client not known")
    scene.sso.errors["CreateToken"] = [unknown]
    with pytest.raises(SignInFailed, match="Client not known"):
        run(scene.sign_in())
    run(scene.sign_in())
    assert scene.sso.operations().count("RegisterClient") == 2


def test_a_failed_sign_in_leaves_the_old_token_alone(run: RunCoroutine, scene: SignInScene) -> None:
    run(scene.sign_in())
    before = scene.token_path().read_bytes()
    scene.sso.browser_error = ("access_denied", "")
    with pytest.raises(SignInFailed, match=r"AWS did not sign you in: access_denied\."):
        run(scene.sign_in())
    assert scene.token_path().read_bytes() == before


def test_a_broken_file_of_the_cache_is_replaced(run: RunCoroutine, scene: SignInScene) -> None:
    scene.cache.mkdir()
    scene.token_path().write_bytes(b"\x00")
    run(scene.sign_in())
    assert scene.token()["startUrl"] == START_URL


def test_a_cache_that_cannot_be_written_is_said_with_path_and_reason(
    run: RunCoroutine, scene: SignInScene
) -> None:
    scene.cache.write_text("a file in place of the folder")
    with pytest.raises(SignInFailed, match="can't be written") as caught:
        run(scene.sign_in())
    assert str(scene.cache) in str(caught.value)
    assert "secret" not in str(caught.value)


def test_without_a_folder_the_token_is_where_the_cli_looks(
    run: RunCoroutine, scene: SignInScene, private_home: Path
) -> None:
    run(scene.sign_in(cache_folder=None))
    folder = private_home / ".aws" / "sso" / "cache"
    assert scene.token_path().name in {path.name for path in folder.iterdir()}
    assert not scene.cache.exists()
