"""Makes the .tar.xz for one person's own folder, with the scripts that install and remove it."""

from __future__ import annotations

import lzma
import platform
import shutil
import tarfile
from pathlib import Path

from building.linux_tree import LINUX, make_readable, write_share
from building.places import DIST, PROGRAM, WORK, version

PRESET = 9
"""How hard xz tries."""


def make_tar(frozen: Path) -> Path:
    """Pack the frozen program for this machine's architecture and return the file."""
    name = f"{PROGRAM}-{version()}-linux-{platform.machine()}"
    root = WORK / "tar" / name
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    shutil.copytree(frozen, root / "program", symlinks=True)
    write_share(root / "share")
    for script in ("install.sh", "uninstall.sh"):
        shutil.copy(LINUX / "tar" / script, root)
    make_readable(root)
    target = DIST / f"{name}.tar.xz"
    with lzma.open(target, "wb", preset=PRESET) as packed, tarfile.open(fileobj=packed, mode="w") as archive:
        archive.add(root, name, filter=_of_nobody)
    return target


def _of_nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who built it."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return entry
