"""Readies a bare machine and runs a task: run, demo, test, check, bench, package, lock, python.

Only the standard library is used: nothing else is there yet. Progress goes to stderr.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
LOCKED = CHECKOUT / "packaging" / "locked"
PICTURES = CHECKOUT / "build" / "tour"
OLDEST_PYTHON = (3, 11)
USAGE_ERROR = 2

# Each set holds the ones before it, so installing one satisfies those, too.
SETS = ("run", "test", "check")
LOCK_SOURCES = {
    "check": ("pyproject.toml", "--group", "check"),
    "test": ("pyproject.toml", "--group", "test", "-c", "packaging/locked/check.txt"),
    "run": ("pyproject.toml", "-c", "packaging/locked/check.txt"),
    "package": ("pyproject.toml", "--group", "package", "-c", "packaging/locked/check.txt"),
    "lock": ("--group", "lock"),
}
STAMP_NAME = "sqs-explorer-installed.json"
UNFINISHED_NAME = "sqs-explorer-unfinished"
# Settings under which pip would install elsewhere than into the virtual environment.
MISLEADING_VARIABLES = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONHOME")

# What Qt loads from the system: library -> (Debian package, Fedora package).
QT_LIBRARIES = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl"),
    "libGL.so.1": ("libgl1", "libglvnd-glx"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libX11.so.6": ("libx11-6", "libX11"),
}
X11_LIBRARIES = {
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
}
# What is tried once and not worth failing for; the program runs without.
FONTS = ("fonts-inter", "fonts-jetbrains-mono", "fonts-droid-fallback", "fonts-noto-color-emoji")
KEYRING = ("dbus-daemon", "gnome-keyring")


class CannotGoOnError(Exception):
    """What a person has to do before the command can work, in plain words."""


def say(text: str) -> None:
    """Tell progress on stderr, so that stdout stays for results."""
    print(text, file=sys.stderr, flush=True)


def call(command: Iterable[object], environment: Mapping[str, str], folder: Path = CHECKOUT) -> int:
    """Run a command and return its exit code."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=folder, env=environment, check=False).returncode


def become(command: Iterable[object], environment: Mapping[str, str]) -> int:
    """Turn into a command, so that what ends this process ends the program. Windows can only call it."""
    if os.name == "nt":
        return call(command, environment, Path.cwd())
    words = [str(word) for word in command]
    os.execve(words[0], words, environment)  # noqa: S606


def system_installer() -> str | None:
    """Return the name of this system's package tool, if it is one of those known here."""
    return next((name for name in ("apt-get", "dnf") if shutil.which(name)), None)


def install_commands(installer: str, packages: Iterable[str]) -> list[list[str]]:
    """Return the commands that install system packages, in their order."""
    if installer == "apt-get":
        return [["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", *packages]]
    return [["dnf", "install", "-y", *packages]]


