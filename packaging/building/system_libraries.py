"""What the frozen program asks of a Linux system: shared libraries, and how new the C library has to be."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

from building.freezing import BuildProblem
from sqs_explorer.window_obstacles import SYSTEM_LIBRARIES

DEBIAN_PACKAGES = {
    **{library: names[0] for library, names in SYSTEM_LIBRARIES.items()},
    "libOpenGL.so.0": "libopengl0",
    "libglib-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgthread-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
}
"""The Debian package that holds each, and its name on newer systems. RPM knows libraries by name."""

_OF_THE_C_LIBRARY = re.compile(r"(ld-linux.*|linux-vdso|lib(c|m|dl|pthread|rt|util|resolv))\.so(\.\d+)?")
_NEEDED = re.compile(r"\(NEEDED\).*\[([^\]]+)\]")
_C_VERSION = re.compile(rb"GLIBC_2\.(\d+)\0")
_ELF = b"\x7fELF"


def elf_files(folder: Path) -> list[Path]:
    """Return the programs and shared libraries in a folder, links left out."""
    return [path for path in sorted(folder.rglob("*")) if _is_elf(path)]


def _is_elf(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == _ELF


def linked_to(path: Path) -> list[str]:
    """Return the names of the libraries that a file is linked against, as binutils tell them."""
    command = ["readelf", "--dynamic", "--wide", str(path)]
    told = subprocess.run(
        command, capture_output=True, text=True, check=False, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}
    )
    return _NEEDED.findall(told.stdout)


def system_libraries(folder: Path, needs: Callable[[Path], Iterable[str]] = linked_to) -> list[str]:
    """Return the libraries that the files of a folder need and the folder hasn't, without the C library's."""
    files = elf_files(folder)
    inside = {path.name for path in files}
    wanted = {name for path in files for name in needs(path)} - inside
    return sorted(name for name in wanted if not _OF_THE_C_LIBRARY.fullmatch(name))


def c_library_version(folder: Path) -> str:
    """Return the oldest glibc that all files of a folder run with, such as `2.34`."""
    versions = [int(minor) for path in elf_files(folder) for minor in _C_VERSION.findall(path.read_bytes())]
    return f"2.{max(versions, default=17)}"


def debian_packages(libraries: Iterable[str]) -> list[str]:
    """Return what a .deb depends on. Raises BuildProblem for a library that the table hasn't."""
    names = list(libraries)
    unknown = sorted(set(names) - DEBIAN_PACKAGES.keys())
    if unknown:
        raise BuildProblem(
            f"Which Debian package holds {', '.join(unknown)}? Tell building/system_libraries.py."
        )
    return sorted({DEBIAN_PACKAGES[name] for name in names})
