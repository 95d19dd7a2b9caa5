"""The two journals that hold the same contract, and how the process that used one dies."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from sqs_explorer.services.ports import MoveJournal
from sqs_explorer.storage.move_journal import SqliteJournal
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_journal import FakeJournal


class JournalKeeper(Protocol):
    """Gives the journal as a process sees it."""

    @property
    def journal(self) -> MoveJournal:
        """The journal of the process that lives now."""
        ...

    async def restart(self) -> MoveJournal:
        """End the process that used the journal; return the journal as the next process sees it."""
        ...

    async def close(self) -> None:
        """End it all."""
        ...


class FakeJournals:
    """The journal in memory: its next process finds what it holds."""

    def __init__(self) -> None:
        self._fake = FakeJournal()

    @property
    def journal(self) -> MoveJournal:
        """The journal of the process that lives now."""
        return self._fake

    async def restart(self) -> MoveJournal:
        """Let the process die."""
        self._fake.crash()
        return self._fake

    async def close(self) -> None:
        """Refuse everything."""
        await self._fake.close()


class SqliteJournals:
    """The journal on the disk, opened anew by each process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._journal = SqliteJournal(folder, FakeClock())

    @property
    def journal(self) -> MoveJournal:
        """The journal of the process that lives now."""
        return self._journal

    async def restart(self) -> MoveJournal:
        """Close the file and open it again."""
        await self._journal.close()
        self._journal = SqliteJournal(self._folder, FakeClock())
        return self._journal

    async def close(self) -> None:
        """End its thread."""
        await self._journal.close()
