"""Writes messages to a file in slices off the window's thread: whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from sqs_explorer.domain.filed_messages import FiledMessage, FileFormat
from sqs_explorer.services.message_files import csv_table, json_lines
from sqs_explorer.services.message_files.file_port import MessageFiles, NewFile
from sqs_explorer.services.ports import OffThread
from sqs_explorer.services.stopping import StopRequest

SLICE_MESSAGES = 250
SLICE_BYTES = 1024 * 1024
"""A slice ends at whichever comes first, so that Stop and the file reading beside it need not wait."""


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What was written: nothing at all if it was stopped."""

    count: int
    size_bytes: int
    stopped: bool = False


async def export_messages(
    messages: Sequence[FiledMessage],
    path: str,
    file_format: FileFormat,
    files: MessageFiles,
    *,
    off_thread: OffThread,
    stop: StopRequest,
    on_progress: Callable[[int], None],
) -> ExportResult:
    """Write messages to `path` in their order; `on_progress` gets how many are written.

    Until the last one is on the disk an older file of that name is as it was, also when stopped. Raises
    FileNotWritten.
    """
    file = await off_thread.run(files.create, path)
    kept = False
    try:
        to_line, size_bytes = await off_thread.run(_begin, file, messages, file_format)
        done = 0
        while done < len(messages) and not stop.is_requested:
            done, written = await off_thread.run(_write_slice, file, messages, done, to_line)
            size_bytes += written
            on_progress(done)
        if stop.is_requested:
            return ExportResult(0, 0, stopped=True)
        await off_thread.run(file.keep)
        kept = True
    finally:
        if not kept:
            await off_thread.run(file.discard)
    return ExportResult(len(messages), size_bytes)


ToLine = Callable[[FiledMessage], bytes]


def _begin(file: NewFile, messages: Sequence[FiledMessage], file_format: FileFormat) -> tuple[ToLine, int]:
    if file_format is FileFormat.JSON_LINES:
        return json_lines.line_of, 0
    names = csv_table.attribute_names(messages)
    heading = csv_table.heading(names)
    file.write(heading)
    return partial(csv_table.row_of, names=names), len(heading)


def _write_slice(
    file: NewFile, messages: Sequence[FiledMessage], start: int, to_line: ToLine
) -> tuple[int, int]:
    """Return how many messages are written by now, and the bytes of this slice."""
    written, end = 0, min(len(messages), start + SLICE_MESSAGES)
    for position in range(start, end):
        line = to_line(messages[position])
        file.write(line)
        written += len(line)
        if written >= SLICE_BYTES:
            return position + 1, written
    return end, written
