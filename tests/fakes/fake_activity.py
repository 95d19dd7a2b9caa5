"""Keeps the activity in memory; refuses as told, and waits where a test wants it to."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from sqs_explorer.domain.activity import ActivityRecord
from sqs_explorer.domain.errors import ActivityNotKept
from sqs_explorer.services.activity_records import PAGE_RECORDS, ActivityPage, page_of


class FakeActivity:
    """Fulfils the port ActivityStore; like the real one it does one thing after the other.

    `refusal` refuses everything, `write_refusal` only what writes. `asked` are the searches, `gate` holds up
    each of them until it is set.
    """

    def __init__(self, records: Sequence[ActivityRecord] = ()) -> None:
        self.records = list(records)
        self.refusal = ""
        self.write_refusal = ""
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.is_closed = False
        self._turn = asyncio.Lock()

    async def keep(self, records: Sequence[ActivityRecord]) -> None:
        """Keep, or refuse."""
        async with self._turn:
            self._refuse(writes=True)
            self.records += records

    async def page(self, text: str, before: int | None = None, maximum: int = PAGE_RECORDS) -> ActivityPage:
        """Search."""
        async with self._turn:
            self.asked.append(text)
            await self.gate.wait()
            self._refuse()
            return page_of(self.records, text, before, maximum)

    async def clear(self) -> None:
        """Forget everything, or refuse."""
        async with self._turn:
            self._refuse(writes=True)
            self.records.clear()

    async def close(self) -> None:
        """Refuse from now on."""
        self.is_closed = True

    def _refuse(self, *, writes: bool = False) -> None:
        refusal = self.refusal or (self.write_refusal if writes else "")
        if refusal or self.is_closed:
            raise ActivityNotKept(refusal or "closed")
