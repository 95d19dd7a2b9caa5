"""MFA codes, typed keys and a parent's keys reach the threads that need them."""

from __future__ import annotations

import asyncio

import pytest

from sqs_explorer.domain.connections import ConnectionSpec, ProfileKind
from sqs_explorer.domain.errors import ConnectionClosed, CredentialsMissing, SignInCancelled, SignInExpired
from sqs_explorer.domain.keys import KeptWhere, SessionKeys, TypedKey
from sqs_explorer.domain.messages import OutgoingMessage
from sqs_explorer.domain.sign_in import MfaRequest
from tests.aws.aws_files import KEYS, REGION, AwsFilesInFolder, dev, opened
from tests.fakes.fake_sign_in_desk import FakeSignInDesk
from tests.fakes.raw_http_server import RawHttpServer, assumed_role_reply, json_reply, query_error_reply
from tests.guards.event_loops import RunCoroutine

SERIAL = "arn:aws:iam::1:mfa/me"
URL = "http://q/1/orders"


class Person:
    """Implements SignInQuestions: gives `code`, or says no without one, once let."""

    def __init__(self, code: str = "123456") -> None:
        self.code = code
        self.asked: list[MfaRequest] = []
        self.is_asked = asyncio.Event()
        self.may_answer = asyncio.Event()

    async def mfa_code(self, request: MfaRequest) -> str:
        """Answer on the loop."""
        self.asked.append(request)
        self.is_asked.set()
        await self.may_answer.wait()
        if not self.code:
            raise SignInCancelled("No code was given.")
        return self.code


class Drawer:
    """Implements SecretStore with one key in it."""

    async def keep(self, name: str, key: TypedKey) -> KeptWhere:
        """Keep nothing more."""
        raise NotImplementedError

    async def find(self, name: str) -> TypedKey | None:
        """Return the key of `acme`."""
        await asyncio.sleep(0)
        return TypedKey("AKIATYPED", "secret") if name == "acme" else None

    async def forget(self, name: str) -> None:
        """Forget nothing."""
        raise NotImplementedError


def signed_key(raw: RawHttpServer, index: int = -1) -> str:
    return raw.requests[index].headers["Authorization"].split("Credential=")[1].split("/")[0]


@pytest.fixture
def mfa_profile(raw: RawHttpServer, files: AwsFilesInFolder) -> RawHttpServer:
    """Write a profile whose role asks for a code, at a server that accepts all."""
    role = f"role_arn = arn:aws:iam::1:role/r\nsource_profile = base\nmfa_serial = {SERIAL}\n"
    files.write(f"[profile dev]\n{role}endpoint_url = {raw.url}\n", f"[base]\n{KEYS}")
    raw.reply("AssumeRole", assumed_role_reply("ASIAROLE"))
    raw.reply("GetQueueUrl", json_reply({"QueueUrl": URL}))
    return raw


def test_the_code_that_a_person_types_reaches_aws(mfa_profile: RawHttpServer, run: RunCoroutine) -> None:
    async def scenario() -> list[MfaRequest]:
        person = Person()
        person.may_answer.set()
        async with opened(dev(), questions=person) as connection:
            sqs = connection.sqs(REGION)
            await asyncio.gather(*(sqs.queue_url("orders") for _ in range(5)))
            return person.asked

    asked = run(scenario())
    assert [(request.serial, request.profile) for request in asked] == [(SERIAL, "dev")]
    assert mfa_profile.operations() == ["AssumeRole"] + ["GetQueueUrl"] * 5
    assert mfa_profile.requests[0].parameters["TokenCode"] == "123456"
    assert signed_key(mfa_profile) == "ASIAROLE"


def test_a_person_who_gives_no_code_is_asked_again_only_after_renew(
    mfa_profile: RawHttpServer, run: RunCoroutine
) -> None:
    async def scenario() -> None:
        person = Person("")
        person.may_answer.set()
        async with opened(dev(), questions=person) as connection:
            sqs = connection.sqs(REGION)
            with pytest.raises(SignInCancelled):
                await sqs.queue_url("orders")
            with pytest.raises(SignInExpired):
                await sqs.queue_url("orders")
            assert len(person.asked) == 1
            person.code = "123456"
            connection.renew()
            await sqs.queue_url("orders")
            assert len(person.asked) == 2

    run(scenario())


def test_closing_a_connection_ends_its_question_and_the_calls_that_wait_for_it(
    mfa_profile: RawHttpServer, run: RunCoroutine
) -> None:
    async def scenario() -> None:
        person = Person()
        async with opened(dev(), questions=person) as connection:
            sqs = connection.sqs(REGION)
            calls = [
                asyncio.ensure_future(sqs.queue_url("orders")),
                asyncio.ensure_future(sqs.send(URL, OutgoingMessage("x"))),
            ]
            await person.is_asked.wait()
            async with asyncio.timeout(2):
                await connection.close()
            for call in calls:
                with pytest.raises(ConnectionClosed):
                    await call

    run(scenario())
    assert mfa_profile.requests == []


@pytest.mark.parametrize("name", ["acme", "forgotten"])
def test_a_typed_key_signs_the_calls_of_its_connection(
    raw: RawHttpServer, run: RunCoroutine, name: str
) -> None:
    raw.reply("GetQueueUrl", json_reply({"QueueUrl": URL}))
    spec = ConnectionSpec(name, (REGION,), endpoint_url=raw.url, kind=ProfileKind.TYPED)

    async def scenario() -> None:
        async with opened(spec, secrets=Drawer()) as connection:
            await connection.sqs(REGION).queue_url("orders")

    if name == "forgotten":
        with pytest.raises(CredentialsMissing, match="forgotten"):
            run(scenario())
        return
    run(scenario())
    assert signed_key(raw) == "AKIATYPED"


def test_keys_that_a_parent_gives_replace_those_of_the_files(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    raw.reply("GetQueueUrl", json_reply({"QueueUrl": URL}))
    asked: list[str] = []

    async def given(connection_id: str) -> SessionKeys:
        asked.append(connection_id)
        return SessionKeys("ASIAGIVEN", "secret", "token")

    async def scenario() -> SessionKeys:
        async with opened(dev(), given_keys=given) as connection:
            await connection.sqs(REGION).queue_url("orders")
            return await connection.keys()

    assert run(scenario()).access_key_id == "ASIAGIVEN"
    assert asked == ["dev"]
    assert signed_key(raw) == "ASIAGIVEN"


def test_what_signs_the_calls_is_told_for_the_worker(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)

    async def scenario() -> SessionKeys:
        async with opened(dev(read_only=True)) as connection:
            assert await connection.sign_in_status() is None
            return await connection.keys()

    assert run(scenario()) == SessionKeys("AKIATEST", "secret")
    assert raw.requests == []


def test_keys_wait_for_a_new_sign_in_as_a_write_does(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    role = "[profile dev]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n"
    files.write(f"{role}endpoint_url = {raw.url}\n", f"[base]\n{KEYS}")
    raw.reply("AssumeRole", query_error_reply("ExpiredToken"), assumed_role_reply("ASIAROLE"))

    async def scenario() -> SessionKeys:
        desk = FakeSignInDesk()
        async with opened(dev(), desk=desk) as connection:
            keys = asyncio.ensure_future(connection.keys())
            await desk.until_waiting()
            desk.answer(signed_in=True)
            return await keys

    assert run(scenario()).access_key_id == "ASIAROLE"
