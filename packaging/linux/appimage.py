"""Makes the AppImage: a runtime that mounts what follows it in the same file, and the program's tree.

    PYTHONPATH=packaging python -m linux.appimage RUNTIME

The runtime is the AppImage project's; the release workflow brings it and checks its SHA-256.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from building.linux_tree import write_tree
from building.places import DIST, FROZEN, PROGRAM, WORK, version

ELF = b"\x7fELF"
PACKING = ("-comp", "zstd", "-Xcompression-level", "19")


class CannotMakeError(Exception):
    """What is missing, in plain words."""


def add_entry(root: Path) -> None:
    """Add what an AppImage has at its top: the start, the menu entry and the icon."""
    links = {
        "AppRun": f"usr/lib/{PROGRAM}/{PROGRAM}",
        f"{PROGRAM}.desktop": f"usr/share/applications/{PROGRAM}.desktop",
        f"{PROGRAM}.png": f"usr/share/icons/hicolor/256x256/apps/{PROGRAM}.png",
        ".DirIcon": f"{PROGRAM}.png",
    }
    for name, target in links.items():
        (root / name).symlink_to(target)
        if not (root / name).exists():
            raise CannotMakeError(f"The program's tree has no {target}. Build the program first.")


def join(runtime: Path, root: Path, output: Path) -> None:
    """Write the runtime and, behind it, the packed tree into one file that can be run."""
    if runtime.read_bytes()[:4] != ELF:
        raise CannotMakeError(f"{runtime} is no program of Linux.")
    mksquashfs = shutil.which("mksquashfs")
    if mksquashfs is None:
        raise CannotMakeError("mksquashfs is not here. Install squashfs-tools.")
    packed = output.with_suffix(".squashfs")
    options = ["-root-owned", "-noappend", *PACKING, "-no-progress", "-quiet"]
    result = subprocess.run([mksquashfs, str(root), str(packed), *options], check=False)
    if result.returncode != 0:
        raise CannotMakeError("mksquashfs failed; the lines above say why.")
    with output.open("wb") as whole:
        for part in (runtime, packed):
            with part.open("rb") as source:
                shutil.copyfileobj(source, whole)
    packed.unlink()
    output.chmod(0o755)


def main(words: Sequence[str]) -> int:
    """Make the AppImage of the program in dist/ and print its path. Return the exit code."""
    parser = argparse.ArgumentParser(prog="linux.appimage", description=main.__doc__)
    parser.add_argument("runtime", type=Path)
    runtime = parser.parse_args(list(words)).runtime
    root = WORK / "appimage"
    output = DIST / f"{PROGRAM}-{version()}-linux-{platform.machine()}.AppImage"
    try:
        write_tree(FROZEN, root)
        add_entry(root)
        join(runtime, root, output)
    except (CannotMakeError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{output}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
