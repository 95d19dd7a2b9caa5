"""Tries the Windows installer here: install, upgrade, side by side, refuse, remove. Leaves nothing behind.

    PYTHONPATH=packaging python -m windows.try_installer OLDER-setup.exe NEWER-setup.exe

The two are made of the same program; the older one's payload also holds the file ONLY_IN_OLDER. Under Wine:
`--through wine --profile` and the person's folder inside the Wine prefix.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from building.promises import NotAsPromisedError, expect, wait_for

ONLY_IN_OLDER = "_internal/only-in-older.txt"
PROGRAM = "sqs-explorer.exe"
UNINSTALLER = "uninstall-sqs-explorer.exe"
ENTRIES = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall"
MEMORY = r"HKCU\Software\SQS Explorer"
MESSAGES = r"HKCU\Software\Classes\SQSExplorer.Messages"
OPEN_WITH = r"HKCU\Software\Classes\.jsonl\OpenWithProgids"
RUNNING, FOREIGN_FILES = 3, 4


@dataclass(frozen=True)
class Machine:
    """A person's Windows: their folder, and the words before each command, none or `wine`."""

    profile: Path
    through: tuple[str, ...]

    @property
    def settings(self) -> Path:
        """Where the program keeps its settings."""
        return self.profile / "AppData" / "Local" / "sqs-explorer"

    @property
    def default_folder(self) -> Path:
        """Where the installer puts the program unless it is told otherwise."""
        return self.profile / "AppData" / "Local" / "Programs" / "SQS Explorer"

    def run(self, program: Path, options: str, last: str = "") -> int:
        """Run a program and return its exit code. The last option, /D= or _?=, takes no quotes."""
        name = self.windows_path(program)
        if self.through:  # Wine puts quotes around each word that has a space: so it may only be the first.
            words = [f"{options} {last}"] if " " in last else [options, *([last] if last else [])]
            return subprocess.run([*self.through, name, *words], check=False).returncode
        return subprocess.run(f'"{name}" {options} {last}', check=False).returncode

    def registry(self, key: str) -> str:
        """Return what lies below a key of the registry, "" when there is none."""
        return self.change_registry("query", key, "/s")

    def change_registry(self, *words: str) -> str:
        """Run Windows' `reg` and return what it printed, "" when it refused."""
        command = [*self.through, "reg", *words]
        result = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        return result.stdout if result.returncode == 0 else ""

    def entries(self) -> list[str]:
        """Return the versions that Windows lists as installed."""
        lines = [line.split() for line in self.registry(ENTRIES).splitlines()]
        return sorted(words[-1] for words in lines if words[:3] == ["DisplayName", "REG_SZ", "SQS"])

    def shortcuts(self) -> list[str]:
        """Return the names in the Start menu."""
        menu = self.profile / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu" / "Programs"
        return sorted(path.stem for path in menu.glob("SQS Explorer*.lnk"))

    def install(self, setup: Path, folder: Path | None = None) -> int:
        """Install without questions; return the exit code."""
        return self.run(setup, "/S", f"/D={self.windows_path(folder)}" if folder else "")

    def uninstall(self, folder: Path, option: str = "") -> None:
        """Remove without questions and wait until the program is gone."""
        self.run(folder / UNINSTALLER, "/S", option)
        wait_for(lambda: not (folder / UNINSTALLER).exists(), f"what is in {folder.name} was removed")

    def windows_path(self, path: Path) -> str:
        """Return a path as Windows writes it; Wine has a folder as C:, the whole disk as Z:."""
        if not self.through:
            return str(path)
        before, on_drive, rest = str(path).partition("/drive_c/")
        return ("C:/" + rest if on_drive else "Z:" + before).replace("/", "\\")

    @contextmanager
    def program_running(self, folder: Path) -> Iterator[None]:
        """Let the program run meanwhile, without a window."""
        command = [*self.through, self.windows_path(folder / PROGRAM), "--demo"]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        running = subprocess.Popen(command, env=environment)
        try:
            time.sleep(5)
            expect(running.poll() is None, "the program runs")
            yield
        finally:
            running.kill()
            running.wait()


