"""A crash is told at the next start, once; a run that lives, was killed or ended in order is not a crash."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sqs_explorer.services.report_text import CrashNote
from sqs_explorer.storage.crash_trace import KEPT_NAME, CrashTrace

DYING = """
import os, signal, sys
from pathlib import Path
from sqs_explorer.storage.crash_trace import CrashTrace

trace = CrashTrace.open(Path(sys.argv[1]))
trace.listen()

def stumble():
    {deed}

stumble()
"""
CRASHES = {
    "Segmentation fault": "import faulthandler; faulthandler._sigsegv()",
    "Aborted": "os.abort()",
}


def run_to_its_end(folder: Path, deed: str, *options: str) -> None:
    """Let a process begin a run and then do something."""
    code = DYING.format(deed=deed)
    command = [sys.executable, *options, "-c", code, str(folder)]
    subprocess.run(command, check=False, timeout=30, capture_output=True)


def told_at_next_start(folder: Path) -> CrashNote | None:
    """Return what the next start tells, which ends in order."""
    trace = CrashTrace.open(folder)
    trace.close()
    return trace.former


def left(folder: Path) -> list[str]:
    """Return the names of what lies in the folder."""
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("reason", list(CRASHES))
def test_a_crash_is_told_once_with_its_reason_and_place(tmp_path: Path, reason: str) -> None:
    run_to_its_end(tmp_path, CRASHES[reason])
    note = told_at_next_start(tmp_path)
    assert note is not None
    assert note.reason == reason
    assert "in stumble" in note.text
    assert left(tmp_path) == [KEPT_NAME]
    kept = (tmp_path / KEPT_NAME).read_text()
    assert "in stumble" in kept
    assert str(Path.cwd()) not in kept
    assert told_at_next_start(tmp_path) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_of_a_run_that_was_killed_nothing_is_said(tmp_path: Path) -> None:
    run_to_its_end(tmp_path, "os.kill(os.getpid(), signal.SIGKILL)")
    assert len(left(tmp_path)) == 2, "it began"
    assert told_at_next_start(tmp_path) is None
    assert left(tmp_path) == []


def test_a_run_that_lives_is_no_crash_for_another_start(tmp_path: Path) -> None:
    first = CrashTrace.open(tmp_path)
    (running,) = tmp_path.glob("running-*.txt")
    running.write_text("Fatal Python error: of one that goes on, as Windows has them\n")
    assert told_at_next_start(tmp_path) is None
    assert running.exists()
    first.close()
    assert told_at_next_start(tmp_path) is None


def test_of_two_crashes_the_newer_one_is_told(tmp_path: Path) -> None:
    for number, age_seconds in (("one", 50), ("two", 10), ("three", 90)):
        path = tmp_path / f"running-1-{number}.txt"
        path.write_text(f"Fatal Python error: {number}\n")
        os.utime(path, (1_700_000_000 - age_seconds,) * 2)
    note = told_at_next_start(tmp_path)
    assert note is not None
    assert note.reason == "two"
    assert left(tmp_path) == [KEPT_NAME]


def test_a_read_only_folder_is_no_error_and_what_lies_there_is_not_told_at_every_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "running-1-one.txt").write_text("Fatal Python error: Aborted\n")

    def refuse(path: Path, *_: object) -> int:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    monkeypatch.setattr(os, "open", refuse)
    trace = CrashTrace.open(tmp_path)
    trace.listen()
    trace.close()
    assert trace.former is None
    assert left(tmp_path) == ["running-1-one.txt"]


def test_a_file_where_the_folder_should_be_is_no_error_and_a_crash_leaves_nothing(tmp_path: Path) -> None:
    taken = tmp_path / "logs"
    taken.write_text("taken")
    run_to_its_end(taken, "os.abort()")
    assert told_at_next_start(taken) is None
    assert left(tmp_path) == ["logs"]


def test_who_listens_to_crashes_already_goes_on_listening(tmp_path: Path) -> None:
    run_to_its_end(tmp_path, "os.abort()", "-X", "faulthandler")
    assert told_at_next_start(tmp_path) is None


def test_without_a_console_a_crash_is_written_all_the_same(tmp_path: Path) -> None:
    code = "sys.stderr = sys.stdout = None; " + CRASHES["Aborted"]
    run_to_its_end(tmp_path, code)
    note = told_at_next_start(tmp_path)
    assert note is not None
    assert note.reason == "Aborted"
