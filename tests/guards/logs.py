"""Makes an unexpected warning in the log a failure: what a test overlooks, a user reads in a bug report."""

import logging
import re
from collections.abc import Iterable


class UnexpectedRecords(logging.Handler):
    """Collects records of WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record as one line, with its exception's class if it carries one."""
        error = f" ({record.exc_info[1]!r})" if record.exc_info and record.exc_info[1] else ""
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}{error}")


def complaints(lines: Iterable[str], expected_patterns: Iterable[str] | None) -> list[str]:
    """Compare log lines with the patterns a test expects.

    None stands for no expectation (every line is a complaint), no pattern at all for any line. With
    patterns, each must be met by a line and each line by a pattern.
    """
    lines = list(lines)
    if expected_patterns is None:
        return [f"unexpected log record: {line}" for line in lines]
    patterns = list(expected_patterns)
    if not patterns:
        return []
    unmet = [pattern for pattern in patterns if not any(re.search(pattern, line) for line in lines)]
    surplus = [line for line in lines if not any(re.search(pattern, line) for pattern in patterns)]
    return [f"expected log record never came: {pattern}" for pattern in unmet] + [
        f"unexpected log record: {line}" for line in surplus
    ]
