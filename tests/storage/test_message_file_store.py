"""Files of messages: put in place whole, an old one kept when anything fails, lines of any length read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from sqs_explorer.domain.errors import FileNotRead, FileNotWritten
from sqs_explorer.storage.message_file_store import MessageFileStore

STORE = MessageFileStore()
is_root = hasattr(os, "geteuid") and os.geteuid() == 0


def only(folder: Path) -> list[str]:
    """Return the names of everything in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_whole_when_it_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "failed.jsonl"
    file = STORE.create(str(target))
    file.write(b"one\n")
    file.write(b"two\n")
    assert not target.exists()
    file.keep()
    file.discard()
    assert target.read_bytes() == b"one\ntwo\n"
    assert only(tmp_path) == ["failed.jsonl"]


def test_until_then_the_older_file_is_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "failed.jsonl"
    target.write_bytes(b"old")
    file = STORE.create(str(target))
    file.write(b"new")
    assert target.read_bytes() == b"old"
    file.discard()
    assert target.read_bytes() == b"old"
    assert only(tmp_path) == ["failed.jsonl"]


def test_permissions_and_a_link_outlive_the_new_contents(tmp_path: Path) -> None:
    target, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    file = STORE.create(str(link))
    file.write(b"new")
    file.keep()
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_a_full_disk_keeps_the_old_file_and_says_so(tmp_path: Path) -> None:
    target = tmp_path / "failed.jsonl"
    target.write_bytes(b"old")
    file = STORE.create(str(target))
    file._file.close()
    file._file = Path("/dev/full").open("wb", buffering=0)  # noqa: SIM115 - discard closes it
    with pytest.raises(FileNotWritten, match=r"“failed.jsonl” was not written: No space left on device\."):
        file.write(b"x" * 10_000)
    file.discard()
    assert target.read_bytes() == b"old"
    assert only(tmp_path) == ["failed.jsonl"]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotWritten, match="No such file or directory"):
        STORE.create(str(tmp_path / "nowhere" / "failed.jsonl"))


def test_a_folder_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "failed.jsonl").mkdir()
    with pytest.raises(FileNotWritten, match="not a file"):
        STORE.create(str(tmp_path / "failed.jsonl"))


@pytest.mark.skipif(is_root, reason="root may write everywhere")
def test_a_read_only_folder_and_a_read_only_file_are_said(tmp_path: Path) -> None:
    target = tmp_path / "failed.jsonl"
    target.write_bytes(b"old")
    target.chmod(0o444)
    with pytest.raises(FileNotWritten, match="read-only"):
        STORE.create(str(target))
    target.chmod(0o644)
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(FileNotWritten, match="Permission denied"):
            STORE.create(str(target))
    finally:
        tmp_path.chmod(0o755)
    assert target.read_bytes() == b"old"


def test_lines_come_one_by_one_and_carriage_returns_stay(tmp_path: Path) -> None:
    path = tmp_path / "f.jsonl"
    path.write_bytes("a\r\n\u2028b\n\nend".encode())
    lines = STORE.open_lines(str(path))
    assert lines.size_bytes == 12
    assert [lines.read_line(100) for _ in range(5)] == [b"a\r\n", "\u2028b\n".encode(), b"\n", b"end", b""]
    lines.close()


def test_the_rest_of_a_line_that_is_too_long_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "f.jsonl"
    path.write_bytes(b"x" * 3_000_000 + b"\nnext\n" + b"y" * 50)
    lines = STORE.open_lines(str(path))
    assert lines.read_line(10) == b"x" * 11
    assert lines.read_line(10) == b"next\n"
    assert lines.read_line(10) == b"y" * 11
    assert lines.read_line(10) == b""
    lines.close()


def test_a_folder_or_nothing_can_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileNotRead, match="it is not a file"):
        STORE.open_lines(str(tmp_path))
    with pytest.raises(FileNotRead, match="No such file"):
        STORE.open_lines(str(tmp_path / "none.jsonl"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_does_not_keep_the_reader_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    with pytest.raises(FileNotRead, match="it is not a file"):
        STORE.open_lines(str(tmp_path / "pipe.jsonl"))
