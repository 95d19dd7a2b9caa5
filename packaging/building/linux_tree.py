"""The files of a Linux package: the program, its menu entry, its icons, the type of its files."""

from __future__ import annotations

import datetime
import os
import shutil
from pathlib import Path

from building.icon_files import SIZES
from building.places import ICON, PACKAGING, PROGRAM, WORK, version

LINUX = PACKAGING / "linux"
METAINFO_ID = "invalid.sqs_explorer.sqs_explorer"
"""The project has no domain, and names below `invalid` are nobody's (RFC 2606). So is the maintainer's."""


def build_date() -> str:
    """Return the day of the build; SOURCE_DATE_EPOCH, in seconds, makes it repeatable."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    zone = datetime.UTC
    now = datetime.datetime.fromtimestamp(int(seconds), zone) if seconds else datetime.datetime.now(zone)
    return now.date().isoformat()


def metainfo() -> str:
    """Return what software centres show, with version and date filled in."""
    text = (LINUX / f"{PROGRAM}.metainfo.xml").read_text(encoding="utf-8")
    return text.replace("@VERSION@", version()).replace("@DATE@", build_date())


def write_share(share: Path) -> None:
    """Write what desktops read, below a folder `share`."""
    _copy(LINUX / f"{PROGRAM}.desktop", share / "applications" / f"{PROGRAM}.desktop")
    _copy(LINUX / f"{PROGRAM}-messages.xml", share / "mime" / "packages" / f"{PROGRAM}-messages.xml")
    target = share / "metainfo" / f"{METAINFO_ID}.metainfo.xml"
    target.parent.mkdir(parents=True)
    target.write_text(metainfo(), encoding="utf-8")
    icons = share / "icons" / "hicolor"
    for size in SIZES:
        _copy(WORK / "icons" / f"{size}.png", icons / f"{size}x{size}" / "apps" / f"{PROGRAM}.png")
    _copy(ICON, icons / "scalable" / "apps" / f"{PROGRAM}.svg")


def write_tree(frozen: Path, root: Path) -> None:
    """Write the tree of a package for the whole machine: usr/lib, usr/bin, usr/share."""
    shutil.rmtree(root, ignore_errors=True)
    usr = root / "usr"
    shutil.copytree(frozen, usr / "lib" / PROGRAM, symlinks=True)
    (usr / "bin").mkdir()
    (usr / "bin" / PROGRAM).symlink_to(f"../lib/{PROGRAM}/{PROGRAM}")
    write_share(usr / "share")
    _copy(PACKAGING.parent / "LICENSE", usr / "share" / "doc" / PROGRAM / "copyright")
    make_readable(root)


def make_readable(root: Path) -> None:
    """Let everybody read all and nobody but root change it, whatever the builder's own mask is."""
    root.chmod(0o755)
    for path in root.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)