def try_upgrade(machine: Machine, older: Path, newer: Path) -> None:
    """Install the older version, refuse while it runs, then install the newer one over it."""
    folder = machine.default_folder
    expect(machine.install(older) == 0, "the older version installs")
    expect((folder / PROGRAM).is_file() and (folder / ONLY_IN_OLDER).is_file(), "its files are there")
    expect(machine.shortcuts() == ["SQS Explorer"], "it is in the Start menu")
    before = machine.entries()
    expect(len(before) == 1, f"Windows lists it: {before}")
    command = f'"{machine.windows_path(folder / PROGRAM)}" "%1"'
    expect(command in machine.registry(MESSAGES), "it opens exported messages")
    expect("SQSExplorer.Messages" in machine.registry(OPEN_WITH), "it is offered for .jsonl files")
    machine.change_registry("add", OPEN_WITH, "/v", "Other.Program", "/f")
    with machine.program_running(folder):
        expect(machine.install(newer) == RUNNING, "the installer refuses while the program runs")
        waiting = f"_?={machine.windows_path(folder)}"
        expect(machine.run(folder / UNINSTALLER, "/S", waiting) == RUNNING, "so does the uninstaller")
        expect((folder / ONLY_IN_OLDER).is_file(), "nothing was removed")
    wait_for(lambda: machine.install(newer) == 0, "the newer version installs over it")
    expect(not (folder / ONLY_IN_OLDER).exists(), "what only the older version had is gone")
    expect(machine.shortcuts() == ["SQS Explorer"], "there is still one entry in the Start menu")
    after = machine.entries()
    expect(len(after) == 1 and after != before, f"Windows lists the newer version only: {after}")
    expect(command in machine.registry(MESSAGES), "it still opens exported messages")


def try_side_by_side(machine: Machine, newer: Path, other: Path) -> None:
    """Install into a second folder, refuse a foreign one, and remove the second installation alone."""
    foreign = other / "foreign"
    foreign.mkdir(parents=True)
    (foreign / "letter.txt").write_text("mine", encoding="utf-8")
    expect(machine.install(newer, foreign) == FOREIGN_FILES, "a folder with other files is refused")
    expect([path.name for path in foreign.iterdir()] == ["letter.txt"], "and left as it was")
    second = other / ("Ausgabe-é" if machine.through else "Zweite Ausgabe é")  # Wine would quote the space
    expect(machine.install(newer, second) == 0, "a second folder can hold a version of its own")
    expect(len(machine.entries()) == len(machine.shortcuts()) == 2, "both are listed and in the Start menu")
    machine.settings.mkdir(exist_ok=True)
    (machine.settings / "settings.json").write_text("{}", encoding="utf-8")
    machine.uninstall(second, "/SETTINGS=delete")
    wait_for(lambda: not second.exists(), "its folder is gone")
    expect((machine.default_folder / PROGRAM).is_file(), "the first one stays")
    expect(machine.shortcuts() == ["SQS Explorer"] and len(machine.entries()) == 1, "and stays listed")
    expect(machine.settings.is_dir(), "settings stay while another version uses them")


def try_removal(machine: Machine, newer: Path) -> None:
    """Remove the program, first keeping the settings, then with them."""
    folder = machine.default_folder
    expect(bool(machine.registry(OPEN_WITH)), "what other programs wrote for .jsonl is still there")
    machine.change_registry("delete", OPEN_WITH, "/v", "Other.Program", "/f")
    own = folder / "notes.txt"
    own.write_text("mine", encoding="utf-8")
    machine.uninstall(folder)
    wait_for(lambda: [path.name for path in folder.iterdir()] == ["notes.txt"], "a file of one's own stays")
    expect(machine.settings.is_dir(), "a silent removal keeps the settings")
    own.unlink()
    folder.rmdir()
    expect(machine.install(newer) == 0, "it installs again")
    machine.uninstall(folder, "/SETTINGS=delete")
    wait_for(lambda: not folder.exists(), "the folder is gone")
    wait_for(lambda: not machine.settings.exists(), "the settings are gone when asked for")
    expect(not machine.shortcuts() and not machine.entries(), "nothing is listed any more")
    expect(not machine.registry(MEMORY), "the registry remembers no folder")
    kept = machine.registry(MESSAGES) + machine.registry(OPEN_WITH.rpartition("\\")[0])
    expect(not kept, "nothing of it is offered for files")


def main(words: Sequence[str]) -> int:
    """Go through an installation's life. Return the exit code."""
    parser = argparse.ArgumentParser(prog="try_installer.py", description=main.__doc__)
    parser.add_argument("older", type=Path)
    parser.add_argument("newer", type=Path)
    parser.add_argument("--profile", type=Path, default=Path.home(), help="the person's folder")
    parser.add_argument("--through", nargs="*", default=[], help="words before each command")
    options = parser.parse_args(list(words))
    machine = Machine(options.profile.resolve(), tuple(options.through))
    older, newer = options.older.resolve(), options.newer.resolve()
    if machine.settings.exists() or machine.entries():
        sys.stderr.write("SQS Explorer was used here. Try the installer where nothing can be lost.\n")
        return 2
    try:
        try_upgrade(machine, older, newer)
        try_side_by_side(machine, newer, machine.profile / "try-installer")
        try_removal(machine, newer)
    except NotAsPromisedError as error:
        sys.stderr.write(f"Not as promised: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
