"""Makes the frozen program with PyInstaller, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from building.icon_files import write_icons
from building.licence_texts import collect, copy_system_texts
from building.places import DIST, FROZEN, ICON, PACKAGING, PROGRAM, WORK, version
from building.releases_address import WrongAddressError, write_address
from windows.version_resource import version_resource

LIBRARIES = "_internal"
"""The folder inside the program's, which PyInstaller names."""


class BuildProblem(Exception):
    """Why nothing was built, in plain words."""


def freeze() -> Path:
    """Build the program anew and return its folder. Raises BuildProblem."""
    shutil.rmtree(WORK, ignore_errors=True)
    shutil.rmtree(FROZEN, ignore_errors=True)
    write_icons(ICON, WORK / "icons")
    without = collect(WORK / "licenses")
    if without:
        raise BuildProblem(f"There is no licence text for {', '.join(without)}.")
    try:
        write_address(WORK, os.environ)
    except WrongAddressError as problem:
        raise BuildProblem(str(problem)) from None
    (WORK / "version_resource.txt").write_text(version_resource(version()), encoding="utf-8")
    run_pyinstaller(DIST, WORK / "pyinstaller", {})
    inside = FROZEN / LIBRARIES
    if sys.platform.startswith("linux"):
        copy_system_texts(inside.glob("*.so*"), inside / "licenses")
    return FROZEN


def run_pyinstaller(dist: Path, work: Path, more: Mapping[str, str]) -> None:
    """Let PyInstaller follow the spec, with more in the environment. Raises BuildProblem."""
    options = ["--noconfirm", "--log-level", "WARN", "--distpath", str(dist), "--workpath", str(work)]
    command = [sys.executable, "-m", "PyInstaller", *options, str(PACKAGING / f"{PROGRAM}.spec")]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if subprocess.run(command, check=False, env={**environment, **more}).returncode != 0:
        raise BuildProblem("PyInstaller failed; the lines above say why.")


def size_bytes(folder: Path) -> int:
    """Return what the files of a folder take together; a link counts nothing."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
