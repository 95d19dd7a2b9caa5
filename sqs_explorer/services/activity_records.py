"""What keeping the activity needs of the disk; storage/ fulfils it. Pages of memory, if the disk refuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqs_explorer.domain.activity import ActivityRecord, matches, search_words

PAGE_RECORDS = 500
KEPT_DAYS = 90
KEPT_RECORDS = 50_000


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """Some of the records found, newest first.

    `next_before` is what to ask for the next page with, None if there is none; `found` counts all that was
    found when the first page was read, 0 on later pages.
    """

    records: tuple[ActivityRecord, ...]
    next_before: int | None = None
    found: int = 0


class ActivityStore(Protocol):
    """Keeps what was done on this machine; shared by all programs of one person.

    Every method may raise ActivityNotKept.
    """

    async def keep(self, records: Sequence[ActivityRecord]) -> None:
        """Keep records, all or none; older ones go once there are too many."""
        ...

    async def page(self, text: str, before: int | None = None, maximum: int = PAGE_RECORDS) -> ActivityPage:
        """Return records that hold each word of `text`, the last kept first; `before` is a page's end."""
        ...

    async def clear(self) -> None:
        """Forget everything kept, for good."""
        ...

    async def close(self) -> None:
        """Write what waits and close the file; nothing is asked for afterwards."""
        ...


def page_of(
    records: Sequence[ActivityRecord], text: str, before: int | None = None, maximum: int = PAGE_RECORDS
) -> ActivityPage:
    """Return a page of records in memory, given oldest first: what an ActivityStore answers from the disk."""
    words = search_words(text)
    found = [(number, record) for number, record in enumerate(records) if matches(record, words)]
    older = [pair for pair in reversed(found) if before is None or pair[0] < before]
    page = older[:maximum]
    more = page[-1][0] if len(older) > maximum else None
    return ActivityPage(tuple(record for _, record in page), more, 0 if before is not None else len(found))
