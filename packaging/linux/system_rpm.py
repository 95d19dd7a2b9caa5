"""Tells rpm what libraries a system has that rpm did not install: by a package that provides them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from building.freezing import BuildProblem

ELF_READER = "/usr/lib/rpm/elfdeps"
"""rpm's own program that tells what a library provides, in the words by which packages ask for it."""

SPECIFICATION = """Name: system-libraries
Version: 1
Release: 1
Summary: What this system has
License: MIT
BuildArch: noarch
%description
What this system has.
%files
"""


def provided_by(libraries: Iterable[Path]) -> list[str]:
    """Return what libraries provide, such as `libEGL.so.1()(64bit)`. Raises BuildProblem."""
    if not Path(ELF_READER).exists():
        raise BuildProblem("rpm's elfdeps is not here: install rpm-build (Fedora) or rpm (Debian).")
    names = "".join(f"{path}\n" for path in libraries)
    told = subprocess.run([ELF_READER, "--provides"], input=names, capture_output=True, text=True, check=True)
    return sorted({line for line in told.stdout.splitlines() if line})


def system_rpm(provided: Iterable[str], folder: Path) -> Path:
    """Make the package in a folder and return its file."""
    top = folder / "system-rpm"
    shutil.rmtree(top, ignore_errors=True)
    top.mkdir()
    lines = "".join(f"Provides: {name}\n" for name in provided)
    spec = top / "system.spec"
    spec.write_text(SPECIFICATION.replace("%description", f"{lines}%description"), encoding="utf-8")
    options = ["--define", f"_topdir {top}", "--define", f"_rpmdir {top}"]
    subprocess.run(["rpmbuild", "-bb", "--quiet", *options, str(spec)], check=True)  # noqa: S607
    return next(top.rglob("*.rpm"))
