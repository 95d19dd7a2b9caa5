"""Where the checkout keeps what a build reads, and where it puts what it makes."""

from __future__ import annotations

import re
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGING = CHECKOUT / "packaging"
RESOURCES = CHECKOUT / "resources"
WORK = CHECKOUT / "build" / "package"
"""What is made on the way; nothing in it is kept from one build to the next."""
DIST = CHECKOUT / "dist"
PROGRAM = "sqs-explorer"
FROZEN = DIST / PROGRAM
"""The folder that holds the frozen program."""
ICON = RESOURCES / "app-icon.svg"


def version() -> str:
    """Return the version, from the one place where it stands."""
    text = (CHECKOUT / "sqs_explorer" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE)
    if found is None:
        raise ValueError("sqs_explorer/__init__.py names no version.")
    return found[1]


def numbers_of(text: str, count: int) -> str:
    """Return a version as so many numbers, which is all that some systems read: 0.2.0rc1 is 0.2.0."""
    release = re.match(r"\d+(\.\d+)*", text)
    if release is None:
        raise ValueError(f"{text} is no version.")
    return ".".join([*release[0].split("."), *["0"] * count][:count])


def executable(folder: Path = FROZEN) -> Path:
    """Return the program's executable in a folder that holds a frozen program."""
    return folder / (f"{PROGRAM}.exe" if sys.platform == "win32" else PROGRAM)
