"""Makes Windows' packages of the built program: a portable zip, and the installer.

    PYTHONPATH=packaging python -m windows.packages installer|portable

Runs on each system: the installer needs makensis only. Nothing is signed, so Windows warns before it starts.
"""

from __future__ import annotations

import argparse
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from building.places import DIST, FROZEN, WORK, numbers_of, version

SCRIPT = Path(__file__).with_name("installer.nsi")
ICON = WORK / "icons" / "sqs-explorer.ico"
PROGRAM = "sqs-explorer.exe"
STEM = "sqs-explorer-{version}-windows-x86_64-{kind}"
# NSIS' usual stubs are 32-bit; the others serve tests under Wine.
TARGET = "x86-unicode"
ICON_BLUE = (0x2C, 0x5F, 0xD8)  # as in resources/app-icon.svg
PORTABLE_STARTER = """@echo off\r
rem Keeps settings, activity and logs in the folder "data" beside the program.\r
start "" "%~dp0sqs-explorer.exe" --data-dir "%~dp0data" %*\r
"""


class CannotMakeError(Exception):
    """What is missing, in plain words."""


def four_numbers(text: str) -> str:
    """Return a version as Windows wants it, four numbers: 0.2.0rc1 is 0.2.0.0."""
    try:
        return numbers_of(text, 4)
    except ValueError as problem:
        raise CannotMakeError(str(problem)) from problem


def payload_files(payload: Path) -> list[Path]:
    """Return the files of the built program, relative to its folder and sorted."""
    if not (payload / PROGRAM).is_file():
        raise CannotMakeError(f"{payload} holds no {PROGRAM}. Build the program first.")
    return sorted(path.relative_to(payload) for path in payload.rglob("*") if path.is_file())


def inside(folder: Path) -> str:
    """Return a folder of the payload below the folder of the installation."""
    return '"' + "\\".join(["$INSTDIR", *(part.replace("$", "$$") for part in folder.parts)]) + '"'


def install_lines(payload: Path, files: Iterable[Path]) -> list[str]:
    """Return the instructions that put every file in its place."""
    lines: list[str] = []
    folder: Path | None = None
    for file in sorted(files, key=lambda path: (path.parent.parts, path.name)):
        if file.parent != folder:
            folder = file.parent
            lines.append(f"SetOutPath {inside(folder)}")
        lines.append(f'File "{payload / file}"')
    return lines


def uninstall_lines(files: Iterable[Path]) -> list[str]:
    """Return the instructions that delete every file, then every folder that is empty, the deepest first."""
    files = list(files)
    folders = {parent for file in files for parent in file.parents if parent.parts}
    deepest_first = sorted(folders, key=lambda path: (-len(path.parts), path.parts))
    deleted = [f"Delete {inside(file)}" for file in files]
    return [*deleted, *(f"RMDir {inside(folder)}" for folder in deepest_first)]


def one_pixel(red: int, green: int, blue: int) -> bytes:
    """Return a bitmap of one pixel, which NSIS stretches over the side of a page."""
    head = struct.pack("<2sIHHI", b"BM", 58, 0, 0, 54)
    description = struct.pack("<IiiHHIIiiII", 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0)
    return head + description + bytes((blue, green, red, 0))


def write_lists(payload: Path, folder: Path) -> None:
    """Write what installer.nsi includes."""
    (folder / "side.bmp").write_bytes(one_pixel(*ICON_BLUE))
    files = payload_files(payload)
    for name, lines in (("install", install_lines(payload, files)), ("uninstall", uninstall_lines(files))):
        (folder / f"{name}.nsh").write_text("\n".join(lines) + "\n", encoding="utf-8")


def size_kib(payload: Path) -> int:
    """Return what the program takes on the disk, in KiB."""
    return sum((payload / file).stat().st_size for file in payload_files(payload)) // 1024


def make_installer(payload: Path, output: Path, named: str, target: str = TARGET) -> None:
    """Compile the installer. Raises CannotMakeError when makensis is not there or refuses."""
    makensis = shutil.which("makensis")
    if makensis is None:
        raise CannotMakeError("makensis is not here. Install NSIS.")
    payload, output = payload.resolve(), output.resolve()
    with tempfile.TemporaryDirectory() as lists:
        write_lists(payload, Path(lists))
        defines = {
            "VERSION": named,
            "VERSION_NUMBERS": four_numbers(named),
            "OUTPUT": output,
            "SIZE_KIB": size_kib(payload),
            "LISTS": lists,
            "TARGET": target,
            **({"ICON": ICON} if ICON.is_file() else {}),
        }
        options = [f"-D{name}={value}" for name, value in defines.items()]
        # -WX: a warning of makensis is a mistake in the script.
        command = [makensis, "-V2", "-WX", *options, str(SCRIPT)]
        result = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if result.returncode != 0:
        raise CannotMakeError(f"makensis failed:\n{result.stdout}{result.stderr}")


def make_portable(payload: Path, output: Path, named: str) -> None:
    """Pack the program and a starter that keeps everything beside it, below one folder."""
    top = f"sqs-explorer-{named}"
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in payload_files(payload):
            archive.write(payload / file, f"{top}/{file.as_posix()}")
        archive.writestr(f"{top}/sqs-explorer-portable.cmd", PORTABLE_STARTER)


def main(words: Sequence[str]) -> int:
    """Make one package of the program in --payload and print its path. Return the exit code."""
    parser = argparse.ArgumentParser(prog="windows_packages.py", description=main.__doc__)
    parser.add_argument("kind", choices=("installer", "portable"))
    parser.add_argument("--payload", type=Path, default=FROZEN, help="the built program")
    parser.add_argument("--folder", type=Path, default=DIST, help="where the package goes")
    parser.add_argument("--version", default=version(), help="the version to name in them")
    options = parser.parse_args(list(words))
    suffix = {"installer": "setup.exe", "portable": "portable.zip"}[options.kind]
    make = {"installer": make_installer, "portable": make_portable}[options.kind]
    output: Path = options.folder / STEM.format(version=options.version, kind=suffix)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        make(options.payload, output, options.version)
    except (CannotMakeError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{output}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
