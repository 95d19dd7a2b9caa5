"""Bugs in words for log, report and window: where and what, without the values that errors quote."""

from __future__ import annotations

import os
import re
import sys
import traceback
from pathlib import Path, PurePath

from sqs_explorer.services.report_redaction import redacted, without_keys

STRUCK = "[value]"
_QUOTED = re.compile(r"(?s)(?<!\w)(?:[bru]{0,2})(['\"`])(?:.*['\"`](?!\w)|.*)", re.IGNORECASE)
"""From the first quote to the last: a value may hold quotes itself. An apostrophe in a word is none."""
_ABOUT_CODE = (AttributeError, NameError, ImportError, TypeError)
"""What these quote are names in the program. Others quote what was read or typed: a body, a key."""
_MOST_WORDS_CHARACTERS = 400
_FIRST_FRAMES, _LAST_FRAMES = 10, 30
_PACKAGES = ("site-packages", "dist-packages")
_PROGRAM_FOLDER = Path(__file__).resolve().parents[2]
_PYTHON_FOLDER = Path(os.__file__).resolve().parent


def fault_line(error: BaseException) -> str:
    """Return class and words of an error in one piece.

    Only Python's own errors are quoted: AWS and libraries repeat what was sent to them.
    """
    name = type(error).__name__
    words = _words(error)
    return f"{name}: {words}" if words else name


def fault_trace(error: BaseException) -> str:
    """Return the traceback of an error and of those before it, the last one first.

    Files are named from the program's folder on; values of variables are not told.
    """
    parts: list[str] = []
    _tell(error, parts, set())
    return "\nIt came from:\n".join(parts)


def short_file(path: str) -> str:
    """Return a source file's place within the program, a library or Python, without the folders above."""
    pure = PurePath(path)
    for place, part in reversed(list(enumerate(pure.parts))):
        if part in _PACKAGES:
            return "/".join(pure.parts[place + 1 :])
    for folder in (_PROGRAM_FOLDER, _PYTHON_FOLDER):
        if pure.is_relative_to(folder):
            return pure.relative_to(folder).as_posix()
    return pure.as_posix() if not pure.is_absolute() else pure.name


def _words(error: BaseException) -> str:
    if not _is_pythons_own(error) or _comes_from_library(error):
        return ""
    try:
        words = str(error)
    except Exception:
        return ""
    if not isinstance(error, _ABOUT_CODE):
        words = _QUOTED.sub(STRUCK, words)
    words = redacted(words)
    return words if len(words) <= _MOST_WORDS_CHARACTERS else f"{words[:_MOST_WORDS_CHARACTERS]}…"


def _is_pythons_own(error: BaseException) -> bool:
    return type(error).__module__.partition(".")[0] in sys.stdlib_module_names | {"builtins"}


def _comes_from_library(error: BaseException) -> bool:
    """Whether a library raised it: a ValueError of botocore's repeats what it was given, without quotes."""
    trace = error.__traceback__
    if trace is None:
        return False
    while trace.tb_next is not None:
        trace = trace.tb_next
    file = PurePath(trace.tb_frame.f_code.co_filename)
    if getattr(sys, "frozen", False):  # There all files are beside each other.
        module = str(trace.tb_frame.f_globals.get("__name__", "")).partition(".")[0]
        return module not in sys.stdlib_module_names | {"sqs_explorer", "__main__"}
    return any(part in _PACKAGES for part in file.parts)


def _tell(error: BaseException | None, parts: list[str], seen: set[int]) -> None:
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    parts.append(_frames(error) + fault_line(error))
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            _tell(one, parts, seen)
    _tell(error.__cause__, parts, seen)
    if not error.__suppress_context__:
        _tell(error.__context__, parts, seen)


def _frames(error: BaseException) -> str:
    """Return the places, the outermost first; of very many those at both ends."""
    frames = [
        traceback.FrameSummary(
            short_file(one.filename), one.lineno, one.name, line=without_keys(one.line or "")
        )
        for one in traceback.extract_tb(error.__traceback__)
    ]
    if len(frames) <= _FIRST_FRAMES + _LAST_FRAMES:
        return "".join(traceback.format_list(frames))
    left_out = len(frames) - _FIRST_FRAMES - _LAST_FRAMES
    first, last = (traceback.format_list(some) for some in (frames[:_FIRST_FRAMES], frames[-_LAST_FRAMES:]))
    return "".join((*first, f"  … {left_out} places left out\n", *last))
