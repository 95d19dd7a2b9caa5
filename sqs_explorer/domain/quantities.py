"""Numbers in words: sizes, durations, times ago, long IDs cut in the middle."""

from __future__ import annotations

from datetime import datetime, timedelta

_UNITS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))


def size_words(size_bytes: int) -> str:
    """Return a size as people read it: `412 B`, `1.2 KiB`, `1 MiB`."""
    if size_bytes < 1024:
        return f"{size_bytes:,} B"
    is_small = round(size_bytes / 1024, 1) < 1024
    unit, value = ("KiB", size_bytes / 1024) if is_small else ("MiB", size_bytes / 1024 / 1024)
    text = f"{value:,.1f}"
    return f"{text.removesuffix('.0')} {unit}"


def count_words(count: int, noun: str, plural: str = "") -> str:
    """Return `1 message`, `1,204 messages`."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def duration_words(duration_seconds: float) -> str:
    """Return a setting's duration exactly, largest unit first: `30 s`, `4 d`, `1 h 30 min`."""
    left = int(duration_seconds)
    words = []
    for unit, seconds in _UNITS:
        if left >= seconds:
            words.append(f"{left // seconds} {unit}")
            left %= seconds
    return " ".join(words) or "0 s"


def rough_duration_words(duration_seconds: float) -> str:
    """Return how long about, in one unit, or days and hours under two days: `7 h`, `1 d 4 h`, `13 d`."""
    seconds = max(0, int(duration_seconds))
    if 86_400 <= seconds < 172_800 and seconds // 3_600 % 24:
        return f"1 d {seconds // 3_600 % 24} h"
    for unit, size in _UNITS:
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return "0 s"


def ago_words(then: datetime, now: datetime) -> str:
    """Return how long ago: `12 s ago`, `26 h ago`, `13 d ago`; `just now` within a second or ahead."""
    seconds = (now - then).total_seconds()
    if seconds < 1:
        return "just now"
    if 86_400 <= seconds < 172_800:
        return f"{int(seconds // 3_600)} h ago"
    return f"{rough_duration_words(seconds)} ago"


def exact_time_words(moment: datetime) -> str:
    """Return the exact local and UTC time for a tooltip, to the millisecond."""
    local, utc = moment.astimezone(), moment.astimezone(tz=None).utctimetuple()
    local_text = local.strftime("%d %b %Y, %H:%M:%S.") + f"{local.microsecond // 1000:03d} {local.tzname()}"
    return f"{local_text} · {utc.tm_hour:02d}:{utc.tm_min:02d}:{utc.tm_sec:02d} UTC"


def date_words(moment: datetime) -> str:
    """Return a date and time to the minute, local: `2 Mar 2024, 10:14`."""
    local = moment.astimezone()
    return f"{local.day} {local.strftime('%b %Y, %H:%M')}"


def cut_middle(text: str, head: int = 4, tail: int = 4) -> str:
    """Return a long ID cut in the middle: `5f3c…b81d`."""
    return text if len(text) <= head + tail + 1 else f"{text[:head]}…{text[-tail:]}"


def seconds_between(start: datetime, end: datetime) -> float:
    """Return the seconds from `start` to `end`."""
    return (end - start) / timedelta(seconds=1)
