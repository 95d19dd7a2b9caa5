"""MFA codes: asked for once a device and role, asked again when they are wrong, and not after a no."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from sqs_explorer.aws.sessions import SharedLibrary
from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import (
    CommandNotAgreed,
    MfaCodeRefused,
    MfaNeeded,
    SignInCancelled,
    SignInExpired,
    SqsExplorerError,
)
from sqs_explorer.domain.sign_in import MfaRequest
from tests.aws.aws_files import KEYS, REGION, AwsFilesInFolder, dev, signed_key
from tests.aws.credentials.scene import Person, call, error_of, role_reply, session_of, sources, sts_error
from tests.fakes.raw_http_server import RawHttpServer

SERIAL = "arn:aws:iam::1:mfa/me"
ROLE = f"role_arn = arn:aws:iam::1:role/r\nmfa_serial = {SERIAL}\nsource_profile = base\n"
WRONG = sts_error("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ")


@pytest.fixture(autouse=True)
def _profiles(raw: RawHttpServer, files: AwsFilesInFolder) -> None:
    """Write `dev` and `again`, the same role, and `other`, another role for the same device."""
    server = f"endpoint_url = {raw.url}\n"
    files.write(
        f"[profile dev]\n{ROLE}{server}[profile again]\n{ROLE}{server}"
        f"[profile other]\n{ROLE.replace('role/r', 'role/other')}{server}"
        f"[profile of-another]\n{ROLE.replace('base', 'another')}{server}",
        f"[base]\n{KEYS}\n[another]\n{KEYS.replace('AKIATEST', 'AKIAANOTHER')}",
    )
    raw.reply("AssumeRole", role_reply())


def in_threads(ask: Callable[[], Any], count: int) -> list[SqsExplorerError | None]:
    """Call `ask` in several threads at once and return how each ended."""
    outcomes: list[SqsExplorerError | None] = []

    def run() -> None:
        try:
            ask()
            outcomes.append(None)
        except SqsExplorerError as error:
            outcomes.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return outcomes


def names(outcomes: Sequence[object]) -> list[str]:
    """Return the kinds of outcomes, sorted."""
    return sorted(type(outcome).__name__ for outcome in outcomes)


def test_serial_and_code_reach_sts_and_the_session_serves_later_calls(raw: RawHttpServer) -> None:
    person = Person(" 123 456 ")
    with session_of(dev(), sources(mfa_code=person)) as session:
        call(session)
        call(session)
    assert person.requests == [MfaRequest(SERIAL, "dev", "arn:aws:iam::1:role/r")]
    assert raw.operations() == ["AssumeRole", "ListQueues", "ListQueues"]
    sent = raw.requests[0].parameters
    assert (sent["SerialNumber"], sent["TokenCode"]) == (SERIAL, "123456")
    assert signed_key(raw) == "ASIAROLE"


def test_without_anybody_to_ask_nothing_is_sent(raw: RawHttpServer) -> None:
    with session_of(dev(), sources()) as session:
        assert isinstance(error_of(session), MfaNeeded)
    assert raw.requests == []


def test_a_wrong_code_is_asked_for_again_and_the_refusal_said(raw: RawHttpServer) -> None:
    person = Person("111111", "222222")
    raw.reply("AssumeRole", WRONG, role_reply())
    with session_of(dev(), sources(mfa_code=person)) as session:
        call(session)
    assert [bool(request.refusal) for request in person.requests] == [False, True]
    assert "did not accept the code" in person.requests[1].refusal
    assert [request.parameters.get("TokenCode") for request in raw.requests[:2]] == ["111111", "222222"]


def test_what_is_no_code_is_not_sent(raw: RawHttpServer) -> None:
    person = Person("12345", "abcdef", "222222")
    with session_of(dev(), sources(mfa_code=person)) as session:
        call(session)
    assert "6 digits" in person.requests[2].refusal
    assert raw.operations() == ["AssumeRole", "ListQueues"]


def test_three_wrong_codes_are_enough_and_nothing_asks_by_itself_then(raw: RawHttpServer) -> None:
    person = Person("111111", "222222", "333333", "444444")
    raw.reply("AssumeRole", WRONG)
    with session_of(dev(), sources(mfa_code=person)) as session:
        error = error_of(session)
        assert isinstance(error, MfaCodeRefused)
        assert "one time pass code" in str(error)
        assert isinstance(error_of(session), SignInExpired)
    assert len(person.requests) == 3


def test_another_refusal_of_sts_is_no_wrong_code(raw: RawHttpServer) -> None:
    person = Person("111111")
    raw.reply("AssumeRole", sts_error("AccessDenied", "User is not authorized to perform: sts:AssumeRole"))
    with session_of(dev(), sources(mfa_code=person)) as session:
        assert "not authorized" in str(error_of(session))
    assert len(person.requests) == 1


def test_one_code_serves_all_connections_of_the_role(raw: RawHttpServer) -> None:
    person = Person("123456")
    shared = sources(mfa_code=person)
    for spec in (dev(), ConnectionSpec("again", ("us-east-1",))):
        with session_of(spec, shared) as session:
            call(session)
    assert len(person.requests) == 1
    assert raw.operations().count("AssumeRole") == 1


@pytest.mark.parametrize("profile", ["other", "of-another"])
def test_another_role_or_another_source_needs_a_code_of_its_own(raw: RawHttpServer, profile: str) -> None:
    person = Person("123456", "654321")
    shared = sources(mfa_code=person)
    for spec in (dev(), ConnectionSpec(profile, (REGION,))):
        with session_of(spec, shared) as session:
            call(session)
    assert len(person.requests) == 2
    if profile == "of-another":
        assert signed_key(raw, 2) == "AKIAANOTHER"


def test_a_session_of_another_server_is_not_used_here(raw: RawHttpServer) -> None:
    person = Person("123456", "654321")
    shared = sources(mfa_code=person)
    for spec in (dev(), dev(endpoint_url=f"{raw.url}/elsewhere")):
        with session_of(spec, shared) as session:
            call(session)
    assert len(person.requests) == 2


@pytest.mark.parametrize("profiles", [("dev", "dev"), ("dev", "again"), ("dev", "other")])
def test_a_device_is_asked_for_one_code_at_a_time(raw: RawHttpServer, profiles: tuple[str, str]) -> None:
    open_questions = most = begun = 0
    all_begun = threading.Event()
    lock = threading.Lock()

    def ask(_: MfaRequest) -> str:
        nonlocal open_questions, most
        with lock:
            open_questions += 1
            most = max(most, open_questions)
        all_begun.wait(10)
        with lock:
            open_questions -= 1
        return "123456"

    shared, library = sources(mfa_code=ask), SharedLibrary()
    with (
        session_of(ConnectionSpec(profiles[0], (REGION,)), shared, library) as first,
        session_of(ConnectionSpec(profiles[1], (REGION,)), shared, library) as second,
    ):
        first.sqs(REGION)
        second.sqs(REGION)
        turns = iter([first, second, first, second])

        def run() -> None:
            nonlocal begun
            with lock:
                session = next(turns)
                begun += 1
            if begun == 4:
                all_begun.set()
            call(session)

        assert in_threads(run, 4) == [None] * 4
    assert most == 1
    assert raw.operations().count("AssumeRole") == (2 if "other" in profiles else 1)


def test_a_no_is_meant_for_all_calls_that_waited_and_nothing_asks_again_by_itself(raw: RawHttpServer) -> None:
    person = Person(SignInCancelled("No."), "123456")
    with session_of(dev(), sources(mfa_code=person)) as session:
        session.sqs(REGION)
        outcomes = in_threads(lambda: call(session), 8)
        assert set(names(outcomes)) <= {"SignInCancelled", "SignInExpired"}
        assert len(outcomes) == 8
        later = error_of(session)
        assert isinstance(later, SignInExpired)
        assert SERIAL in str(later)
        assert len(person.requests) == 1
        session.renew()
        call(session)
    assert len(person.requests) == 2


def test_a_code_is_asked_for_again_when_the_session_is_about_to_end(raw: RawHttpServer) -> None:
    person = Person("123456", "654321")
    raw.reply("AssumeRole", role_reply("ASIASHORT", seconds=30), role_reply("ASIALONG"))
    with session_of(dev(), sources(mfa_code=person)) as session:
        call(session)
        call(session)
        call(session)
    assert len(person.requests) == 2
    assert [signed_key(raw, index) for index in (1, 3, 4)] == ["ASIASHORT", "ASIALONG", "ASIALONG"]


def test_renewing_asks_again_although_the_session_still_lasts(raw: RawHttpServer) -> None:
    person = Person("123456", "654321")
    with session_of(dev(), sources(mfa_code=person)) as session:
        call(session)
        session.renew()
        call(session)
    assert len(person.requests) == 2


def test_nobody_is_asked_before_the_source_has_keys(files: AwsFilesInFolder, raw: RawHttpServer) -> None:
    files.write(
        f"[profile dev]\n{ROLE}endpoint_url = {raw.url}\n[profile base]\ncredential_process = get-keys\n"
    )
    person = Person("123456")
    with session_of(dev(), sources(mfa_code=person)) as session:
        assert isinstance(error_of(session), CommandNotAgreed)
    assert person.requests == []


def test_the_mfa_session_at_the_beginning_of_a_chain_is_shared(
    files: AwsFilesInFolder, raw: RawHttpServer
) -> None:
    files.write(
        f"[profile gate]\n{ROLE}"
        + "".join(
            f"[profile {name}]\nrole_arn = arn:aws:iam::2:role/{name}\nsource_profile = gate\n"
            f"endpoint_url = {raw.url}\n"
            for name in ("one", "two")
        ),
        f"[base]\n{KEYS}",
    )
    person = Person("123456")
    shared = sources(mfa_code=person)
    for name in ("one", "two"):
        with session_of(ConnectionSpec(name, (REGION,)), shared) as session:
            call(session)
    assert len(person.requests) == 1
    assert raw.operations().count("AssumeRole") == 3
