"""What an installed program has to do in a bare root, for a person who has never used it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from building.promises import expect, wait_for
from building.smoke_test import unexpected
from linux.bare_root import Answer, BareRoot, Display, Person
from sqs_explorer.window_obstacles import NO_DESKTOP, SYSTEM_LIBRARIES

TITLE = "SQS Explorer"
LIBRARIES = ("libEGL.so.1", "libxkbcommon.so.0", "libxcb.so.1", "libfontconfig.so.1")
NEWER_SETTINGS = {"version": 99, "theme": "dark", "of_tomorrow": [1, 2]}


@dataclass(frozen=True)
class ProgramTrial:
    """Starts an installed program as a person in a bare root."""

    root: BareRoot
    person: Person
    display: Display
    version: str

    def all_of(self, program: str) -> None:
        """Ask for its version, drive it through the demo in a real window, then look at the window itself."""
        self.says_its_version(program)
        pictures = f"{self.person.home}/pictures"
        told = self._run(program, "--tour", pictures, DISPLAY=self.display.name, QT_QPA_PLATFORM="xcb")
        strange = unexpected(told.output)
        expect(told.status == 0 and not strange, "the tour drives it through the demo", "\n".join(strange))
        self._keeps_newer_settings(program)
        self.root.run(["rm", "-r", pictures], self.person)

    def says_its_version(self, program: str) -> None:
        """Expect the version and nothing else."""
        told = self._run(program, "--version")
        expect(told == Answer(0, f"sqs-explorer {self.version}\n"), f"{program} says its version", told)

    def both_at_once(self, first: str, second: str) -> None:
        """Expect that two installed versions show their windows at the same time, with the same settings."""
        with self._window(first, 1), self._window(second, 2):
            expect(len(self.display.windows(TITLE)) == 2, "both show their windows at once")

    def bad_cases(self, program: str) -> None:
        """Expect sentences where no window can be shown."""
        told = self._run(program)
        expect(told == Answer(1, NO_DESKTOP + "\n"), "without a desktop session it says so", told)
        told = self._run(program, DISPLAY=":4711")
        expect(
            told.status == 1 and told.output.startswith("The display :4711 can't be reached"),
            "so it does of a dead display",
            told,
        )
        for library in LIBRARIES:
            with self.root.without(library):
                told = self._run(program, DISPLAY=self.display.name)
            package = SYSTEM_LIBRARIES[library][0]
            right = told.status == 1 and told.output.startswith(f"This system lacks {library}")
            expect(right and package in told.output, f"without {library} it names {package}", told)
            expect("Traceback" not in told.output and told.output.count("\n") == 1, "in one sentence", told)
            sys.stdout.write(f"    {told.output}")

    def forget_settings(self) -> None:
        """Remove what the program keeps for a person: it is theirs, and no package removes it unasked."""
        for folder in (".config/sqs-explorer", ".local/state/sqs-explorer", ".cache"):
            self.root.run(["rm", "-rf", f"{self.person.home}/{folder}"], self.person)
        for folder in (".config", ".local/state", ".local/share", ".local"):
            self.root.run(["rmdir", f"{self.person.home}/{folder}"], self.person)

    def _keeps_newer_settings(self, program: str) -> None:
        """Expect that settings which a newer version has written are used and kept."""
        folder = f"{self.person.home}/.config/sqs-explorer"
        self.root.run(["mkdir", "-p", folder], self.person)
        path = self.root.path(f"{folder}/settings.json")
        path.write_text(json.dumps(NEWER_SETTINGS), encoding="utf-8")
        path.chmod(0o666)
        with self._window(program, 1):
            expect(len(self.display.windows(TITLE)) == 1, "its window is seen")
        kept = json.loads(path.read_text(encoding="utf-8"))
        expect(NEWER_SETTINGS.items() <= kept.items(), "settings of a newer version stay", kept)

    @contextmanager
    def _window(self, program: str, count: int) -> Iterator[None]:
        """Let the program show its window meanwhile; expect that it prints nothing and ends well."""
        environment = {"DISPLAY": self.display.name}
        command = self.root.command([program], self.person, environment)
        running = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        try:
            wait_for(
                lambda: len(self.display.windows(TITLE)) >= count or running.poll() is not None, "it starts"
            )
            yield
        finally:
            running.terminate()
            output, _ = running.communicate(timeout=60)
        expect((running.returncode, output) == (0, ""), "it ends well and says nothing", output)

    def _run(self, program: str, *words: str, **environment: str) -> Answer:
        return self.root.run([program, *words], self.person, **environment)
