"""What About shows: versions and folders, the parts with their licences, what is new. Read when it opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import PySide6
from PySide6.QtCore import QObject, Signal, qVersion

from sqs_explorer import __version__
from sqs_explorer.services.ports import OffThread
from sqs_explorer.services.program_parts import Part, ProgramFacts, ProgramShelf
from sqs_explorer.viewmodels.about.part_table_model import PartTableModel
from sqs_explorer.viewmodels.about.updates_view_model import UpdatesViewModel
from sqs_explorer.viewmodels.task_scope import TaskScope

NO_TEXT = "This copy holds no text of its licence. The package of this name publishes it."


class AboutViewModel(QObject):
    """`changed` tells that facts, news or a folder's problem came; `text_changed` another licence text."""

    changed = Signal()
    text_changed = Signal()

    def __init__(
        self,
        shelf: ProgramShelf,
        off_thread: OffThread,
        scope: TaskScope,
        *,
        updates: UpdatesViewModel,
        open_folder: Callable[[str], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._off_thread = off_thread
        self._scope = scope
        self._open_folder = open_folder
        self._is_loaded = False
        self.updates = updates
        self.version = __version__
        self.facts: ProgramFacts | None = None
        self.parts = PartTableModel(self)
        self.part: Part | None = None
        self.licence_text = ""
        self.news = ""
        self.problem = ""

    def load(self) -> None:
        """Read all that is shown, once; what is there already stays."""
        self.problem = ""
        if not self._is_loaded:
            self._is_loaded = True
            self._scope.start(self._load())

    async def _load(self) -> None:
        run = self._off_thread.run
        self.facts = await run(self._shelf.facts)
        self.changed.emit()
        found = await run(self._shelf.parts)
        self.parts.set_parts(tuple(_with_version(part) for part in found))
        try:
            self.news = news_words(await run(self._shelf.whats_new))
        except OSError as error:
            self.news = f"What is new could not be read: {error.strerror or error}."
        self.changed.emit()

    def show_part(self, row: int) -> None:
        """Read the licence text of a row's part."""
        things = self.parts.things
        if 0 <= row < len(things) and things[row] != self.part:
            self.part = things[row]
            self._scope.start(self._read(things[row]))

    async def _read(self, part: Part) -> None:
        try:
            text = await self._off_thread.run(self._shelf.licence_text, part) or NO_TEXT
        except OSError as error:
            text = f"The licence could not be read: {error.strerror or error}."
        if part == self.part:
            self.licence_text = text
            self.text_changed.emit()

    def open_settings_folder(self) -> None:
        """Show the folder with the settings in the system's file manager."""
        self._scope.start(self._open("settings_folder"))

    def open_log_folder(self) -> None:
        """Show the folder with the log in the system's file manager."""
        self._scope.start(self._open("log_folder"))

    async def _open(self, field: str) -> None:
        self.facts = self.facts or await self._off_thread.run(self._shelf.facts)
        folder = str(getattr(self.facts, field))
        if not await self._off_thread.run(self._shelf.is_folder, folder):
            self.problem = f"There is no folder {folder} yet."
        elif not self._open_folder(folder):
            self.problem = f"No file manager could be opened. The folder is {folder}"
        else:
            self.problem = ""
        self.changed.emit()

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Return the versions and the system, each with its label; what is not read yet is empty."""
        facts = self.facts
        return (
            ("Python", facts.python if facts else ""),
            ("Qt", str(qVersion())),
            ("PySide6", str(PySide6.__version__)),
            ("botocore", facts.botocore if facts else ""),
            ("System", facts.system if facts else ""),
        )

    def details(self) -> str:
        """Return what helps with a bug report, without the person's name."""
        facts = self.facts
        kind = "" if facts is None else " (packaged)" if facts.is_frozen else " (from source)"
        lines = [f"SQS Explorer {self.version}{kind}"]
        lines += [f"{label} {value}" if label != "System" else value for label, value in self.rows() if value]
        if facts is not None:
            lines.append(f"Settings: {_without_home(facts.settings_folder, facts.home)}")
            lines.append(f"Log: {_without_home(facts.log_folder, facts.home)}")
        return "\n".join(lines) + "\n"

    async def close(self) -> None:
        """End what is being read, and the look for new versions."""
        await self.updates.close()
        await self._scope.close()


def news_words(markdown: str) -> str:
    """Return the list of what is new as plain text: no signs of Markdown, an empty line between entries."""
    lines: list[str] = []
    for line in markdown.splitlines():
        text = line.strip().replace("`", "")
        if text.startswith("## "):
            lines.append(f"Version {text[3:]}")
        elif text.startswith("- "):
            lines.append(f"•  {text[2:]}")
        elif text and not text.startswith("# "):
            lines.append(text)
    return "\n\n".join(lines)


def _with_version(part: Part) -> Part:
    """Tell the version of Qt, which only Qt knows."""
    return replace(part, version=str(qVersion())) if (part.name, part.version) == ("Qt", "") else part


def _without_home(folder: str, home: str) -> str:
    rest = folder[len(home) :]
    return f"~{rest}" if home and folder.startswith(home) and rest[:1] in {"", "/", "\\"} else folder
