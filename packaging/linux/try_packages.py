"""Tries the packages in a bare Debian: install, start, drive through the demo, remove without a trace.

    debootstrap --variant=minbase bookworm ROOT
    PYTHONPATH=packaging python -m linux.try_packages ROOT FILE.deb FILE.tar.xz FILE.rpm

As root, with Xvfb, xdotool, desktop-file-utils and rpm on this machine. The root holds nothing but what the
.deb asks for.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from building.icon_files import SIZES
from building.places import PROGRAM, version
from building.promises import NotAsPromisedError, expect
from linux.bare_root import BareRoot, Display
from linux.program_trial import ProgramTrial
from linux.system_rpm import provided_by, system_rpm

HOME = "/home/Jörg Müller & Co"
APT = ("apt-get", "--yes", "--no-install-recommends", "--quiet=2")


def try_deb(root: BareRoot, package: Path, trial: ProgramTrial) -> None:
    """Install with apt, which brings the declared dependencies, try everything, purge."""
    shutil.copy(package, root.path("/tmp/package.deb"))  # noqa: S108
    root.run(["apt-get", "--quiet=2", "update"])
    told = root.run([*APT, "install", "/tmp/package.deb"], DEBIAN_FRONTEND="noninteractive")  # noqa: S108
    expect(told.status == 0, "apt installs the .deb and what it depends on", told.output)
    expect_menu_entry(root, "/usr/share", f"Exec={PROGRAM}")
    trial.all_of(f"/usr/bin/{PROGRAM}")
    trial.bad_cases(f"/usr/bin/{PROGRAM}")
    told = root.run(["dpkg", "--verify", PROGRAM])
    expect((told.status, told.output) == (0, ""), "nothing changed in the installed files", told.output)
    told = root.run([*APT, "purge", PROGRAM])
    expect(told.status == 0, "apt removes it", told.output)


def try_tar(root: BareRoot, package: Path, trial: ProgramTrial) -> None:
    """Install as a plain user, twice beside each other, and remove both."""
    home = trial.person.home
    shutil.copy(package, root.path("/tmp/package.tar.xz"))  # noqa: S108
    subprocess.run(["tar", "-xJf", str(package), "-C", str(root.path(home))], check=True)  # noqa: S607
    unpacked = f"{home}/{package.name.removesuffix('.tar.xz')}"
    told = root.run(["sh", f"{unpacked}/install.sh"], trial.person)
    expect(told.status == 0, "a person without rights installs from the .tar.xz", told.output)
    expect_menu_entry(root, f"{home}/.local/share", f'Exec="{home}/.local/lib/{PROGRAM}/{PROGRAM}"')
    first, second = f"{home}/.local", f"{home}/zweite Fassung"
    trial.all_of(f"{first}/bin/{PROGRAM}")
    told = root.run(["sh", f"{unpacked}/install.sh", "--prefix", second], trial.person)
    expect(told.status == 0, "a second one is installed beside it", told.output)
    trial.both_at_once(f"{first}/bin/{PROGRAM}", f"{second}/bin/{PROGRAM}")
    told = root.run(["sh", f"{second}/lib/{PROGRAM}/uninstall.sh"], trial.person)
    expect(told.status == 0 and not root.path(second).exists(), "the second one goes", told.output)
    trial.says_its_version(f"{first}/bin/{PROGRAM}")
    told = root.run(["sh", f"{first}/lib/{PROGRAM}/uninstall.sh", "--with-settings"], trial.person)
    expect(told.status == 0, "the first one goes, with its settings", told.output)
    shutil.rmtree(root.path(unpacked))


def try_rpm(root: BareRoot, package: Path, trial: ProgramTrial) -> None:
    """Install with rpm, for which a package without files says what libraries Debian has here."""
    rpm = ["rpm", "--root", str(root.folder), "--dbpath", "/var/lib/rpm"]
    libraries = list(root.path("/usr/lib").glob("*-linux-gnu/*.so*"))
    system = system_rpm(provided_by(libraries), root.path("/var/tmp"))  # noqa: S108
    done = subprocess.run([*rpm, "--install", str(package)], capture_output=True, text=True, check=False)
    expect("is needed by" in done.stderr, "rpm refuses where the libraries are not there", done.stderr)
    for file in (system, package):
        done = subprocess.run([*rpm, "--install", str(file)], capture_output=True, text=True, check=False)
        expect(done.returncode == 0, f"rpm installs {file.name}", done.stderr)
    expect_menu_entry(root, "/usr/share", f"Exec={PROGRAM}")
    trial.all_of(f"/usr/bin/{PROGRAM}")
    done = subprocess.run([*rpm, "--verify", PROGRAM], capture_output=True, text=True, check=False)
    expect((done.returncode, done.stdout) == (0, ""), "nothing changed in the installed files", done.stdout)
    done = subprocess.run([*rpm, "--erase", PROGRAM], capture_output=True, text=True, check=False)
    expect(done.returncode == 0, "rpm removes it", done.stderr)


def expect_menu_entry(root: BareRoot, share: str, starts: str) -> None:
    """Expect a valid menu entry that starts the program, and its icons in all sizes."""
    entry = root.path(f"{share}/applications/{PROGRAM}.desktop")
    told = subprocess.run(["desktop-file-validate", str(entry)], capture_output=True, text=True, check=False)  # noqa: S607
    expect(told.returncode == 0, "the menu entry is valid", told.stdout)
    expect(f"\n{starts}" in entry.read_text(encoding="utf-8"), f"and says {starts}")
    icons = root.path(f"{share}/icons/hicolor")
    missing = [size for size in SIZES if not (icons / f"{size}x{size}/apps/{PROGRAM}.png").is_file()]
    expect(not missing and (icons / f"scalable/apps/{PROGRAM}.svg").is_file(), "icons in all sizes", missing)


def try_all(root: BareRoot, packages: dict[str, Path], display: Display) -> None:
    """Try each package; what was there before is there afterwards, and nothing else."""
    bare = root.files()
    trial = ProgramTrial(root, root.add_person("joerg", HOME), display, version())
    tries = {".deb": try_deb, ".xz": try_tar, ".rpm": try_rpm}
    with_libraries = None
    for suffix, package in packages.items():
        before = with_libraries or root.files()
        tries[suffix](root, package, trial)
        trial.forget_settings()
        if with_libraries is None:  # the first one brought what it depends on
            with_libraries = root.files()
            left = sorted(path for path in with_libraries - before if PROGRAM in path)
        else:
            left = sorted(root.files() ^ before)
        expect(not left, f"nothing of {package.name} is left", left)
    root.run(["userdel", "--remove", "joerg"])
    told = root.run([*APT, "autoremove", "--purge"])
    left = sorted(root.files() ^ bare)
    expect(not left, "with its dependencies gone, too, the root is as it was", f"{told.output}{left}")


def main(words: Sequence[str]) -> int:
    """Try packages, the .deb first. Return the exit code."""
    parser = argparse.ArgumentParser(prog="linux.try_packages", description=main.__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("packages", type=Path, nargs="+")
    options = parser.parse_args(list(words))
    packages = {path.suffix: path.resolve() for path in options.packages}
    root = BareRoot(options.root.resolve())
    try:
        with root.entered(), Display.started() as display:
            try_all(root, packages, display)
    except NotAsPromisedError as error:
        sys.stderr.write(f"Not as promised: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
