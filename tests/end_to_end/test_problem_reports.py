"""A fault of the program and a crash are said in the window, with a report that holds nothing secret."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sqs_explorer import __version__
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue
from sqs_explorer.views.reporting.problem_report_dialog import READING
from tests.end_to_end.canary import Marks
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person

CRASHING = """
import faulthandler, sys
from sqs_explorer import app
from sqs_explorer.command_line import parse_command_line

def crash_at_start(*_):
    faulthandler._sigsegv()

app.open_at_start = crash_at_start
app.main(parse_command_line(sys.argv[1:]))
"""


async def report_of(person: Person) -> str:
    """Return the report once it is there, from the dialog in front."""
    await person.until(lambda: person.text("Report") != READING, "the report")
    return person.text("Report")


@pytest.mark.expects_log("Unexpected error")
def test_a_fault_in_a_slot_leads_to_a_report_to_copy_that_tells_where_and_no_secret(
    use_program: UseProgram, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    marks = Marks()
    body, token, handle = (marks.new(kind) for kind in ("body", "session token", "receipt handle"))
    key, account, code = "ASIA" + "Q7" * 8, "210987654321", "739140"

    def stumble(self: QueueCatalogue) -> None:
        try:
            raise KeyError(f"{body} {handle}")
        except KeyError as error:
            words = f"{key} of {account} in {Path.home()}, code {code}, {token} for {handle}"
            raise RuntimeError(f"{words}, message body: {body}") from error

    monkeypatch.setattr(QueueCatalogue, "refresh_all", stumble)

    async def steps(person: Person) -> None:
        QTest.keySequence(person.window, "F5")
        await person.reads("A fault in the program.")
        await person.dialog("Show report")
        assert "Nothing was sent anywhere." in person.words()
        shown = await report_of(person)
        person.press("Copy report")
        await person.told("Report status", "Copied.")
        copied = qapp.clipboard().text()
        assert copied.split() == shown.split()
        for part in ("RuntimeError: ", "KeyError: [value]", "in stumble", __version__, "offscreen"):
            assert part in copied
        told = copied + person.words()
        assert marks.found_in(told) == []
        assert [secret for secret in (key, account, code, str(Path.home())) if secret in told] == []
        await person.answers("Close")
        await person.until(lambda: "A fault in the program." not in person.words(), "the strip's end")

    use_program(steps)


@pytest.mark.skipif(sys.platform == "win32", reason="the way to crash is not the same there")
def test_after_a_crash_the_next_start_says_so_in_a_strip_and_shows_what_is_known(
    use_program: UseProgram, data_folder: Path
) -> None:
    environment: dict[str, Any] = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", CRASHING, "--data-dir", str(data_folder)]
    ended = subprocess.run(command, env=environment, capture_output=True, timeout=40, check=False)
    assert ended.returncode < 0, ended.stderr

    async def steps(person: Person) -> None:
        await person.reads("SQS Explorer ended unexpectedly last time.")
        assert QApplication.activeModalWidget() is None
        await person.dialog("Show report")
        await person.reads("Segmentation fault", "Nothing was sent anywhere.")
        report = await report_of(person)
        assert "in crash_at_start" in report
        assert '  File "sqs_explorer/app.py", line' in report
        assert str(Path.cwd()) not in report
        await person.answers("Close")
        await person.until(lambda: "ended unexpectedly" not in person.words(), "the strip's end")

    use_program(steps)
    names = sorted(path.name for path in (data_folder / "logs").iterdir())
    assert names == ["last-crash.txt", "sqs-explorer.log"], "the next start has nothing to tell"
