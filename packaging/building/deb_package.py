"""Makes the .deb with dpkg-deb."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

from building.freezing import BuildProblem, size_bytes
from building.linux_tree import LINUX, write_tree
from building.places import DIST, PROGRAM, WORK, version
from building.system_libraries import c_library_version, debian_packages, system_libraries


def control(architecture: str, size: int, depends: list[str]) -> str:
    """Return the control file from its template; `size` is in bytes."""
    text = (LINUX / "deb" / "control").read_text(encoding="utf-8")
    values = {
        "VERSION": version(),
        "ARCHITECTURE": architecture,
        "SIZE_KIB": str(-(-size // 1024)),
        "DEPENDS": ", ".join(depends),
    }
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def make_deb(frozen: Path) -> Path:
    """Pack the frozen program for this machine's architecture and return the file. Raises BuildProblem."""
    if shutil.which("dpkg-deb") is None:
        raise BuildProblem(
            "dpkg-deb is not here: a .deb is made on Debian or Ubuntu, or with the package dpkg."
        )
    told = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)  # noqa: S607
    architecture = told.stdout.strip()
    root = WORK / "deb"
    write_tree(frozen, root)
    libraries = system_libraries(frozen)
    depends = [f"libc6 (>= {c_library_version(frozen)})", *debian_packages(libraries)]
    folder = root / "DEBIAN"
    folder.mkdir(mode=0o755)
    (folder / "control").write_text(
        control(architecture, size_bytes(root / "usr"), depends), encoding="utf-8"
    )
    (folder / "md5sums").write_text(checksums(root), encoding="utf-8")
    target = DIST / f"{PROGRAM}_{version()}_{architecture}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(target)]
    if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode != 0:
        raise BuildProblem("dpkg-deb failed; the lines above say why.")
    return target


def checksums(root: Path) -> str:
    """Return MD5 sums of the files below `usr`, as dpkg verifies an installation by them."""
    files = (path for path in sorted((root / "usr").rglob("*")) if path.is_file() and not path.is_symlink())
    sums = ((hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest(), path) for path in files)
    return "".join(f"{digest}  {path.relative_to(root).as_posix()}\n" for digest, path in sums)
