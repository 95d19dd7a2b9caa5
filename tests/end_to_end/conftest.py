"""The real program on a loop of its own, one server for all tests here, and a second client behind it."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from sqs_explorer.app import run_program
from sqs_explorer.command_line import parse_command_line
from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from sqs_explorer.views.look.icons import IconCache
from sqs_explorer.views.shell.main_window import MainWindow
from sqs_explorer.views.shell.program_application import ProgramApplication
from tests.aws.sso.signing_in_scene import TestBrowser
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.identity_center import IdentityCenter
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient
from tests.fakes.key_checking_line import KeyCheckingLine, key_checking_line
from tests.fakes.raw_http_server import RawHttpServer, run_raw_http_server
from tests.fakes.sandbox_fixture import start_sandbox
from tests.fakes.sso_server import SsoServer, run_sso_server
from tests.guards.event_loops import RunCoroutine
from tests.guards.patience import patient

ENDING_SECONDS = 15
Steps = Callable[[Person], Awaitable[None]]


class UseProgram(Protocol):
    """What the fixture `use_program` gives to a test."""

    def __call__(self, steps: Steps, *arguments: str, seconds: float = 60) -> None:
        """Start the program with command-line arguments, let a person do the steps, close it."""
        ...


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxEndpoint]:
    """An embedded SQS for the whole session."""
    with start_sandbox(Path(tmp_path_factory.mktemp("end-to-end"))) as endpoint:
        yield endpoint


@pytest.fixture
def second(server: SandboxEndpoint) -> Iterator[SecondClient]:
    """A plain client of the server in eu-west-1."""
    client = SecondClient(server.endpoint_url)
    yield client
    client.close()


@pytest.fixture
def aws(tmp_path: Path) -> AwsSettings:
    """The test's AWS files, not written yet."""
    return AwsSettings(tmp_path / "aws")


@pytest.fixture
def raw() -> Iterator[RawHttpServer]:
    """A server that answers what it is told to."""
    with run_raw_http_server() as raw_server:
        yield raw_server


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """Where the program keeps its settings; the same for every start in one test."""
    return tmp_path / "program"


@pytest.fixture
def use_program(
    qapp: Any,
    qt_run: RunCoroutine,
    data_folder: Path,
    drawn_icons: IconCache,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[UseProgram]:
    """Return the function that starts the real program."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # The program takes it over.
    on_sigterm = signal.getsignal(signal.SIGTERM)
    # The guard has frozen what lasts; thawed by the program, it would be walked over at each collection.
    monkeypatch.setattr(gc, "freeze", lambda: None)
    monkeypatch.setattr(gc, "unfreeze", lambda: None)
    monkeypatch.setattr("sqs_explorer.views.look.look.IconCache", lambda folder: drawn_icons)

    def use(steps: Steps, *arguments: str, seconds: float = 60) -> None:
        qt_run(_live(qapp, steps, ["--data-dir", str(data_folder), *arguments]), seconds)

    yield use
    signal.signal(signal.SIGTERM, on_sigterm)


@pytest.fixture
def in_orders(use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint) -> UseProgram:
    """Return the function that starts the program with the profile `orders` open in eu-west-1."""
    aws.profiles(server.endpoint_url, "orders")

    def use(steps: Steps, *arguments: str, seconds: float = 60) -> None:
        use_program(steps, "--profile", "orders", *arguments, seconds=seconds)

    return use


@pytest.fixture
def sso() -> Iterator[SsoServer]:
    """Return IAM Identity Center on this machine."""
    with run_sso_server() as server:
        yield server


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestBrowser]:
    """Return the browser that the program opens pages in."""
    found = TestBrowser()
    monkeypatch.setattr("sqs_explorer.app.open_in_browser", found.open)
    yield found
    found.close()


@pytest.fixture
def line(server: SandboxEndpoint) -> Iterator[KeyCheckingLine]:
    """Return the line to SQS on which keys can expire."""
    with key_checking_line(server.endpoint_url) as found:
        yield found


@pytest.fixture
def center(
    aws: AwsSettings, sso: SsoServer, browser: TestBrowser, line: KeyCheckingLine, private_home: Path
) -> IdentityCenter:
    """Return the profiles that rest on Identity Center; nobody has signed in yet."""
    found = IdentityCenter(aws, sso, browser, private_home)
    found.write_profiles(line.url)
    return found


async def _live(qt: ProgramApplication, steps: Steps, arguments: list[str]) -> None:
    program = asyncio.create_task(run_program(parse_command_line(arguments), qt))
    try:
        window = await _window(qt, program)
        person = Person(window)
        try:
            await steps(person)
        finally:
            await _close(person, program)
    finally:
        if not program.done():
            program.cancel()
            await asyncio.wait([program])
    assert program.result() == 0
    # In its own process the window ends with the program; here it would slow down the windows after it.
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


async def _window(qt: QApplication, program: asyncio.Task[int]) -> MainWindow:
    while not program.done():
        for widget in qt.topLevelWidgets():
            if isinstance(widget, MainWindow) and widget.isVisible():
                return widget
        await asyncio.sleep(0.01)
    program.result()
    raise AssertionError("the program ended before its window came")


async def _close(person: Person, program: asyncio.Task[int]) -> None:
    """Close the window as a person does, answering what it asks."""
    while (dialog := QApplication.activeModalWidget()) is not None:
        dialog.close()
        await asyncio.sleep(0)
    person.window.close()
    async with asyncio.timeout(patient(ENDING_SECONDS)):
        while not program.done():
            if QApplication.activeModalWidget() is not None:
                person.press("Close")
            await asyncio.sleep(0.01)
