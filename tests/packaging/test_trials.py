"""What tries and measures the built packages; the trials themselves need a frozen program and root."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from building import measuring, promises
from linux import system_rpm
from linux.bare_root import BareRoot, Person

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="packages are tried on Linux")
needs_rpmbuild = pytest.mark.skipif(
    not (shutil.which("rpmbuild") and Path(system_rpm.ELF_READER).exists()), reason="rpmbuild is not here"
)
LIBRARY = "usr/lib/x86_64-linux-gnu/libEGL.so.1"


@pytest.fixture
def root(tmp_path: Path) -> BareRoot:
    """Return a folder that stands in for a bare root."""
    for name in (LIBRARY, "etc/passwd", "tmp/scratch", "var/lib/dpkg/status"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    return BareRoot(tmp_path)


def test_a_file_or_an_empty_folder_that_stays_behind_is_a_trace(root: BareRoot) -> None:
    before = root.files()
    (root.folder / "var/lib/dpkg/more").touch()
    (root.folder / "tmp/more").touch()
    (root.folder / "etc/shadow-").touch()
    assert root.files() == before
    (root.folder / "usr/share/sqs-explorer").mkdir(parents=True)
    (root.folder / "etc/Jörg & Co").touch()
    assert root.files() - before == {"usr/share/", "usr/share/sqs-explorer/", "etc/Jörg & Co"}


def test_a_library_that_was_taken_away_comes_back_whatever_happens(root: BareRoot) -> None:
    def break_off() -> None:
        with root.without("libEGL.so.1"):
            assert not (root.folder / LIBRARY).exists()
            raise RuntimeError

    before = root.files()
    with pytest.raises(RuntimeError):
        break_off()
    assert root.files() == before


def test_nothing_of_this_machine_is_known_inside(root: BareRoot) -> None:
    command = root.command(["sqs-explorer"], Person("joerg", "/home/Jörg & Co"), {"DISPLAY": ":7"})
    assert command[:3] == ["chroot", "--userspec=joerg:", str(root.folder)]
    told = {word.split("=")[0] for word in command[5:-1]}
    assert told == {"--chdir", "HOME", "USER", "LANG", "PATH", "DISPLAY"}


def test_a_promise_that_is_not_kept_ends_the_trial(capsys: pytest.CaptureFixture[str]) -> None:
    promises.expect(True, "it starts")
    with pytest.raises(promises.NotAsPromisedError, match="it ends well\nTraceback"):
        promises.expect(False, "it ends well", "Traceback")
    assert capsys.readouterr().out == "ok: it starts\n"


@needs_rpmbuild
def test_rpm_learns_what_libraries_there_are(tmp_path: Path) -> None:
    library = next(path for path in Path("/usr/lib").glob("*-linux-gnu/libz.so.1"))
    provided = system_rpm.provided_by([library])
    assert "libz.so.1()(64bit)" in provided
    file = system_rpm.system_rpm(provided, tmp_path)
    command = ["rpm", "--query", "--package", "--provides", str(file)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "libz.so.1()(64bit)" in told.split("\n")


def test_what_is_measured_is_a_table() -> None:
    rows = [("Program", "Memory"), ("frozen", "90 MiB")]
    assert measuring.table(rows) == "| Program | Memory |\n| --- | --- |\n| frozen | 90 MiB |\n"
    assert measuring.memory_bytes(os.getpid()) > 1_000_000
    assert measuring.cpu_seconds_of(os.getpid()) > 0
