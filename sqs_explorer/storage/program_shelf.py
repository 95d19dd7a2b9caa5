"""Reads what the program tells about itself, from a checkout, an installed wheel or a frozen build."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
import sysconfig
import tomllib
from importlib.metadata import PathDistribution
from pathlib import Path

from sqs_explorer import __version__
from sqs_explorer.resource_files import resource_folder
from sqs_explorer.services.program_parts import Part, ProgramFacts
from sqs_explorer.storage.folders import Folders
from sqs_explorer.storage.needed_names import canonical, needed_names
from sqs_explorer.storage.part_reading import part_in, read_text

OWN_NAME = "sqs-explorer"
_OWN_LICENCE, _PYTHON_LICENCE, _QT_LICENCE = "MIT", "PSF-2.0", "LGPL-3.0-only"
_QT_TEXTS = ("Qt-and-PySide6.txt", "LGPL-3.0.txt", "GPL-3.0.txt")
_OF_QT = ("pyside6-essentials", "shiboken6")
"""These bring no text along."""


class ProgramFiles:
    """Fulfils the port ProgramShelf."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._package = Path(__file__).resolve().parents[1]
        frozen_root = getattr(sys, "_MEIPASS", None)
        self._collected = Path(frozen_root) / "licenses" if frozen_root else None

    def facts(self) -> ProgramFacts:
        """Return the versions and folders."""
        import botocore

        return ProgramFacts(
            version=__version__,
            python=platform.python_version(),
            botocore=str(botocore.__version__),
            system=system_words(),
            is_frozen=self._collected is not None,
            settings_folder=str(self._folders.settings),
            log_folder=str(self._folders.logs),
            home=os.path.expanduser("~"),
        )

    def parts(self) -> tuple[Part, ...]:
        """Return what the program is made of."""
        if self._collected is not None:
            return self._collected_parts(self._collected)
        return self._installed_parts()

    def licence_text(self, part: Part) -> str:
        """Return a part's texts. Raises OSError."""
        return "\n\n\n".join(read_text(path) for path in part.texts)

    def whats_new(self) -> str:
        """Return what is new in each version. Raises OSError."""
        return read_text(str(resource_folder() / "whats_new.md"))

    def is_folder(self, path: str) -> bool:
        """Tell whether a folder is there."""
        return os.path.isdir(path)

    # Frozen: one folder holds the texts of all

    def _collected_parts(self, folder: Path) -> tuple[Part, ...]:
        qt_texts = _found(folder, *_QT_TEXTS)
        first = _first_parts(_found(folder, "SQS-Explorer.txt"), _found(folder, "Python.txt"), qt_texts)
        known = {path for part in first for path in part.texts}
        entries = sorted(folder.iterdir()) if folder.is_dir() else []
        libraries = [
            Part(path.stem, texts=(str(path),))
            for path in entries
            if path.suffix == ".txt" and str(path) not in known
        ]
        shelves = [path for path in entries if path.is_dir()]
        return (*first, *_sorted(_parts_in(shelves, qt_texts) + libraries))

    # From source: the distributions that are installed

    def _installed_parts(self) -> tuple[Part, ...]:
        shelves = _installed()
        own = shelves.get(OWN_NAME)
        asked = self._declared() or (PathDistribution(own).requires if own else None) or []
        names = needed_names(
            asked, lambda name: (PathDistribution(shelves[name]).requires or []) if name in shelves else None
        )
        checkout = self._package.parent
        qt_texts = _found(checkout / "packaging" / "licences", *_QT_TEXTS)
        qt_texts = qt_texts or _found(self._package / "licences", *_QT_TEXTS)
        own_text = _found(checkout, "LICENSE") if self._is_checkout() else ()
        if not own_text and own:
            own_text = _found(own / "licenses", "LICENSE")
        first = _first_parts(own_text, _python_text(), qt_texts)
        needed = [shelves[name] for name in names if name != OWN_NAME]
        return (*first, *_sorted(_parts_in(needed, qt_texts)))

    def _is_checkout(self) -> bool:
        return (self._package.parent / "pyproject.toml").is_file()

    def _declared(self) -> list[str]:
        """Return the requirements that the checkout declares; none where this is no checkout."""
        if not self._is_checkout():
            return []
        with (self._package.parent / "pyproject.toml").open("rb") as file:
            declared = tomllib.load(file).get("project", {}).get("dependencies", [])
        return [str(requirement) for requirement in declared]


def system_words() -> str:
    """Return the system with its version and the machine: `Debian GNU/Linux 12 (bookworm), x86_64`."""
    name = f"{platform.system()} {platform.release()}"
    if sys.platform == "darwin":
        name = f"macOS {platform.mac_ver()[0]}"
    elif sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            name = platform.freedesktop_os_release().get("PRETTY_NAME", name)
    return f"{name}, {platform.machine()}"


def _first_parts(
    own: tuple[str, ...], python: tuple[str, ...], qt_texts: tuple[str, ...]
) -> tuple[Part, ...]:
    return (
        Part("SQS Explorer", __version__, _OWN_LICENCE, own),
        Part("Python", platform.python_version(), _PYTHON_LICENCE, python),
        Part("Qt", "", _QT_LICENCE, qt_texts),
    )


def _installed() -> dict[str, Path]:
    """Return the folders of the installed distributions by canonical name, the first on the path of each."""
    found: dict[str, Path] = {}
    for entry in sys.path:
        for folder in sorted(Path(entry or ".").glob("*.dist-info")):
            found.setdefault(canonical(folder.name.partition("-")[0]), folder)
    return found


def _parts_in(folders: list[Path], qt_texts: tuple[str, ...]) -> list[Part]:
    texts = dict.fromkeys(_OF_QT, qt_texts)
    found = (part_in(folder, texts) for folder in folders)
    return [part for part in found if part is not None]


def _sorted(parts: list[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: part.name.casefold())


def _found(folder: Path, *names: str) -> tuple[str, ...]:
    return tuple(str(folder / name) for name in names if (folder / name).is_file())


def _python_text() -> tuple[str, ...]:
    library = Path(sysconfig.get_path("stdlib"))
    for folder in (library, library.parents[1], library.parent):
        if found := _found(folder, "LICENSE.txt"):
            return found
    # Debian's own Python keeps it elsewhere.
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return _found(Path("/usr/share/doc") / version, "copyright")
