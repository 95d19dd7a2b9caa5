"""Bugs in words for the log and the window: where and what, without the values that Python quotes."""

from __future__ import annotations

import re
import traceback

_QUOTED = re.compile(r"""(['"`])(?:\\.|(?!\1).)+\1""", re.DOTALL)
_ABOUT_CODE = (AttributeError, NameError, ImportError, TypeError)
"""What these quote are names in the program. Others quote what was read or typed: a body, a key."""
STRUCK = "[value]"


def fault_line(error: BaseException) -> str:
    """Return class and words of an error in one piece."""
    words = str(error)
    if not isinstance(error, _ABOUT_CODE):
        words = _QUOTED.sub(STRUCK, words)
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def fault_trace(error: BaseException) -> str:
    """Return the traceback of an error and of those before it, the last one first."""
    parts: list[str] = []
    _tell(error, parts, set())
    return "\nIt came from:\n".join(parts)


def _tell(error: BaseException | None, parts: list[str], seen: set[int]) -> None:
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    parts.append("".join(traceback.format_tb(error.__traceback__)) + fault_line(error))
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            _tell(one, parts, seen)
    _tell(error.__cause__, parts, seen)
    if not error.__suppress_context__:
        _tell(error.__context__, parts, seen)
