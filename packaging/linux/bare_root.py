"""A bare Debian in a folder, as debootstrap makes it, and a display for windows. Needs root and Xvfb."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
PASSING = (
    "dev/",
    "etc/ld.so.cache",
    "proc/",
    "root/",
    "run/",
    "sys/",
    "tmp/",
    "var/cache/",
    "var/log/",
    "var/tmp/",
)
ACCOUNT_COPIES = ("etc/gshadow-", "etc/group-", "etc/passwd-", "etc/shadow-", "etc/subgid-", "etc/subuid-")
"""What useradd and userdel leave, by which a trial gives and takes its person's account."""
PACKAGE_LISTS = ("var/lib/apt/", "var/lib/dpkg/", "var/lib/rpm/")
"""Below these nothing counts as a trace: it is what systems and package tools note about themselves."""
LIMIT_SECONDS = 900


@dataclass(frozen=True)
class Answer:
    """How a command ended; `output` holds both of its streams."""

    status: int
    output: str


@dataclass(frozen=True)
class Person:
    """Somebody with an account in the root; nothing in the environment but what is needed to start at all."""

    name: str
    home: str

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        """Return the environment of the person's programs."""
        own = {"HOME": self.home, "USER": self.name, "LANG": "C.UTF-8", "PATH": SYSTEM_PATH}
        return {**own, **more}


ROOT = Person("root", "/root")


class BareRoot:
    """Runs commands in the root as somebody, and knows which files are in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Make the root fit to work in: with processes, and with this machine's way to the network."""
        for name in ("resolv.conf", "hosts"):
            shutil.copy(Path("/etc") / name, self.folder / "etc" / name)
        proc = self.folder / "proc"
        subprocess.run(["mount", "-t", "proc", "proc", str(proc)], check=True)  # noqa: S607
        try:
            yield
        finally:
            subprocess.run(["umount", str(proc)], check=True)  # noqa: S607

    def add_person(self, name: str, home: str) -> Person:
        """Give somebody an account and a home folder."""
        answer = self.run(["useradd", "--create-home", "--home-dir", home, "--shell", "/bin/sh", name])
        if answer.status != 0:
            raise OSError(answer.output)
        return Person(name, home)

    def command(self, words: Sequence[str], person: Person, environment: Mapping[str, str]) -> list[str]:
        """Return what runs a command inside, in the person's home."""
        told = [f"{name}={value}" for name, value in person.environment(environment).items()]
        inside = ["/usr/bin/env", "-i", f"--chdir={person.home}", *told, *words]
        return ["chroot", f"--userspec={person.name}:", str(self.folder), *inside]

    def run(self, words: Sequence[str], person: Person = ROOT, **environment: str) -> Answer:
        """Run a command to its end."""
        result = subprocess.run(
            self.command(words, person, environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=LIMIT_SECONDS,
            check=False,
        )
        return Answer(result.returncode, result.stdout)

    def path(self, inside: str) -> Path:
        """Return where a path of the root lies on this machine."""
        return self.folder / inside.lstrip("/")

    def files(self) -> frozenset[str]:
        """Return what is in the root: paths without the first slash, folders with one at their end."""
        found = set()
        for folder, folders, names in os.walk(self.folder):
            here = os.path.relpath(folder, self.folder)
            inside = [*(f"{name}/" for name in folders), *names]
            found |= {os.path.normpath(f"{here}/{name}") + "/" * name.endswith("/") for name in inside}
        return frozenset(
            path for path in found if not path.startswith((*PASSING, *ACCOUNT_COPIES, *PACKAGE_LISTS))
        )

    @contextmanager
    def without(self, library: str) -> Iterator[None]:
        """Take a system library away for a while."""
        places = list(self.folder.glob(f"usr/lib/*/{library}"))
        for path in places:
            path.rename(path.with_name(f"away-{path.name}"))
        try:
            yield
        finally:
            for path in places:
                path.with_name(f"away-{path.name}").rename(path)


class Display:
    """An X server without a screen, which programs in a root reach by its abstract socket."""

    def __init__(self, name: str) -> None:
        self.name = name

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[Display]:
        """Start the server and end it."""
        reading, writing = os.pipe()
        with tempfile.TemporaryFile() as words:
            # Without -noreset it would refuse connections for a moment each time that its last client goes.
            options = ["-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"]
            command = ["Xvfb", "-displayfd", str(writing), *options]
            server = subprocess.Popen(command, pass_fds=[writing], stdout=words, stderr=words)
            os.close(writing)
            with os.fdopen(reading) as number:
                name = number.readline().strip()
            try:
                yield cls(f":{name}")
            finally:
                server.terminate()
                server.wait()

    def windows(self, title: str) -> list[str]:
        """Return the windows to be seen whose titles hold a text."""
        command = ["xdotool", "search", "--onlyvisible", "--name", title]
        environment = {**os.environ, "DISPLAY": self.name}
        told = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return told.stdout.split()
