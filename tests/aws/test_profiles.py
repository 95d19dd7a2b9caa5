"""Which profiles are found, of what kind, and what is said of broken files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sqs_explorer.aws.profiles import AwsProfileReader
from sqs_explorer.domain.connections import (
    CONTAINER_PROFILE,
    ENVIRONMENT_PROFILE,
    WEB_IDENTITY_PROFILE,
    Profile,
    ProfileKind,
    ProfileListing,
)
from tests.aws.aws_files import KEYS, AwsFilesInFolder
from tests.guards.event_loops import RunCoroutine

CONFIG = """\
[default]
region = eu-west-1

[profile "with space"]
aws_access_key_id = A
aws_secret_access_key = B

[profile oncall]
role_arn = arn:aws:iam::1:role/OnCall
source_profile = default
mfa_serial = arn:aws:iam::1:mfa/me
region = us-east-1

[profile lost]
role_arn = arn:aws:iam::1:role/Lost
source_profile = nowhere

[profile circle]
role_arn = arn:aws:iam::1:role/A
source_profile = circle2
[profile circle2]
role_arn = arn:aws:iam::1:role/B
source_profile = circle

[profile corp]
sso_session = corp-session
sso_account_id = 1
sso_role_name = dev

[sso-session corp-session]
sso_start_url = https://corp.example/start

[profile process]
credential_process = get-keys --fast

[profile over-process]
role_arn = arn:aws:iam::1:role/P
source_profile = process

[profile instance]
role_arn = arn:aws:iam::1:role/I
credential_source = Ec2InstanceMetadata

[profile web]
role_arn = arn:aws:iam::1:role/W
web_identity_token_file = /token

[profile login]
login_session = arn:aws:iam::1:user/me

[profile half]
aws_access_key_id = A

[profile nothing]
region = eu-north-1

[profile local]
aws_access_key_id = A
aws_secret_access_key = B
services = local-services
endpoint_url = http://127.0.0.1:1

[services local-services]
dynamodb =
  endpoint_url = http://127.0.0.1:3
sqs =
  endpoint_url = http://127.0.0.1:2
