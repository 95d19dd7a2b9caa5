"""What a profile's sign-in takes, by its files alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sqs_explorer.aws.credential_paths import follow
from sqs_explorer.aws.sso.token_cache import write_cached
from sqs_explorer.domain.connections import ENVIRONMENT_PROFILE, ConnectionSpec, ProfileKind
from sqs_explorer.domain.errors import CredentialsMissing, SignInFailed
from sqs_explorer.domain.sign_in import SignInKind, SignInNeed
from tests.aws.sso.signing_in_scene import CONFIG, DEV, OLD, START_URL, SignInScene
from tests.guards.event_loops import RunCoroutine

MORE = """
[profile role]
role_arn = arn:aws:iam::123456789012:role/Admin
source_profile = dev

[profile mfa]
role_arn = arn:aws:iam::123456789012:role/Admin
mfa_serial = arn:aws:iam::123456789012:mfa/alice
source_profile = keys

[profile keys]
aws_access_key_id = AKIA
aws_secret_access_key = secret

[profile console]
login_session = arn:aws:iam::123456789012:user/alice

[profile circle]
role_arn = arn:aws:iam::123456789012:role/Admin
source_profile = circle

[profile lost]
sso_session = nowhere

[profile half]
sso_start_url = https://acme.awsapps.com/start
"""


def need(run: RunCoroutine, scene: SignInScene, profile: str) -> SignInNeed:
    """Return what a profile takes."""
    scene.config.write_text(CONFIG + MORE)
    return run(scene.sign_ins().need(replace(DEV, profile=profile)))


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("dev", SignInNeed(SignInKind.SSO, "dev", "corp", "aws sso login --profile dev")),
        ("old", SignInNeed(SignInKind.SSO, "old", START_URL, "aws sso login --profile old")),
        ("role", SignInNeed(SignInKind.SSO, "dev", "corp", "aws sso login --profile dev")),
        ("mfa", SignInNeed(SignInKind.MFA, "keys")),
        ("keys", SignInNeed(SignInKind.NONE, "keys")),
        ("console", SignInNeed(SignInKind.COMMAND, "console", command="aws login --profile console")),
        ("circle", SignInNeed(SignInKind.NONE, "circle")),
        ("missing", SignInNeed(SignInKind.NONE, "missing")),
    ],
)
def test_the_end_of_the_chain_decides(
    run: RunCoroutine, scene: SignInScene, profile: str, expected: SignInNeed
) -> None:
    assert need(run, scene, profile) == expected


@pytest.mark.parametrize("kind", [ProfileKind.TYPED, ProfileKind.ENVIRONMENT, ProfileKind.CONTAINER])
def test_what_is_no_profile_needs_none_even_if_one_has_its_name(
    run: RunCoroutine, scene: SignInScene, kind: ProfileKind
) -> None:
    assert run(scene.sign_ins().need(replace(DEV, kind=kind))).kind is SignInKind.NONE
    with pytest.raises(SignInFailed, match="does not sign in through IAM Identity Center"):
        run(scene.sign_in(replace(DEV, kind=kind)))


def test_the_environment_is_no_profile(run: RunCoroutine, scene: SignInScene) -> None:
    spec = ConnectionSpec(ENVIRONMENT_PROFILE, (), kind=ProfileKind.ENVIRONMENT)
    assert run(scene.sign_ins().status(spec)).need.kind is SignInKind.NONE


def test_files_of_the_spec_are_read_in_place_of_the_environments(
    run: RunCoroutine, scene: SignInScene
) -> None:
    other = scene.config.with_name("other")
    other.write_text("[profile dev]\nlogin_session = x\n")
    spec = replace(DEV, config_file=str(other))
    assert run(scene.sign_ins().need(spec)).kind is SignInKind.COMMAND


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        ("lost", "The sso-session nowhere of profile lost is not in the config file"),
        ("half", "The profile half lacks sso_region"),
        ("missing", "missing is not there"),
        ("circle", "form a circle"),
    ],
)
def test_what_the_files_lack_is_said(run: RunCoroutine, scene: SignInScene, profile: str, words: str) -> None:
    scene.config.write_text(CONFIG + MORE)
    with pytest.raises(CredentialsMissing, match=words):
        run(scene.sign_in(replace(DEV, profile=profile)))
    assert scene.sso.requests == []


def test_a_broken_config_file_is_said(run: RunCoroutine, scene: SignInScene) -> None:
    scene.config.write_text("sso_session = corp\n")
    with pytest.raises(CredentialsMissing, match="line 1 stands before the first"):
        run(scene.sign_in())


def test_a_profile_of_aws_login_is_told_its_command(run: RunCoroutine, scene: SignInScene) -> None:
    scene.config.write_text(CONFIG + MORE)
    with pytest.raises(SignInFailed, match="Run `aws login --profile console`"):
        run(scene.sign_in(replace(DEV, profile="console")))


def test_the_status_is_that_of_the_cached_token(run: RunCoroutine, scene: SignInScene) -> None:
    assert run(scene.sign_ins().status(DEV)).expires_at is None
    signed_in = run(scene.sign_in())
    assert signed_in.expires_at is not None
    assert run(scene.sign_ins().status(DEV)) == signed_in
    assert run(scene.sign_ins().status(OLD)).expires_at is None


def test_a_token_that_the_cli_writes_is_seen_at_once(run: RunCoroutine, scene: SignInScene) -> None:
    sign_ins = scene.sign_ins()
    assert run(sign_ins.status(DEV)).expires_at is None
    write_cached(scene.cache, "corp", {"accessToken": "t", "expiresAt": "2026-01-05T09:00:00Z"})
    status = run(sign_ins.status(DEV))
    assert status.expires_at is not None
    assert not status.renews_itself


def test_the_command_can_be_pasted_whatever_the_profile_is_called() -> None:
    settings = {"sso_start_url": "https://acme.awsapps.com/start", "sso_region": "eu-west-1"}
    assert follow({"my team": settings}, "my team").sign_in_command == "aws sso login --profile 'my team'"
