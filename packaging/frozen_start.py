"""Where the frozen program begins: makes the environment the person's own again, then runs the program."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping


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


def main() -> int:
    """Run the program and return its exit status."""
    give_back(os.environ, getattr(sys, "_MEIPASS", "."))
    from sqs_explorer.__main__ import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
