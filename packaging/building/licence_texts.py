"""Collects the licence texts of what the frozen program holds, each in a folder of its name and version."""

from __future__ import annotations

import re
import shutil
import sysconfig
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from building.places import CHECKOUT, PACKAGING

_TEXT_NAME = re.compile(r"(licen[cs]e|copying|copyright|notice|authors)", re.IGNORECASE)
_OWN_TEXTS = {"pyside6-essentials": "qt", "shiboken6": "qt"}
"""Their packages hold no text; the texts stand in packaging/licences/."""

BUILD_TOOLS = frozenset(
    {
        "altgraph",
        "macholib",
        "packaging",
        "pefile",
        "pip",
        "pyinstaller-hooks-contrib",
        "pywin32-ctypes",
        "setuptools",
    }
)
"""They make the program and aren't in it. PyInstaller's own start code is, under its exception."""


def bundled_distributions(required: Iterable[str]) -> Iterator[Distribution]:
    """Yield the installed distributions of these names, in the order of the names."""
    installed = {canonical(found.name): found for found in distributions()}
    for name in sorted(set(required) - BUILD_TOOLS):
        if name in installed:
            yield installed[name]


def canonical(name: str) -> str:
    """Return the one spelling of a distribution's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked_names(text: str) -> list[str]:
    """Return the names in a file of locked requirements."""
    return [canonical(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)]


def collect(folder: Path) -> list[str]:
    """Write all texts to a new folder; return the names of what has none, which must not happen."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(CHECKOUT / "LICENSE", folder / "SQS-Explorer.txt")
    for text in sorted((PACKAGING / "licences").iterdir()):
        shutil.copy(text, folder)
    _copy_python(folder)
    locked = (PACKAGING / "locked" / "package.txt").read_text(encoding="utf-8")
    without = []
    for found in bundled_distributions(locked_names(locked)):
        if not _copy_texts(found, folder) and canonical(found.name) not in _OWN_TEXTS:
            without.append(found.name)
    return without


def _copy_texts(found: Distribution, folder: Path) -> bool:
    """Copy what a distribution says about its licence; tell whether there was any text."""
    texts = [
        file
        for file in found.files or ()
        if ".dist-info" in file.parts[0] and _TEXT_NAME.search("/".join(file.parts[1:]))
    ]
    target = folder / f"{canonical(found.name)}-{found.version}"
    target.mkdir()
    _write_headers(found, target / "METADATA")
    for text in texts:
        source = Path(str(found.locate_file(text)))
        shutil.copy(source, target / "-".join(text.parts[1:]).removeprefix("licenses-"))
    return bool(texts)


def _write_headers(found: Distribution, target: Path) -> None:
    """Write what a distribution says of itself, without its long description: About reads it."""
    headers = (found.read_text("METADATA") or "").replace("\r\n", "\n").partition("\n\n")[0]
    target.write_text(f"{headers}\n", encoding="utf-8")


def _copy_python(folder: Path) -> None:
    library = Path(sysconfig.get_path("stdlib"))
    for place in (
        library / "LICENSE.txt",
        library.parents[1] / "LICENSE.txt",
        library.parent / "LICENSE.txt",
    ):
        if place.exists():
            shutil.copy(place, folder / "Python.txt")
            return
    # Debian's own Python keeps it elsewhere.
    for place in Path("/usr/share/doc").glob("python3.*/copyright"):
        shutil.copy(place, folder / "Python.txt")
        return
    raise FileNotFoundError("This Python has no licence text beside its library.")


def copy_system_texts(libraries: Iterable[Path], folder: Path) -> None:
    """Copy the copyright files of the Debian packages that libraries came with, on a system that has them."""
    for package in _packages_of(libraries):
        text = Path("/usr/share/doc") / package / "copyright"
        if text.exists():
            shutil.copy(text, folder / f"{package}.txt")


def _packages_of(libraries: Iterable[Path]) -> set[str]:
    names = {library.name for library in libraries}
    lists = Path("/var/lib/dpkg/info").glob("*.list") if names else ()
    found = set()
    for listing in lists:
        text = listing.read_text(encoding="utf-8", errors="replace")
        if any(f"/{name}\n" in text for name in names):
            found.add(listing.stem.split(":")[0])
    return found
