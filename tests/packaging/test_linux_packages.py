"""The Linux packages' own files, and what their scripts do to a person's folders."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from building import deb_package, linux_tree, rpm_package, smoke_test, system_libraries
from building.freezing import BuildProblem
from building.icon_files import SIZES, icns, ico
from building.places import PACKAGING, version
from sqs_explorer.domain.filed_messages import FiledMessage
from sqs_explorer.domain.messages import ReceivedMessage
from sqs_explorer.services.message_files.json_lines import line_of

LINUX = PACKAGING / "linux"
ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the scripts are for Linux")
TOLD = """ 1. ok     see the first screen: five profiles are offered (2 s)
All 1 steps were right at the server, in 2 s.
Pictures: /tmp/pictures
"""


def validated(command: list[str]) -> None:
    """Run a validator that this machine may lack."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not here")
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "error" not in result.stdout


def test_the_metainfo_is_valid(tmp_path: Path) -> None:
    path = tmp_path / f"{linux_tree.METAINFO_ID}.metainfo.xml"
    path.write_text(linux_tree.metainfo(), encoding="utf-8")
    assert f'version="{version()}"' in linux_tree.metainfo()
    validated(["appstreamcli", "validate", "--no-net", str(path)])


def test_the_menu_entry_is_valid() -> None:
    validated(["desktop-file-validate", str(LINUX / "sqs-explorer.desktop")])


@pytest.mark.skipif(
    not (shutil.which("update-mime-database") and shutil.which("gio")),
    reason="a desktop's tools are not here",
)
def test_a_desktop_knows_exported_messages_by_their_name_or_first_line_and_leaves_others(
    tmp_path: Path,
) -> None:
    packages = tmp_path / "share" / "mime" / "packages"
    packages.mkdir(parents=True)
    shutil.copy(LINUX / "sqs-explorer-messages.xml", packages)
    subprocess.run(["update-mime-database", packages.parent], check=True)
    exported = line_of(FiledMessage(ReceivedMessage("id", "", "body")))
    other = b'{"level":1}\n'
    files = {"a b.sqs.jsonl": other, "renamed": exported, "older.jsonl": exported, "other.jsonl": other}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    told = subprocess.run(
        ["gio", "info", "-a", "standard::content-type", *files],
        cwd=tmp_path,
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path / "share")},
        capture_output=True,
        text=True,
        check=True,
    )
    types = [line.split()[-1] for line in told.stdout.splitlines() if "standard::content-type" in line]
    entry = (LINUX / "sqs-explorer.desktop").read_text(encoding="utf-8")
    ours = next(line for line in entry.splitlines() if line.startswith("MimeType="))[len("MimeType=") : -1]
    assert types[:3] == [ours] * 3
    assert types[3] != ours


@pytest.mark.parametrize("script", ["install.sh", "uninstall.sh"])
def test_the_scripts_are_plain_shell(script: str) -> None:
    validated(["sh", "-n", str(LINUX / "tar" / script)])


def test_the_date_of_a_repeatable_build_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert linux_tree.build_date() == "1970-01-02"


def test_an_unknown_library_stops_the_package() -> None:
    assert system_libraries.debian_packages(["libX11.so.6", "libEGL.so.1"]) == ["libegl1", "libx11-6"]
    with pytest.raises(BuildProblem, match=r"libnew\.so\.1"):
        system_libraries.debian_packages(["libnew.so.1"])


def test_only_what_the_folder_lacks_is_asked_of_the_system(tmp_path: Path) -> None:
    for name in ("program", "libinside.so.1"):
        (tmp_path / name).write_bytes(b"\x7fELF\0GLIBC_2.17\0GLIBC_2.34\0")
    (tmp_path / "notes.txt").write_text("GLIBC_2.99", encoding="utf-8")
    needs = ["libinside.so.1", "libX11.so.6", "libc.so.6", "ld-linux-x86-64.so.2"]
    assert system_libraries.system_libraries(tmp_path, lambda _: needs) == ["libX11.so.6"]
    assert system_libraries.c_library_version(tmp_path) == "2.34"


def test_the_control_file_has_no_gap_left() -> None:
    text = deb_package.control("amd64", 2049, ["libc6 (>= 2.34)", "libx11-6"])
    assert "@" not in text.replace("contributors@", "")
    assert "Depends: libc6 (>= 2.34), libx11-6\n" in text
    assert "Installed-Size: 3\n" in text


def test_the_rpm_asks_for_libraries_by_their_names() -> None:
    told = rpm_package.requirements(["libEGL.so.1"], "2.34", 64)
    assert told == ["libc.so.6(GLIBC_2.34)(64bit)", "libEGL.so.1()(64bit)"]
    text = rpm_package.specification(told, Path("/tree"))
    assert "Requires: libEGL.so.1()(64bit)\n" in text
    assert "@" not in text


def test_icons_hold_each_picture_where_their_tables_say() -> None:
    pictures = {size: bytes([size % 251]) * (size + 3) for size in SIZES}
    windows, macos = ico(pictures), icns(pictures)
    for entry in range(int.from_bytes(windows[4:6], "little")):
        row = windows[6 + 16 * entry : 22 + 16 * entry]
        length, offset = int.from_bytes(row[8:12], "little"), int.from_bytes(row[12:16], "little")
        assert windows[offset : offset + length] == pictures[row[0] or 256]
    assert int.from_bytes(macos[4:8], "big") == len(macos)
    assert b"ic09" in macos


def test_a_tour_with_one_line_too_many_or_without_its_end_is_noticed() -> None:
    assert smoke_test.unexpected(TOLD) == []
    assert smoke_test.unexpected("Gtk-WARNING\n" + TOLD) == ["Gtk-WARNING"]
    assert smoke_test.unexpected(TOLD.splitlines()[0]) == ["The tour did not come to its end."]