def install_system_packages(packages: Sequence[str], reason: str) -> None:
    """Install system packages as root. Without the right, say the exact command and stop."""
    installer = system_installer()
    if installer is None:
        raise CannotGoOnError(f"{reason} Install these with your system's tool: {' '.join(packages)}")
    commands = install_commands(installer, packages)
    if os.geteuid() != 0:
        line = " && ".join("sudo " + shlex.join(command) for command in commands)
        raise CannotGoOnError(f"{reason} Run this, then try again:\n  {line}")
    say(f"{reason} Installing with {installer}: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    codes = [run_quietly(command, environment) for command in commands]
    if codes[-1] != 0:  # An update fails for one broken source of many; what counts is the installation.
        raise CannotGoOnError(f"Installing failed: {shlex.join(commands[-1])}")


def run_quietly(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a command and show its output only when it fails. Return its exit code."""
    result = subprocess.run(command, env=environment, capture_output=True, check=False)
    if result.returncode != 0:
        say((result.stdout + result.stderr).decode(errors="replace"))
    return result.returncode


def can_load(library: str) -> bool:
    """Tell whether the dynamic linker finds a shared library."""
    try:
        import ctypes
    except ImportError:  # A Python built without it cannot tell; Qt itself will.
        return True
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def wanted_libraries(environment: Mapping[str, str], platform: str) -> dict[str, tuple[str, str]]:
    """Return the libraries that Qt needs here: none outside Linux, more with an X11 display."""
    if not platform.startswith("linux"):
        return {}
    return {**QT_LIBRARIES, **(X11_LIBRARIES if environment.get("DISPLAY") else {})}


def packages_for(libraries: Mapping[str, tuple[str, str]], installer: str | None) -> list[str]:
    """Name the packages that bring the libraries: Fedora's names for dnf, else Debian's."""
    column = 1 if installer == "dnf" else 0
    return sorted({names[column] for names in libraries.values()})


def ensure_libraries() -> None:
    """Make sure that Qt finds the shared libraries that it does not bring along."""
    wanted = wanted_libraries(os.environ, sys.platform)
    missing = {library: names for library, names in wanted.items() if not can_load(library)}
    if missing:
        reason = f"Qt needs shared libraries that are not here: {' '.join(missing)}."
        install_system_packages(packages_for(missing, system_installer()), reason)


def ensure_extra(venv: Path, name: str, packages: Sequence[str], reason: str) -> None:
    """Try once to install Debian packages that the rest does without."""
    tried = venv / f"sqs-explorer-{name}-tried"
    if tried.exists() or system_installer() != "apt-get" or os.geteuid() != 0:
        return
    try:
        install_system_packages(packages, reason)
    except CannotGoOnError:
        say(f"Going on without {' '.join(packages)}.")
    tried.touch()


def venv_folder() -> Path:
    """Return the folder of the virtual environment: .venv, or what SQS_EXPLORER_VENV names."""
    return Path(os.environ.get("SQS_EXPLORER_VENV") or CHECKOUT / ".venv").absolute()


def python_of(venv: Path) -> Path:
    """Return the interpreter inside a virtual environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def program(venv: Path, name: str) -> Path:
    """Return an installed command-line program of the virtual environment."""
    return python_of(venv).with_name(name + (".exe" if os.name == "nt" else ""))


def digest(name: str) -> str:
    """Return the digest of one set's locked requirements."""
    return hashlib.sha256((LOCKED / f"{name}.txt").read_bytes()).hexdigest()


def read_stamp(venv: Path) -> dict[str, str]:
    """Return the digest of each set installed; nothing when there is no stamp or it cannot be read."""
    try:
        stamp = json.loads((venv / STAMP_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def works(venv: Path) -> bool:
    """Tell whether the environment was finished and its Python still runs with pip."""
    if (venv / UNFINISHED_NAME).exists() or not python_of(venv).exists():
        return False
    question = f"import sys, pip; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    command = [str(python_of(venv)), "-c", question]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def remove_broken(venv: Path) -> None:
    """Remove what is left of an environment, and nothing that is not one."""
    if not venv.exists():
        return
    ours = any((venv / name).exists() for name in ("pyvenv.cfg", UNFINISHED_NAME))
    if not ours and any(venv.iterdir()):
        raise CannotGoOnError(f"{venv} is no virtual environment. Set SQS_EXPLORER_VENV to another folder.")
    shutil.rmtree(venv)


def ensure_venv_module() -> None:
    """Make sure that this Python can make environments: Debian ships its own without."""
    question = [sys.executable, "-c", "import ensurepip, venv"]
    if subprocess.run(question, capture_output=True, check=False).returncode == 0:
        return
    package = "python3-pip" if system_installer() == "dnf" else "python3-venv"
    install_system_packages([package], "This Python cannot make virtual environments.")
    if subprocess.run(question, capture_output=True, check=False).returncode != 0:
        raise CannotGoOnError(f"{package} is not for {sys.executable}. Use a Python with venv and ensurepip.")


def make_venv(venv: Path) -> None:
    """Make the environment anew. A marker stays in it until the first installation is through."""
    ensure_venv_module()
    remove_broken(venv)
    say(f"Making the virtual environment {venv}")
    venv.mkdir(parents=True)
    (venv / UNFINISHED_NAME).touch()
    if call([sys.executable, "-m", "venv", venv], child_environment()) != 0:
        raise CannotGoOnError("The virtual environment could not be made; the lines above say why.")


def child_environment() -> dict[str, str]:
    """Return the environment for programs of the checkout, which they find whatever their folder is."""
    environment = {name: value for name, value in os.environ.items() if name not in MISLEADING_VARIABLES}
    before = [environment["PYTHONPATH"]] if environment.get("PYTHONPATH") else []
    return {**environment, "PYTHONPATH": os.pathsep.join([str(CHECKOUT), *before])}


def ensure_venv(name: str) -> Path:
    """Return the environment's folder with a set of locked requirements installed."""
    venv = venv_folder()
    if not works(venv):
        make_venv(venv)
    stamp = read_stamp(venv)
    if stamp.get(name) == digest(name):
        return venv
    say(f"Installing what packaging/locked/{name}.txt names (once; this can take minutes)")
    (venv / UNFINISHED_NAME).touch()
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    options = ["--no-deps", "--no-input", "--disable-pip-version-check", "--require-hashes", *quiet]
    command = [python_of(venv), "-m", "pip", "install", *options, "-r", LOCKED / f"{name}.txt"]
    if call(command, child_environment()) != 0:
        raise CannotGoOnError("Installing the requirements failed; the lines above say why. Try again.")
    within = SETS[: SETS.index(name) + 1] if name in SETS else (name,)
    stamp.update({part: digest(part) for part in within})
    (venv / STAMP_NAME).write_text(json.dumps(stamp, indent=2) + "\n", encoding="utf-8")
    (venv / UNFINISHED_NAME).unlink()
    return venv


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """Tell whether a window could be seen."""
    if environment.get("QT_QPA_PLATFORM", "").partition(":")[0] in ("offscreen", "minimal"):
        return False
    if platform in ("win32", "darwin"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def tour_folder(arguments: Sequence[str], display: bool) -> Path | None:
    """Return where the demo's pictures go: as the arguments say; by default only without a display."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--tour", type=Path, default=None if display else PICTURES)
    found: Path | None = parser.parse_known_args(list(arguments))[0].tour
    return found


def run(arguments: Sequence[str]) -> int:
    """Start the program."""
    ensure_libraries()
    venv = ensure_venv("run")
    return become([python_of(venv), "-m", "sqs_explorer", *arguments], child_environment())


def demo(arguments: Sequence[str]) -> int:
    """Start the program on the order demo; without a display, take pictures of it instead."""
    pictures = tour_folder(arguments, has_display(os.environ, sys.platform))
    if pictures is None:
        return run(["--demo", *arguments])
    ensure_libraries()
    venv = ensure_venv("run")
    ensure_extra(venv, "fonts", FONTS, "The pictures look better with more fonts.")
    say(f"Driving the program through its tour; the pictures go to {pictures}")
    environment = {"QT_QPA_PLATFORM": "offscreen", **child_environment()}
    words = ["--demo", *arguments, "--tour", pictures]
    code = call([python_of(venv), "-m", "sqs_explorer", *words], environment, Path.cwd())
    outcome = "went through" if code == 0 else f"failed with exit code {code}"
    say(f"The tour {outcome}: {len(list(pictures.glob('**/*.png')))} pictures in {pictures}")
    return code


def test(arguments: Sequence[str]) -> int:
    """Run the tests, or those that pytest's arguments name."""
    ensure_libraries()
    venv = ensure_venv("test")
    ensure_extra(venv, "keyring", KEYRING, "One test keeps a key in a keyring of its own.")
    environment = {**child_environment(), "QT_QPA_PLATFORM": "offscreen"}
    environment["PYTHONDONTWRITEBYTECODE"] = ""  # Else hundreds of processes compile everything anew.
    # More than there are cores: half of the tests wait for servers most of the time.
    at_once = ("-n", str(max(4, os.cpu_count() or 1)), "--maxschedchunk=16")
    return call([python_of(venv), "-m", "pytest", *(arguments or at_once)], environment)


def bench(arguments: Sequence[str]) -> int:
    """Run the benchmarks, which print what they measure."""
    return test(["tests/benchmarks", "--override-ini=python_files=test_*.py bench_*.py", "-s", *arguments])


def check(arguments: Sequence[str]) -> int:
    """Check format, lint, types, imports and tests; all of them, even when one fails."""
    steps = ("format", "lint", "types", "imports", "tests")
    parser = argparse.ArgumentParser(prog="dev.py check", description=check.__doc__)
    parser.add_argument("--skip", action="append", choices=steps, default=[], help="leave a step out")
    skipped = parser.parse_args(list(arguments)).skip
    venv = ensure_venv("check")
    commands: dict[str, list[object]] = {
        "format": [program(venv, "ruff"), "format", "--check", "."],
        "lint": [program(venv, "ruff"), "check", "."],
        "types": [python_of(venv), "-m", "mypy"],
        "imports": [program(venv, "lint-imports")],
    }
    failed = []
    for step in (step for step in steps if step not in skipped):
        say(f"== {step}")
        code = call(commands[step], child_environment()) if step in commands else test([])
        failed += [step] if code else []
    say(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


def package(arguments: Sequence[str]) -> int:
    """Build the program for this system into dist/; takes --smoke, --deb, --rpm, --tar, --measure."""
    ensure_libraries()
    script = CHECKOUT / "packaging" / "package.py"
    return call([python_of(ensure_venv("package")), script, *arguments], child_environment())


def lock(arguments: Sequence[str]) -> int:
    """Write packaging/locked/ anew from pyproject.toml, for every platform. Takes uv's --upgrade."""
    uv = program(ensure_venv("lock"), "uv")
    environment = {**child_environment(), "UV_CUSTOM_COMPILE_COMMAND": "python3 packaging/dev.py lock"}
    fixed = ["--universal", "--python-version", "3.11", "--generate-hashes", "--annotation-style", "line"]
    silent = ["--no-emit-index-url", "--no-emit-find-links", "--quiet"]
    code = 0
    for name, source in LOCK_SOURCES.items():
        options = [*fixed, *silent, "-o", f"packaging/locked/{name}.txt", *arguments]
        code = call([uv, "pip", "compile", *source, *options], environment) or code
    return code


def python(arguments: Sequence[str]) -> int:
    """Run the environment's Python; without arguments, print where it is."""
    interpreter = python_of(ensure_venv("test"))
    if arguments:
        return call([interpreter, *arguments], child_environment())
    print(interpreter)
    return 0


TASKS = {task.__name__: task for task in (run, demo, test, check, bench, package, lock, python)}


def main(words: Sequence[str]) -> int:
    """Carry out one task with the rest of the words as its arguments. Return the exit code."""
    if not words or words[0] not in TASKS:
        say("usage: python3 packaging/dev.py TASK [arguments]\n")
        for name, task in TASKS.items():
            say(f"  {name:7} {task.__doc__}")
        return 0 if words and words[0] in ("-h", "--help") else USAGE_ERROR
    try:
        if sys.version_info < OLDEST_PYTHON:
            raise CannotGoOnError(f"{sys.executable} is older than 3.11, the oldest Python that will do.")
        return TASKS[words[0]](words[1:])
    except (CannotGoOnError, OSError) as error:
        say(str(error))
        return USAGE_ERROR
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
