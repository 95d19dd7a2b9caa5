"""Typed keys and given keys: no file, variable or command has a say in them."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

from sqs_explorer.domain.connections import ConnectionSpec, ProfileKind
from sqs_explorer.domain.errors import CredentialsMissing, KeyringFailed, SqsExplorerError
from sqs_explorer.domain.keys import SessionKeys, TypedKey
from tests.aws.aws_files import KEYS, REGION, AwsFilesInFolder, dev, signed_key
from tests.aws.credentials.scene import call, error_of, session_of, sources
from tests.fakes.raw_http_server import RawHttpServer, identity_reply

SECRET = "typed-secret"


def typed(endpoint_url: str) -> ConnectionSpec:
    """Return the connection of a key typed under the name `dev`."""
    return ConnectionSpec("dev", (REGION,), endpoint_url=endpoint_url, kind=ProfileKind.TYPED)


def find(name: str) -> TypedKey | None:
    """Return the key kept for `dev`."""
    return TypedKey("AKIATYPED", SECRET) if name == "dev" else None


def test_a_typed_key_signs_whatever_the_files_say_of_its_name(
    raw: RawHttpServer, files: AwsFilesInFolder
) -> None:
    files.write(
        "[profile dev]\nendpoint_url = http://127.0.0.1:9\ncredential_process = touch /nowhere\n"
        "[default]\nendpoint_url = http://127.0.0.1:9\n",
        f"[dev]\n{KEYS}",
    )
    os.environ.update(
        AWS_PROFILE="missing",
        AWS_ENDPOINT_URL="http://127.0.0.1:9",
        AWS_ACCESS_KEY_ID="AKIAENV",
        AWS_SECRET_ACCESS_KEY="s",
    )
    raw.reply("GetCallerIdentity", identity_reply())
    with session_of(typed(raw.url), sources(typed_key=find)) as session:
        call(session)
        session.sts().get_caller_identity()
        assert session.keys() == SessionKeys("AKIATYPED", SECRET)
        assert not session.start_over_if_files_changed()
    assert [signed_key(raw, index) for index in range(2)] == ["AKIATYPED"] * 2


def test_a_typed_key_without_an_endpoint_goes_to_aws(files: AwsFilesInFolder) -> None:
    files.write("[default]\nendpoint_url = http://127.0.0.1:9\n")
    os.environ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9"
    with session_of(typed(""), sources(typed_key=find)) as session:
        assert session.sqs(REGION).meta.endpoint_url == "https://sqs.eu-west-1.amazonaws.com"


def test_a_broken_file_does_not_matter_to_a_typed_key(raw: RawHttpServer, files: AwsFilesInFolder) -> None:
    files.write("no section\n")
    with session_of(typed(raw.url), sources(typed_key=find)) as session:
        call(session)
    assert signed_key(raw) == "AKIATYPED"


def test_a_typed_key_that_is_not_kept_any_more_is_said_and_may_be_typed_again(raw: RawHttpServer) -> None:
    kept: list[TypedKey] = []
    with session_of(typed(raw.url), sources(typed_key=lambda _: kept[0] if kept else None)) as session:
        error = error_of(session)
        assert isinstance(error, CredentialsMissing)
        assert "type it again" in str(error)
        kept.append(TypedKey("AKIAAGAIN", SECRET))
        call(session)
    assert signed_key(raw) == "AKIAAGAIN"


def test_a_key_typed_anew_is_used_after_renewing(raw: RawHttpServer) -> None:
    kept = [TypedKey("AKIAOLD", SECRET)]
    with session_of(typed(raw.url), sources(typed_key=lambda _: kept[0])) as session:
        call(session)
        kept[0] = TypedKey("AKIANEW", SECRET)
        session.renew()
        call(session)
    assert [signed_key(raw, index) for index in range(2)] == ["AKIAOLD", "AKIANEW"]


def test_a_locked_keyring_is_said_as_it_is(raw: RawHttpServer) -> None:
    def locked(name: str) -> TypedKey | None:
        raise KeyringFailed(f"The keyring stays locked, so {name} can't be read.")

    with session_of(typed(raw.url), sources(typed_key=locked)) as session:
        error: SqsExplorerError = error_of(session)
    assert isinstance(error, KeyringFailed)
    assert SECRET not in repr(error)


def test_given_keys_replace_every_other_source_but_the_endpoint_counts(
    raw: RawHttpServer, files: AwsFilesInFolder
) -> None:
    files.write(
        "[profile dev]\nrole_arn = arn:aws:iam::1:role/r\nmfa_serial = m\nsource_profile = nowhere\n"
        f"credential_process = touch /nowhere\nendpoint_url = {raw.url}\n"
    )
    asked: list[str] = []

    def give(connection_id: str) -> SessionKeys:
        asked.append(connection_id)
        return SessionKeys("ASIAGIVEN", "s", "session-token")

    with session_of(dev(), sources(given_keys=give)) as session:
        call(session)
        call(session)
    assert asked == [dev().connection_id]
    assert raw.operations() == ["ListQueues", "ListQueues"]
    assert signed_key(raw) == "ASIAGIVEN"
    assert raw.requests[0].headers["X-Amz-Security-Token"] == "session-token"


def test_given_keys_are_asked_for_again_before_they_expire(raw: RawHttpServer) -> None:
    lasting = iter([20, 3600, 3600])

    def give(_: str) -> SessionKeys:
        seconds = next(lasting)
        return SessionKeys(f"ASIA{seconds}", "s", "t", datetime.now(UTC) + timedelta(seconds=seconds))

    with session_of(typed(raw.url), sources(given_keys=give)) as session:
        for _ in range(3):
            call(session)
        expires_at = session.keys().expires_at
    assert [signed_key(raw, index) for index in range(3)] == ["ASIA20", "ASIA3600", "ASIA3600"]
    assert expires_at is not None
    assert expires_at > datetime.now(UTC) + timedelta(minutes=50)


def test_given_keys_that_no_longer_expire_are_used_on(raw: RawHttpServer) -> None:
    given = [
        SessionKeys("ASIASHORT", "s", "t", datetime.now(UTC) + timedelta(seconds=20)),
        SessionKeys("AKIA", "s"),
    ]
    with session_of(typed(raw.url), sources(given_keys=lambda _: given.pop(0))) as session:
        for _ in range(3):
            call(session)
        assert session.keys() == SessionKeys("AKIA", "s")


def test_what_the_parent_says_no_to_is_said_as_it_is(raw: RawHttpServer) -> None:
    def give(_: str) -> SessionKeys:
        raise CredentialsMissing("The parent has no keys.")

    with session_of(typed(raw.url), sources(given_keys=give)) as session:
        assert str(error_of(session)) == "The parent has no keys."
