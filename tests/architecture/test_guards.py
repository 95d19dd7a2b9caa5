"""Shows that the guards of tests/conftest.py catch what they are there for."""

import asyncio
import gc
import logging
import os
import socket
import subprocess
import sys
import threading
import weakref
from pathlib import Path

import pytest

from tests.guards.event_loops import RunCoroutine
from tests.guards.leftovers import Leftovers, running_children, running_threads, running_timers
from tests.guards.logs import complaints
from tests.guards.network import LoopbackOnly, NetworkForbiddenError, is_loopback


def test_a_connection_to_another_machine_is_refused(loopback_only: LoopbackOnly) -> None:
    with socket.socket() as sock, pytest.raises(NetworkForbiddenError):
        sock.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkForbiddenError):
        socket.getaddrinfo("sqs.eu-west-1.amazonaws.com", 443)
    assert loopback_only.attempts == ["192.0.2.1", "sqs.eu-west-1.amazonaws.com"]
    loopback_only.attempts.clear()


def test_a_connection_to_the_loopback_works() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as sock,
    ):
        assert sock.getpeername() == server.getsockname()


def test_a_reserved_name_does_not_resolve() -> None:
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("nowhere.invalid", 80)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.9.1", None, b"localhost"])
def test_the_loopback_is_known_by_all_its_names(host: object) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "example.com", "169.254.169.254", "localhost.example.com", 7])
def test_other_hosts_are_not_the_loopback(host: object) -> None:
    assert not is_loopback(host)


def test_the_environment_is_private(private_home: Path) -> None:
    assert list(private_home.iterdir()) == []
    assert not Path(os.environ["AWS_CONFIG_FILE"]).exists()
    assert os.environ["AWS_EC2_METADATA_DISABLED"] == "true"
    assert "AWS_PROFILE" not in os.environ


def test_an_unexpected_record_is_a_complaint() -> None:
    assert complaints(["WARNING a: oh"], None) == ["unexpected log record: WARNING a: oh"]
    assert complaints(["WARNING a: oh"], []) == []
    assert complaints(["WARNING a: oh"], ["oh"]) == []
    assert complaints(["WARNING a: oh"], ["ah"]) == [
        "expected log record never came: ah",
        "unexpected log record: WARNING a: oh",
    ]


@pytest.mark.expects_log("the queue is gone")
def test_an_expected_record_is_allowed() -> None:
    logging.getLogger("sqs_explorer").warning("the queue is gone")


def test_a_thread_left_running_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.guards.leftovers.GRACE_SECONDS", 0.05)
    before = Leftovers()
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait, name="forgotten")
    thread.start()
    assert [name for name in before.found() if "forgotten" in name]
    stop.set()
    thread.join()
    assert not any("forgotten" in name for name in running_threads().values())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="children are listed in /proc only on Linux")
def test_a_child_left_running_is_found() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert child.pid in running_children()
    child.communicate(b"\n")
    assert child.pid not in running_children()


def test_garbage_of_a_test_does_not_die_in_some_thread() -> None:
    died_in: list[threading.Thread] = []

    class Knot:
        def __init__(self) -> None:
            self.itself = self

    def allocate() -> None:
        assert len([[number] for number in range(3 * gc.get_threshold()[0])]) > 0

    weakref.finalize(Knot(), lambda: died_in.append(threading.current_thread()))
    thread = threading.Thread(target=allocate)
    thread.start()
    thread.join()
    assert died_in == []
    gc.collect()
    assert died_in == [threading.main_thread()]


def test_a_timer_left_running_is_found(qapp: object) -> None:
    from PySide6.QtCore import QTimer

    timer = QTimer()
    timer.start(60_000)
    assert any("60000 ms" in name for name in running_timers().values())
    timer.stop()
    assert not any("60000 ms" in name for name in running_timers().values())


async def _leaves_a_task() -> None:
    _leaves_a_task.forgotten = asyncio.get_running_loop().create_task(asyncio.sleep(60))  # type: ignore[attr-defined]


@pytest.mark.parametrize("fixture_name", ["run", "qt_run"])
def test_a_task_left_running_is_found(fixture_name: str, request: pytest.FixtureRequest) -> None:
    run: RunCoroutine = request.getfixturevalue(fixture_name)
    with pytest.raises(AssertionError, match="tasks left running"):
        run(_leaves_a_task())


async def _fails_unseen() -> None:
    asyncio.get_running_loop().call_soon(lambda: 1 / 0)
    await asyncio.sleep(0.01)


@pytest.mark.parametrize("fixture_name", ["run", "qt_run"])
def test_an_error_nobody_caught_is_found(fixture_name: str, request: pytest.FixtureRequest) -> None:
    run: RunCoroutine = request.getfixturevalue(fixture_name)
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        run(_fails_unseen())


@pytest.mark.parametrize("fixture_name", ["run", "qt_run"])
def test_a_coroutine_that_hangs_is_ended(fixture_name: str, request: pytest.FixtureRequest) -> None:
    run: RunCoroutine = request.getfixturevalue(fixture_name)
    with pytest.raises(AssertionError, match=r"did not end within 0\.2 s"):
        run(asyncio.sleep(60), timeout_seconds=0.05)


@pytest.mark.parametrize("fixture_name", ["run", "qt_run"])
def test_a_result_comes_back(fixture_name: str, request: pytest.FixtureRequest) -> None:
    run: RunCoroutine = request.getfixturevalue(fixture_name)
    assert run(asyncio.sleep(0, result=7)) == 7
    with pytest.raises(KeyError, match="inside"):
        run(_raises())


async def _raises() -> None:
    raise KeyError("inside")
