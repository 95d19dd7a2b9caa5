"""Where the frozen program begins: makes the environment the person's own again, then runs the program.

What Qt lacks on this system is said in a sentence, because Qt itself would end with an abort.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from pathlib import Path

NOT_STARTED = 1
_CHILDREN = ("--sandbox-server", "--move-worker")
_WITHOUT_WINDOW = ("--help", "-h", "--version", "--tour")
_MISSING = re.compile(r"(?P<library>lib[^\s:]+\.so[.\d]*): cannot open shared object file")
NO_DESKTOP = (
    "There is no desktop session here, so no window can be shown. Start the program on a desktop, "
    "or try it without one: sqs-explorer --tour FOLDER"
)


def give_back(environment: MutableMapping[str, str], own_folder: str) -> None:
    """Undo what the frozen start changed, for what the program starts: a browser, a credential_process.

    This process has read the paths already; the embedded SQS and the worker set theirs themselves.
    """
    for name in ("LD_LIBRARY_PATH", "LIBPATH"):
        before = environment.pop(f"{name}_ORIG", "")
        environment.pop(name, None)
        if before:
            environment[name] = before
    # Without PyInstaller's own marks a child of this very program sets up its libraries as the first one did.
    marks = [name for name in environment if name.startswith("_PYI_")]
    for name in ("QT_PLUGIN_PATH", "QML2_IMPORT_PATH", *marks):
        environment.pop(name, None)
    for name in ("PATH", "DYLD_LIBRARY_PATH"):
        if name in environment:
            kept = [part for part in environment[name].split(os.pathsep) if part != own_folder]
            environment[name] = os.pathsep.join(kept)


def shows_a_window(arguments: Sequence[str]) -> bool:
    """Tell whether a window is asked for: not by a child process, not by `--help`, not by the tour."""
    if arguments[:1] and arguments[0] in _CHILDREN:
        return False
    return not any(word in _WITHOUT_WINDOW or word.startswith("--tour=") for word in arguments)


def obstacle(environment: Mapping[str, str], own_folder: Path, load: Callable[[str], object]) -> str:
    """Return why Linux can show no window, in a sentence; "" if nothing is known to be in the way.

    `load` opens a shared library and raises OSError.
    """
    if environment.get("QT_QPA_PLATFORM"):
        return ""
    if not environment.get("DISPLAY"):
        return "" if environment.get("WAYLAND_DISPLAY") else NO_DESKTOP
    if environment.get("WAYLAND_DISPLAY"):
        return ""  # Qt has two ways to a window, and one of them is enough
    try:
        load(str(own_folder / "PySide6" / "Qt" / "plugins" / "platforms" / "libqxcb.so"))
    except OSError as error:
        return missing_library(str(error))
    return ""


def missing_library(error: str) -> str:
    """Return what to do about a library that the system has not; "" if the error is another."""
    found = _MISSING.search(error)
    if found is None:
        return ""
    return f"This system has no {found['library']}, which windows need. Install the package that holds it."


def main() -> int:
    """Run the program and return its exit status."""
    own_folder = Path(getattr(sys, "_MEIPASS", "."))
    give_back(os.environ, str(own_folder))
    if sys.platform.startswith("linux") and shows_a_window(sys.argv[1:]):
        problem = obstacle(os.environ, own_folder, ctypes.CDLL)
        if problem:
            print(problem, file=sys.stderr)
            return NOT_STARTED
    from sqs_explorer.__main__ import main as run

    try:
        return run()
    except ImportError as error:
        problem = missing_library(str(error))
        if not problem:
            raise
        print(problem, file=sys.stderr)
        return NOT_STARTED


if __name__ == "__main__":
    sys.exit(main())
