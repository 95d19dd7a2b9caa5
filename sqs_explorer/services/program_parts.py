"""What is told about the program itself: its versions and folders, what it is made of, and what is new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """Versions, and where this copy keeps what. `home` is left out of what is shown to others."""

    version: str
    python: str
    botocore: str
    system: str
    is_frozen: bool
    settings_folder: str
    log_folder: str
    home: str


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that the program is made of; `licence` in few words, `texts` are the files that say it."""

    name: str
    version: str = ""
    licence: str = ""
    texts: tuple[str, ...] = ()


class ProgramShelf(Protocol):
    """Where all this is read. Every method reads the disk: call it off the window's thread."""

    def facts(self) -> ProgramFacts:
        """Return the versions and folders."""
        ...

    def parts(self) -> tuple[Part, ...]:
        """Return what the program is made of: itself first, then Python and Qt, then the others by name."""
        ...

    def licence_text(self, part: Part) -> str:
        """Return a part's texts, one after the other; "" if it has none. Raises OSError."""
        ...

    def whats_new(self) -> str:
        """Return what is new in each version, as Markdown. Raises OSError."""
        ...

    def is_folder(self, path: str) -> bool:
        """Tell whether a folder is there."""
        ...