def test_the_smoke_test_hides_this_machine_from_the_program(tmp_path: Path) -> None:
    here = {
        "PATH": "/usr/bin",
        "PYTHONPATH": "/checkout",
        "AWS_PROFILE": "mine",
        "HOME": "/root",
        "DISPLAY": ":0",
    }
    told = smoke_test.lone_environment(tmp_path, here)
    assert told["HOME"] == str(tmp_path)
    assert told.keys() & here.keys() == {"PATH", "HOME"}


class Archive:
    """An unpacked archive with a stand-in program, and a person's home, both with difficult names."""

    def __init__(self, folder: Path) -> None:
        self.unpacked = folder / "Heruntergeladenes für Jörg" / "sqs-explorer"
        self.home = folder / "Jörg % & Co"
        self.home.mkdir()
        program = self.unpacked / "program" / "sqs-explorer"
        program.parent.mkdir(parents=True)
        program.write_text("#!/bin/sh\necho started\n", encoding="utf-8")
        program.chmod(0o755)
        for source, path in (
            ("sqs-explorer.desktop", "applications/sqs-explorer.desktop"),
            ("sqs-explorer.desktop", "icons/hicolor/16x16/apps/sqs-explorer.png"),
            ("sqs-explorer-messages.xml", "mime/packages/sqs-explorer-messages.xml"),
        ):
            (self.unpacked / "share" / path).parent.mkdir(parents=True)
            shutil.copy(LINUX / source, self.unpacked / "share" / path)
        for script in ("install.sh", "uninstall.sh"):
            shutil.copy(LINUX / "tar" / script, self.unpacked)

    def run(self, script: Path, *words: str) -> subprocess.CompletedProcess[str]:
        environment = {"HOME": str(self.home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            ["sh", script, *words], env=environment, capture_output=True, text=True, check=False
        )

    @property
    def installed(self) -> Path:
        return self.home / ".local" / "lib" / "sqs-explorer"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Return an archive that is unpacked and not installed yet."""
    return Archive(tmp_path)


@ON_LINUX
def test_a_person_installs_starts_and_removes_it_without_a_trace(archive: Archive) -> None:
    result = archive.run(archive.unpacked / "install.sh")
    assert result.returncode == 0, result.stderr
    started = subprocess.run([archive.home / ".local/bin/sqs-explorer"], capture_output=True, check=True)
    assert started.stdout == b"started\n"
    removed = archive.run(archive.installed / "uninstall.sh")
    assert removed.returncode == 0, removed.stderr
    assert archive.home.is_dir()
    assert list(archive.home.rglob("*")) == []


@ON_LINUX
def test_the_menu_entry_starts_the_program_from_a_path_with_difficult_signs(archive: Archive) -> None:
    archive.run(archive.unpacked / "install.sh")
    text = (archive.home / ".local/share/applications/sqs-explorer.desktop").read_text(encoding="utf-8")
    path = str(archive.installed / "sqs-explorer").replace("%", "%%")
    assert f'\nExec="{path}" %F\n' in text
    assert f'\nExec="{path}" --demo\n' in text


@ON_LINUX
def test_a_newer_version_takes_the_older_ones_place(archive: Archive) -> None:
    archive.run(archive.unpacked / "install.sh")
    (archive.installed / "old-library.so").touch()
    result = archive.run(archive.unpacked / "install.sh")
    assert result.returncode == 0, result.stderr
    assert not (archive.installed / "old-library.so").exists()
    assert (archive.home / ".local/bin/sqs-explorer").exists()


@ON_LINUX
def test_settings_stay_unless_their_removal_is_asked_for(archive: Archive) -> None:
    settings = archive.home / ".config" / "sqs-explorer" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.touch()
    archive.run(archive.unpacked / "install.sh")
    archive.run(archive.installed / "uninstall.sh")
    assert settings.exists()
    archive.run(archive.unpacked / "install.sh")
    archive.run(archive.installed / "uninstall.sh", "--with-settings")
    assert not settings.parent.exists()


@ON_LINUX
def test_two_versions_lie_beside_each_other_and_one_goes_alone(archive: Archive) -> None:
    archive.run(archive.unpacked / "install.sh")
    other = archive.home / "zweite Fassung"
    result = archive.run(archive.unpacked / "install.sh", "--prefix", str(other))
    assert result.returncode == 0, result.stderr
    subprocess.run([other / "bin" / "sqs-explorer"], capture_output=True, check=True)
    assert archive.run(other / "lib" / "sqs-explorer" / "uninstall.sh").returncode == 0
    assert not other.exists()
    assert (archive.home / ".local/share/applications/sqs-explorer.desktop").exists()
    subprocess.run([archive.home / ".local/bin/sqs-explorer"], capture_output=True, check=True)


@ON_LINUX
def test_a_folder_that_the_script_did_not_make_is_left_alone(archive: Archive) -> None:
    archive.installed.mkdir(parents=True)
    (archive.installed / "letter.txt").write_text("mine", encoding="utf-8")
    result = archive.run(archive.unpacked / "install.sh")
    assert result.returncode == 1
    assert "was not installed by this script" in result.stderr
    assert (archive.installed / "letter.txt").exists()


@ON_LINUX
def test_a_running_program_is_not_removed(archive: Archive) -> None:
    archive.run(archive.unpacked / "install.sh")
    program = archive.installed / "sqs-explorer"
    shutil.copy(shutil.which("cat") or "/bin/cat", program)
    with subprocess.Popen([program], stdin=subprocess.PIPE) as running:
        result = archive.run(archive.installed / "uninstall.sh")
        running.kill()
    assert result.returncode == 1
    assert "SQS Explorer runs. Quit it" in result.stderr
    assert program.exists()
