"""Reads a file of exported messages line by line: what can't be read is listed with line and reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath

from sqs_explorer.domain.errors import FileNotRead, NotExported
from sqs_explorer.domain.filed_messages import FiledMessage, FileFormat
from sqs_explorer.domain.quantities import size_words
from sqs_explorer.services.message_files.file_port import LineSource, MessageFiles
from sqs_explorer.services.message_files.json_lines import MAXIMUM_LINE_BYTES, LineRefused, filed_from
from sqs_explorer.services.ports import OffThread
from sqs_explorer.services.stopping import StopRequest

MAXIMUM_FILE_BYTES = 1024 * 1024 * 1024
MAXIMUM_LINES = 100_000
SLICE_LINES = 250
SLICE_BYTES = 1024 * 1024
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class FileLine:
    """One line that is not empty, by its number from 1: its message, or why there is none."""

    number: int
    filed: FiledMessage | None = field(repr=False)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class MessageFile:
    """What a file holds; `stopped` says that reading ended before its end."""

    name: str
    size_bytes: int
    lines: tuple[FileLine, ...]
    stopped: bool = False

    @property
    def readable(self) -> int:
        """How many lines are messages."""
        return sum(line.filed is not None for line in self.lines)


async def read_message_file(
    path: str,
    files: MessageFiles,
    *,
    off_thread: OffThread,
    stop: StopRequest,
    on_progress: Callable[[float], None],
    only_exported: bool = False,
) -> MessageFile:
    """Read all lines; `on_progress` gets the fraction read. Empty lines are skipped.

    Raises FileNotRead, also for a file over MAXIMUM_FILE_BYTES or MAXIMUM_LINES. With `only_exported` it
    raises NotExported as soon as the start of the file turns out to hold no message.
    """
    name = PurePath(path).name
    source = await off_thread.run(files.open_lines, path)
    try:
        reading = _Reading(source, name)
        while not reading.is_at_end and not stop.is_requested:
            await off_thread.run(reading.read_slice)
            if only_exported:
                reading.refuse_other_files()
            on_progress(min(1.0, reading.bytes_read / max(1, source.size_bytes)))
    finally:
        await off_thread.run(source.close)
    return MessageFile(name, reading.bytes_read, tuple(reading.lines), stopped=not reading.is_at_end)


class _Reading:
    """How far a file is read."""

    def __init__(self, source: LineSource, name: str) -> None:
        self._source = source
        self._name = name
        self._number = 0
        self.lines: list[FileLine] = []
        self.bytes_read = 0
        self.is_at_end = False
        self._check_size(source.size_bytes)

    def read_slice(self) -> None:
        """Read some lines more."""
        before = self.bytes_read
        for _ in range(SLICE_LINES):
            line = self._source.read_line(MAXIMUM_LINE_BYTES)
            if not line:
                self.is_at_end = True
                return
            self._take(line)
            if self.bytes_read - before >= SLICE_BYTES:
                return

    def refuse_other_files(self) -> None:
        """Raise NotExported when what was read so far holds lines, or is all there is, and no message."""
        if any(line.filed is not None for line in self.lines) or not (self.lines or self.is_at_end):
            return
        reason = "It is empty."
        if self._name.lower().endswith(FileFormat.CSV.suffix):
            reason = "It is CSV, which is for reading only."
        elif self.lines:
            reason = f"Line {self.lines[0].number}: {self.lines[0].problem}."
        raise NotExported(self._name, reason)

    def _take(self, line: bytes) -> None:
        self._number += 1
        self.bytes_read += len(line)
        self._check_size(self.bytes_read)
        text = line.removeprefix(_BYTE_ORDER_MARK) if self._number == 1 else line
        if not text.strip():
            return
        if len(self.lines) >= MAXIMUM_LINES:
            raise FileNotRead(self._name, f"it holds more than {MAXIMUM_LINES:,} messages; split it.")
        try:
            self.lines.append(FileLine(self._number, filed_from(text)))
        except LineRefused as refusal:
            self.lines.append(FileLine(self._number, None, str(refusal)))

    def _check_size(self, size_bytes: int) -> None:
        if size_bytes > MAXIMUM_FILE_BYTES:
            largest = size_words(MAXIMUM_FILE_BYTES)
            raise FileNotRead(
                self._name, f"it has {size_bytes:,} bytes; at most {largest} are read. Split it."
            )
