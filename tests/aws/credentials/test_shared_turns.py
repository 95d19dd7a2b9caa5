"""Work that many threads wait for is tried once; those who waited share its failure."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import Any

import pytest

from sqs_explorer.aws.credentials.shared_turns import SharedTurn
from sqs_explorer.aws.sessions import ConnectionSession, SharedLibrary
from sqs_explorer.domain.connections import ConnectionSpec, ProfileKind
from sqs_explorer.domain.errors import KeyringFailed, SignInCancelled, SignInExpired, SqsExplorerError
from sqs_explorer.domain.keys import TypedKey
from sqs_explorer.domain.sign_in import MfaRequest
from tests.aws.aws_files import KEYS, REGION, AwsFilesInFolder
from tests.aws.credentials.scene import error_of, session_of, sources
from tests.fakes.raw_http_server import RawHttpServer

WAITING = 3


class WatchedLock:
    """A lock that tells how many threads have come to it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._arrivals = threading.Semaphore(0)

    def await_arrivals(self, count: int) -> None:
        """Wait until so many more threads have come."""
        for _ in range(count):
            assert self._arrivals.acquire(timeout=10)

    def __enter__(self) -> None:
        self._arrivals.release()
        self._lock.acquire()

    def __exit__(self, *error: object) -> None:
        self._lock.release()


def watched(turn: SharedTurn) -> WatchedLock:
    """Put a watched lock into a turn."""
    lock: Any = WatchedLock()
    turn._lock = lock
    return lock  # type: ignore[no-any-return]


@pytest.mark.parametrize(("error", "tries"), [(SignInCancelled("No."), 0), (SignInExpired("Over."), WAITING)])
def test_only_the_named_failures_are_shared(error: SqsExplorerError, tries: int) -> None:
    turn = SharedTurn((SignInCancelled,))
    lock = watched(turn)
    tried: list[bool] = []
    failures: list[Exception] = []

    def work() -> None:
        try:
            with turn.taken():
                tried.append(True)
        except SignInCancelled as shared:
            failures.append(shared)

    threads = [threading.Thread(target=work) for _ in range(WAITING)]

    def fail() -> None:
        with turn.taken():
            for thread in threads:
                thread.start()
            lock.await_arrivals(1 + WAITING)
            raise error

    with pytest.raises(type(error)):
        fail()
    for thread in threads:
        thread.join(10)
    assert (len(tried), len(failures)) == (tries, WAITING - tries)


def test_who_comes_after_a_failure_tries_it_again() -> None:
    turn = SharedTurn()
    with pytest.raises(SignInCancelled), turn.taken():
        raise SignInCancelled("No.")
    with turn.taken():
        pass


def test_a_no_to_one_connection_is_one_to_all_that_wait_for_the_device(
    raw: RawHttpServer, files: AwsFilesInFolder
) -> None:
    names = ("one", "two", "three")
    files.write(
        "".join(
            f"[profile {name}]\nrole_arn = arn:aws:iam::1:role/{name}\nmfa_serial = m\n"
            f"source_profile = base\nendpoint_url = {raw.url}\n"
            for name in names
        ),
        f"[base]\n{KEYS}",
    )
    asked: list[MfaRequest] = []
    failures: list[SqsExplorerError] = []

    def ask(request: MfaRequest) -> str:
        asked.append(request)
        lock.await_arrivals(len(names))
        raise SignInCancelled("No.")

    def work(session: ConnectionSession) -> None:
        failures.append(error_of(session))

    library, shared = SharedLibrary(), sources(mfa_code=ask)
    lock = watched(library.mfa_devices.turn("m"))
    with ExitStack() as stack:
        sessions = [
            stack.enter_context(session_of(ConnectionSpec(name, (REGION,)), shared, library))
            for name in names
        ]
        threads = [threading.Thread(target=work, args=(session,)) for session in sessions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        assert [type(failure) for failure in failures] == [SignInCancelled] * len(names)
        assert [type(error_of(session)) for session in sessions] == [SignInExpired] * len(names)
    assert len(asked) == 1
    assert raw.requests == []


def test_a_keyring_that_stays_locked_is_asked_once_for_all_calls_that_wait() -> None:
    asked: list[str] = []
    failures: list[SqsExplorerError] = []
    spec = ConnectionSpec("dev", (REGION,), kind=ProfileKind.TYPED)

    def find(name: str) -> TypedKey | None:
        asked.append(name)
        lock.await_arrivals(1 + WAITING)
        raise KeyringFailed("It stays locked.")

    with session_of(spec, sources(typed_key=find)) as session:
        lock = watched(session._building)

        def work() -> None:
            try:
                session.sqs(REGION)
            except KeyringFailed as error:
                failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(1 + WAITING)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
    assert asked == ["dev"]
    assert len(failures) == 1 + WAITING
