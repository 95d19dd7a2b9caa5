"""Which shared libraries are still needed after plugins were left out: those that something kept asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath


def file_name(path: str) -> str:
    """Return the last part of a path, of whatever system."""
    return PurePosixPath(path.replace("\\", "/")).name


def reached(
    libraries: Mapping[str, str], roots: Iterable[str], needs: Callable[[str], Iterable[str]]
) -> frozenset[str]:
    """Return the file names of the libraries that the roots need, and those that these need.

    `libraries` holds source files by file name; roots are source files; `needs` returns the names or paths of
    what a source file is linked against, of which those that are not in `libraries` belong to the system.
    """
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        names = {file_name(need) for need in needs(waiting.pop())}
        new = {name for name in names if name in libraries} - found
        found |= new
        waiting += [libraries[name] for name in new]
    return frozenset(found)
