"""Makes the .rpm with rpmbuild, which Debian has, too."""

from __future__ import annotations

import platform
import shutil
import subprocess
from pathlib import Path

from building.freezing import BuildProblem
from building.linux_tree import LINUX, write_tree
from building.places import DIST, PROGRAM, WORK, version
from building.system_libraries import c_library_version, system_libraries


def requirements(libraries: list[str], c_version: str, bits: int) -> list[str]:
    """Return what RPM calls the libraries, such as `libEGL.so.1()(64bit)`."""
    mark = "()(64bit)" if bits == 64 else ""
    c_mark = "(64bit)" if bits == 64 else ""
    return [f"libc.so.6(GLIBC_{c_version}){c_mark}", *(f"{name}{mark}" for name in libraries)]


def specification(requires: list[str], root: Path) -> str:
    """Return the spec file from its template; the files lie ready below `root`."""
    text = (LINUX / "rpm" / f"{PROGRAM}.spec").read_text(encoding="utf-8")
    lines = "\n".join(f"Requires: {name}" for name in requires)
    return text.replace("@VERSION@", version()).replace("@REQUIRES@", lines).replace("@ROOT@", str(root))


def make_rpm(frozen: Path) -> Path:
    """Pack the frozen program for this machine's architecture and return the file. Raises BuildProblem."""
    if shutil.which("rpmbuild") is None:
        raise BuildProblem("rpmbuild is not here: install rpm-build (Fedora) or rpm (Debian).")
    root, top = WORK / "rpm-root", WORK / "rpm"
    write_tree(frozen, root)
    shutil.rmtree(top, ignore_errors=True)
    top.mkdir(parents=True)
    requires = requirements(system_libraries(frozen), c_library_version(frozen), 64)
    spec = top / f"{PROGRAM}.spec"
    spec.write_text(specification(requires, root), encoding="utf-8")
    machine = platform.machine()
    options = ["--target", machine, "--define", f"_topdir {top}", "--define", f"_rpmdir {top}"]
    command = ["rpmbuild", "-bb", "--quiet", *options, str(spec)]
    told = subprocess.run(command, check=False, capture_output=True, text=True)
    made = sorted(top.rglob("*.rpm"))
    if told.returncode != 0 or not made:
        raise BuildProblem(f"rpmbuild failed: {told.stderr.strip()}")
    target = DIST / made[0].name
    shutil.copy(made[0], target)
    return target
