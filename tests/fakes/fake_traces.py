"""The log and the crash of a former run, as a test wants them."""

from __future__ import annotations

from sqs_explorer.services.report_redaction import PrivateWords
from sqs_explorer.services.report_text import CrashNote


class FakeTraces:
    """Implements the port LocalTraces; `problem` is what reading the log raises."""

    def __init__(self, log: str = "", former_crash: CrashNote | None = None) -> None:
        self.log = log
        self.former_crash = former_crash
        self.problem: Exception | None = None

    def log_end(self) -> str:
        """Return the log, or raise the problem."""
        if self.problem is not None:
            raise self.problem
        return self.log

    def private_words(self) -> PrivateWords:
        """Return Jane at her desk."""
        return PrivateWords("/home/jane", ("jane", "desk-7"))
