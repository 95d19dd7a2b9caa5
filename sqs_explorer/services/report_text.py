"""The problem report: facts, faults, a crash, and the log's end, in one text that can be given away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqs_explorer.domain.visible_text import visible
from sqs_explorer.services.fault_words import short_file
from sqs_explorer.services.report_redaction import PrivateWords, redacted, without_names

LOG_LINES = 200
MOST_LINE_CHARACTERS = 2_000
_FILE = re.compile(r'(?m)^(\s*File ")([^"\n]+)(")')
_REASON = re.compile(r"(?m)^(?:Fatal Python error|Windows fatal exception): ((?!code 0x[^cC])[^\n]+)")
"""Windows tells of exceptions that are handled a moment later, too; those that end a program begin with C."""
_PLACE = '  File "'
_CHUNK_START = re.compile(rf"\d{{4}}-\d\d-\d\d |{_PLACE}|It came from:")


@dataclass(frozen=True, slots=True)
class Fault:
    """An unexpected error: when it came first, in one line, its traceback, and how often it came."""

    when: datetime
    line: str
    trace: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class CrashNote:
    """What faulthandler wrote when a former run crashed, by `crash_text`, and when."""

    when: datetime
    text: str

    @property
    def reason(self) -> str:
        """What ended the program, such as `Segmentation fault`; "" if the text does not say."""
        found = _REASON.search(self.text)
        return found[1].strip() if found is not None else ""


class LocalTraces(Protocol):
    """What this machine holds for a report. Its methods read files: call them off the main thread."""

    @property
    def former_crash(self) -> CrashNote | None:
        """What a former run wrote that crashed, if no start before this one has told of it."""
        ...

    def log_end(self) -> str:
        """Return the end of the log, "" if there is none. Raises OSError."""
        ...

    def private_words(self) -> PrivateWords:
        """Return what names the person and the machine."""
        ...


def report_text(
    facts: Sequence[tuple[str, str]],
    faults: Sequence[Fault],
    traces: LocalTraces,
) -> str:
    """Return the report. What can't be read is said in its place; nothing is raised for it."""
    private, crash = traces.private_words(), traces.former_crash
    width = max((len(name) for name, _ in facts), default=0) + 2
    parts = ["\n".join(f"{name:<{width}}{value}" for name, value in facts)]
    for fault in reversed(faults):
        times = f", {fault.times} times" if fault.times > 1 else ""
        parts.append(f"--- Unexpected error, {_moment(fault.when)}{times}\n{fault.trace}")
    if crash is not None:
        parts.append(f"--- Crash of a former run, {_moment(crash.when)}\n{crash.text}")
    if not faults and crash is None:
        parts.append("--- No error is known of this run")
    parts.append(f"--- The log's last {LOG_LINES} lines\n{_log_text(traces)}")
    return visible(without_names("\n\n".join(parts), private)) + "\n"


def crash_text(text: str) -> str:
    """Return faulthandler's text with each file's place within the program."""
    return _FILE.sub(lambda found: found[1] + short_file(found[2]) + found[3], text).rstrip()


def redacted_log(text: str) -> str:
    """Return log lines without what must not be told, each record and each place of a traceback by itself."""
    return "\n".join(redacted(crash_text(chunk)).rstrip() for chunk in _chunks(text))


def _chunks(text: str) -> Iterator[str]:
    """Cut where something else begins, so that what is struck to a message's end ends there."""
    chunk: list[str] = []
    for line in text.splitlines():
        is_after_place = bool(chunk) and chunk[0].startswith(_PLACE) and not line.startswith(" ")
        if chunk and (is_after_place or _CHUNK_START.match(line)):
            yield "\n".join(chunk)
            chunk = []
        chunk.append(line)
    if chunk:
        yield "\n".join(chunk)


def _log_text(traces: LocalTraces) -> str:
    try:
        text = traces.log_end()
    except OSError as error:
        return f"The log could not be read ({type(error).__name__})."
    lines = redacted_log("\n".join(text.splitlines()[-LOG_LINES:])).split("\n")
    cut = (line if len(line) <= MOST_LINE_CHARACTERS else f"{line[:MOST_LINE_CHARACTERS]}…" for line in lines)
    return "\n".join(cut) or "The log is empty."


def _moment(when: datetime) -> str:
    return when.strftime("%Y-%m-%d %H:%M:%S UTC")
