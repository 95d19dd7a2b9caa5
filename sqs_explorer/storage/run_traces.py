"""What a run writes for those who look for a fault, its log and the file for a crash, and how it is read."""

from __future__ import annotations

import logging
from pathlib import Path

from sqs_explorer.services.ports import OffThread
from sqs_explorer.services.report_redaction import PrivateWords
from sqs_explorer.services.report_text import CrashNote
from sqs_explorer.storage.crash_trace import CrashTrace
from sqs_explorer.storage.log_file import close_log, log_end, open_log, private_words


class RunTraces:
    """Fulfils the port LocalTraces. A folder that can't be written to is no error: then there is nothing."""

    def __init__(self, folder: Path, log: logging.Handler, crash: CrashTrace) -> None:
        self._folder = folder
        self._log = log
        self._crash = crash

    @classmethod
    async def begin(cls, folder: Path, off_thread: OffThread) -> RunTraces:
        """Open both off the main thread, from which it is called, and watch that for a crash."""
        log = await off_thread.run(open_log, folder)
        crash = await off_thread.run(CrashTrace.open, folder)
        crash.listen()
        return cls(folder, log, crash)

    @property
    def former_crash(self) -> CrashNote | None:
        """What a former run wrote that crashed, if no start before this one has told of it."""
        return self._crash.former

    def log_end(self) -> str:
        """Return the end of the log. Raises OSError."""
        return log_end(self._folder)

    def private_words(self) -> PrivateWords:
        """Return the home folder and the names of user and computer, as far as they can be told."""
        return private_words()

    def close(self) -> None:
        """End both in order: the next start has nothing to tell of this run."""
        self._crash.close()
        close_log(self._log)
