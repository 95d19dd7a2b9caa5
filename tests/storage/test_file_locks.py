"""A lock is one process's, and a dead process holds none."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sqs_explorer.storage.file_locks import FileLock, is_locked

HOLDER = """
import sys, time
from pathlib import Path
from sqs_explorer.storage.file_locks import FileLock
assert FileLock.take(Path(sys.argv[1])) is not None
print("held", flush=True)
time.sleep(60)
"""


def test_a_lock_is_taken_once_and_again_when_it_was_let_go(tmp_path: Path) -> None:
    path = tmp_path / "running" / "one.lock"
    assert not is_locked(path)
    lock = FileLock.take(path)
    assert lock is not None
    assert is_locked(path)
    assert FileLock.take(path) is None
    lock.release()
    assert not is_locked(path)
    again = FileLock.take(path)
    assert again is not None
    again.release(remove=True)
    assert not path.exists()


def test_the_lock_of_a_killed_process_is_free_at_once(tmp_path: Path) -> None:
    path = tmp_path / "one.lock"
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert is_locked(path)
        assert FileLock.take(path) is None
        holder.send_signal(signal.SIGKILL)
    assert path.exists()
    assert not is_locked(path)
    lock = FileLock.take(path)
    assert lock is not None
    lock.release()


def test_a_child_process_does_not_inherit_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "one.lock"
    lock = FileLock.take(path)
    assert lock is not None
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        lock.release()
        assert not is_locked(path)
        child.communicate(b"\n")


def test_where_no_file_can_be_made_the_system_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises((FileExistsError, NotADirectoryError)):
        FileLock.take(tmp_path / "file" / "one.lock")