"""


def read(run: RunCoroutine) -> ProfileListing:
    return run(AwsProfileReader(os.environ).read_profiles())


def by_name(listing: ProfileListing) -> dict[str, Profile]:
    return {profile.name: profile for profile in listing.profiles}


@pytest.mark.parametrize(
    ("name", "kind", "note"),
    [
        ("default", ProfileKind.KEYS, ""),
        ("with space", ProfileKind.KEYS, ""),
        ("oncall", ProfileKind.ROLE, "from default, asks for MFA"),
        ("lost", ProfileKind.ROLE, "from nowhere, its source profile nowhere is not there"),
        ("circle", ProfileKind.ROLE, "from circle2, its source profiles form a circle"),
        ("corp", ProfileKind.SSO, "signs in with corp-session"),
        ("process", ProfileKind.PROCESS, "runs a command"),
        ("over-process", ProfileKind.ROLE, "from process, runs a command"),
        ("instance", ProfileKind.ROLE, "from Ec2InstanceMetadata"),
        ("web", ProfileKind.WEB_IDENTITY, ""),
        ("login", ProfileKind.LOGIN, ""),
        ("half", ProfileKind.KEYS, "the secret access key is missing"),
        ("nothing", ProfileKind.NONE, "names no credentials"),
        ("only-credentials", ProfileKind.KEYS, ""),
    ],
)
def test_a_profile_has_the_kind_of_its_settings(
    files: AwsFilesInFolder, run: RunCoroutine, name: str, kind: ProfileKind, note: str
) -> None:
    files.write(CONFIG, f"[default]\n{KEYS}\n[only-credentials]\n{KEYS}")
    listing = read(run)
    profile = by_name(listing)[name]
    assert (profile.kind, profile.note) == (kind, note)
    assert listing.problems == ()
    assert listing.profiles[0].name == "default"
    assert (listing.config_path, listing.credentials_path) == (str(files.config), str(files.credentials))


def test_region_source_command_and_endpoint_are_read(files: AwsFilesInFolder, run: RunCoroutine) -> None:
    files.write(CONFIG)
    profiles = by_name(read(run))
    assert profiles["oncall"].region == "us-east-1"
    assert profiles["oncall"].source_profile == "default"
    assert profiles["process"].command == "get-keys --fast"
    assert profiles["over-process"].command == "get-keys --fast"
    assert profiles["local"].endpoint_url == "http://127.0.0.1:2"
    os.environ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9"
    assert by_name(read(run))["local"].endpoint_url == "http://127.0.0.1:9"
    os.environ["AWS_ENDPOINT_URL_SQS"] = "http://127.0.0.1:8"
    assert by_name(read(run))["local"].endpoint_url == "http://127.0.0.1:8"


def test_no_secret_is_in_the_listing(files: AwsFilesInFolder, run: RunCoroutine) -> None:
    files.write(CONFIG, "[default]\naws_access_key_id = AKIAVERYSECRET\naws_secret_access_key = VERYSECRET\n")
    assert "VERYSECRET" not in repr(read(run))


def test_without_files_there_are_no_profiles_and_no_problems(private_home: Path, run: RunCoroutine) -> None:
    listing = read(run)
    assert listing.profiles == ()
    assert listing.problems == ()
    assert listing.default_profile == ""
    assert listing.config_path == str(private_home / ".aws" / "config")


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("region = x\n", "line 1 stands before the first [section]"),
        ("[default]\nregion = x\n[default]\n", "line 3 begins the section [default] a second time"),
        ("[default]\nregion = x\nregion = y\n", "line 3 sets region of [default] a second time"),
        ("[default]\nsecret words\n", "line 2 is no `name = value`"),
    ],
)
def test_a_broken_file_is_a_problem_and_the_other_is_still_read(
    files: AwsFilesInFolder, run: RunCoroutine, broken: str, reason: str
) -> None:
    files.write(broken, f"[kept]\n{KEYS}")
    listing = read(run)
    assert [profile.name for profile in listing.profiles] == ["kept"]
    (problem,) = listing.problems
    assert problem.startswith(str(files.config))
    assert reason in problem
    assert "secret words" not in problem


def test_a_file_that_is_no_text_is_a_problem(files: AwsFilesInFolder, run: RunCoroutine) -> None:
    files.config.write_bytes(b"\xff\xfe[default]")
    (problem,) = read(run).problems
    assert "UTF-8" in problem


def test_the_environment_names_the_default_profile_and_region(
    files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write(CONFIG, f"[default]\n{KEYS}")
    assert read(run).default_profile == "default"
    os.environ.update(AWS_PROFILE="oncall", AWS_DEFAULT_REGION="us-west-2")
    listing = read(run)
    assert (listing.default_profile, listing.default_region) == ("oncall", "us-west-2")
    os.environ.update(AWS_PROFILE="missing", AWS_REGION="eu-west-3")
    listing = read(run)
    assert listing.default_region == "eu-west-3"
    assert "missing" in listing.problems[0]


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        (
            {"AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/w"},
            (WEB_IDENTITY_PROFILE, ProfileKind.WEB_IDENTITY, "from AWS_WEB_IDENTITY_TOKEN_FILE"),
        ),
        (
            {
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/a",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://b",
            },
            (CONTAINER_PROFILE, ProfileKind.CONTAINER, "from AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
        ),
        (
            {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://b"},
            (CONTAINER_PROFILE, ProfileKind.CONTAINER, "from AWS_CONTAINER_CREDENTIALS_FULL_URI"),
        ),
    ],
)
def test_what_the_environment_offers_is_an_entry_of_its_own(
    files: AwsFilesInFolder,
    run: RunCoroutine,
    variables: dict[str, str],
    expected: tuple[str, ProfileKind, str],
) -> None:
    os.environ.update(variables, AWS_REGION="eu-west-1")
    (profile,) = read(run).profiles
    assert (profile.name, profile.kind, profile.note) == expected
    assert profile.region == "eu-west-1"


@pytest.mark.parametrize("missing", ["AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"])
def test_half_a_web_identity_is_no_entry(files: AwsFilesInFolder, run: RunCoroutine, missing: str) -> None:
    os.environ.update(AWS_WEB_IDENTITY_TOKEN_FILE="/token", AWS_ROLE_ARN="arn:aws:iam::1:role/w")
    del os.environ[missing]
    assert read(run).profiles == ()


def test_a_default_profile_without_credentials_is_not_preselected(
    files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write("[default]\nregion = eu-west-1\n")
    assert read(run).default_profile == ""
    os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://b"
    assert read(run).default_profile == CONTAINER_PROFILE
    os.environ["AWS_PROFILE"] = "default"
    assert read(run).default_profile == "default"


def test_the_default_is_what_the_aws_tools_would_use(files: AwsFilesInFolder, run: RunCoroutine) -> None:
    os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://b"
    assert read(run).default_profile == CONTAINER_PROFILE
    files.write(CONFIG, f"[default]\n{KEYS}")
    assert read(run).default_profile == "default"
    os.environ.update(AWS_WEB_IDENTITY_TOKEN_FILE="/token", AWS_ROLE_ARN="arn:aws:iam::1:role/w")
    assert read(run).default_profile == WEB_IDENTITY_PROFILE
    os.environ.update(AWS_ACCESS_KEY_ID="AKIA", AWS_SECRET_ACCESS_KEY="s")
    assert read(run).default_profile == ENVIRONMENT_PROFILE
    os.environ["AWS_PROFILE"] = "oncall"
    assert read(run).default_profile == "oncall"


def test_keys_in_the_environment_are_an_entry_of_their_own(
    files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    os.environ.update(AWS_ACCESS_KEY_ID="AKIA", AWS_SECRET_ACCESS_KEY="s", AWS_REGION="eu-west-1")
    listing = read(run)
    (profile,) = listing.profiles
    assert (profile.name, profile.kind, profile.region) == (
        ENVIRONMENT_PROFILE,
        ProfileKind.ENVIRONMENT,
        "eu-west-1",
    )
    assert listing.default_profile == ENVIRONMENT_PROFILE
