"""The guards around every test, and the two fixtures that run a coroutine."""

import gc
import logging
import os
import tempfile
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.guards import garbage, private_environment
from tests.guards.event_loops import Result, RunCoroutine, run_on
from tests.guards.leftovers import Leftovers
from tests.guards.logs import UnexpectedRecords, complaints
from tests.guards.network import LoopbackOnly

MARKERS = (
    "expects_log(*patterns): the test provokes log records of WARNING or above; with patterns, exactly these",
)
LONG_FOLDERS = frozenset({"end_to_end", "worker"})
PRIVATE_FOLDER = pytest.StashKey[Any]()


def pytest_configure(config: pytest.Config) -> None:
    """Leave the person's own environment before a single test module or shared fixture is loaded."""
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    folder = tempfile.TemporaryDirectory(prefix="sqs-explorer-tests-", ignore_cleanup_errors=True)
    config.stash[PRIVATE_FOLDER] = folder
    private_environment.make_private(os.environ, Path(folder.name) / "home", Path(folder.name) / "cache")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: at the end of a run one process would work and the others wait."""
    items.sort(key=_allowed_seconds, reverse=True)


def _allowed_seconds(item: pytest.Item) -> float:
    limit = item.get_closest_marker("timeout")
    if limit is not None:
        return float(limit.args[0])
    return 1.0 if LONG_FOLDERS.intersection(item.path.parts) else 0.0


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the private home folders."""
    folder = config.stash.get(PRIVATE_FOLDER, None)
    if folder is not None:
        folder.cleanup()


@pytest.fixture(scope="session", autouse=True)
def loopback_only() -> Iterator[LoopbackOnly]:
    """Refuse every connection and name look-up that leaves this machine."""
    guard = LoopbackOnly()
    with pytest.MonkeyPatch.context() as monkeypatch:
        guard.install(monkeypatch)
        yield guard


@pytest.fixture(autouse=True)
def _watched_test(request: pytest.FixtureRequest, loopback_only: LoopbackOnly) -> Iterator[None]:
    """Give the test a fresh home and fail it for what it leaves behind. Set up first, so it ends last."""
    saved = dict(os.environ)
    shared = Path(request.config.stash[PRIVATE_FOLDER].name)
    home = Path(tempfile.mkdtemp(prefix="home-", dir=shared))
    private_environment.make_private(os.environ, home, shared / "cache")
    records = UnexpectedRecords()
    logging.getLogger().addHandler(records)
    garbage.hold_back()
    leftovers = Leftovers()
    loopback_only.attempts.clear()
    yield
    garbage.collect()
    left_running = [f"left running: {name}" for name in leftovers.found()]
    logging.getLogger().removeHandler(records)
    private_environment.restore(saved)
    marker = request.node.get_closest_marker("expects_log")
    faults = complaints(records.lines, marker.args if marker else None) + left_running
    faults += [f"tried to reach {host}" for host in loopback_only.attempts]
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


@pytest.fixture(scope="session")
def qapp_cls() -> type[Any]:
    """Let the tests run in the program's own QApplication."""
    from sqs_explorer.views.shell.program_application import ProgramApplication

    return ProgramApplication


@pytest.fixture(scope="session")
def drawn_icons(qapp: Any) -> Any:
    """Return the icons, which are drawn once for all tests."""
    from sqs_explorer.resource_files import resource_folder
    from sqs_explorer.views.look.icons import IconCache

    return IconCache(resource_folder() / "icons")


@pytest.fixture
def private_home() -> Path:
    """Return the home folder of this test, created for it and empty."""
    return Path(os.environ["HOME"])


@pytest.fixture
def run() -> RunCoroutine:
    """Return the function that runs a coroutine on a plain asyncio loop."""

    def run_plain(coroutine: Coroutine[Any, Any, Result], timeout_seconds: float = 20) -> Result:
        return run_on(None, coroutine, timeout_seconds)

    return run_plain


@pytest.fixture
def qt_run(qapp: Any) -> RunCoroutine:
    """Return the function that runs a coroutine on a loop that turns Qt's events, too.

    Never use `qtbot.wait…` inside the coroutine.
    """
    import qasync

    qapp.setQuitOnLastWindowClosed(False)

    def run_with_qt(coroutine: Coroutine[Any, Any, Result], timeout_seconds: float = 20) -> Result:
        try:
            return run_on(lambda: qasync.QEventLoop(qapp), coroutine, timeout_seconds)
        finally:
            gc.collect()  # Here, because the loop's timers must not be collected in some other thread.

    return run_with_qt
