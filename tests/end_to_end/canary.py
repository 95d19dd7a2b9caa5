"""Marks for what must not get out, and a watch that keeps all that a session lets out where one can look."""

from __future__ import annotations

import base64
import contextlib
import json
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from typing_extensions import override

from tests.end_to_end.program_process import children_of

LOOK_AGAIN_MILLISECONDS = 50
_LEAST_BASE64 = 8


class Marks:
    """Texts by what they stand for; each is looked for plain, in base64 and as a URL has it."""

    def __init__(self) -> None:
        self._patterns: dict[str, re.Pattern[bytes]] = {}
        self.texts: dict[str, str] = {}

    def new(self, kind: str) -> str:
        """Return a text that stands for a secret of this kind; it is as long as an AWS secret."""
        stem = re.sub(r"\W+", "-", kind)
        return self.add(kind, f"canary/{stem}+{os.urandom(9).hex()}==")

    def add(self, kind: str, text: str) -> str:
        """Look for a text that is not of one's own making, and return it."""
        self.texts[kind] = text
        forms = [re.escape(form) for form in _forms(text)]
        if text.isdigit():
            forms = [rf"(?<!\d){form}(?!\d)" for form in forms]
        self._patterns[kind] = re.compile("|".join(sorted(forms)).encode())
        return text

    def found_in(self, content: str | bytes) -> list[str]:
        """Return the kinds of those that a content holds."""
        raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        return [kind for kind, pattern in self._patterns.items() if pattern.search(raw)]

    def found_below(self, folder: Path, *, but: set[Path]) -> dict[str, list[str]]:
        """Return the kinds by file, for every file below a folder and for its name."""
        files = [path for path in folder.rglob("*") if path.is_file() and path not in but]
        found = {str(path): self.found_in(str(path).encode() + path.read_bytes()) for path in files}
        return {path: kinds for path, kinds in found.items() if kinds}


def _forms(text: str) -> set[str]:
    """Return a text as it may be written: its middle in base64 wherever in a longer text it begins."""
    forms = {text, quote(text), quote(text, safe=""), json.dumps(text)[1:-1], repr(text)[1:-1]}
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + text.encode()).decode()
        inner = whole[4 if shift else 0 :].rstrip("=")[:-2]
        if len(inner) >= _LEAST_BASE64:
            forms |= {inner, inner.replace("+", "-").replace("/", "_"), quote(inner, safe="")}
    return forms


class Watch(logging.Handler):
    """Log records, window titles, labels, clipboard texts, what children were started with.

    Labels show bodies, which is what the program is for: they are searched for secrets only.
    """

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.seen: dict[str, set[str]] = {
            name: set() for name in ("log", "title", "clipboard", "child's command line", "child's variables")
        }
        self.labels: set[str] = set()

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record's own words; its traceback is in the log file as the program writes it."""
        self.seen["log"].add(f"{record.name} {record.getMessage()}")

    def look(self) -> None:
        """Keep what is there at this moment."""
        for window in QApplication.topLevelWidgets():
            self.seen["title"].add(window.windowTitle())
            labels = (label for label in window.findChildren(QLabel) if label.isVisible())
            self.labels |= {f"{label.text()} {label.toolTip()}" for label in labels}
        with contextlib.suppress(OSError):  # a thread may end while one looks
            for child in children_of(os.getpid()):
                line = _read(Path(f"/proc/{child}/cmdline"))
                self.seen["child's command line"].add(line)
                if "sqs_explorer" in line:  # a credential_process gets what a shell would give it
                    self.seen["child's variables"].add(_read(Path(f"/proc/{child}/environ")))

    def keep_clipboard(self) -> None:
        """Keep what was copied."""
        self.seen["clipboard"].add(QGuiApplication.clipboard().text())

    def leaks(self, marks: Marks) -> dict[str, list[str]]:
        """Return where a mark was seen, by kind of place."""
        found = {
            place: [f"{kind} in {text[:2000]}" for text in texts for kind in marks.found_in(text)]
            for place, texts in self.seen.items()
        }
        return {place: leaks for place, leaks in found.items() if leaks}


def _read(path: Path) -> str:
    try:
        return path.read_bytes().replace(b"\0", b"\n").decode("utf-8", "replace")
    except OSError:
        return ""


@contextmanager
def watching(qapp: QApplication) -> Iterator[Watch]:
    """Watch while the block lasts."""
    watch = Watch()
    logging.getLogger().addHandler(watch)
    clipboard = qapp.clipboard()
    clipboard.dataChanged.connect(watch.keep_clipboard)
    timer = QTimer(interval=LOOK_AGAIN_MILLISECONDS)
    timer.timeout.connect(watch.look)
    timer.start()
    try:
        yield watch
    finally:
        timer.stop()
        clipboard.dataChanged.disconnect(watch.keep_clipboard)
        logging.getLogger().removeHandler(watch)
