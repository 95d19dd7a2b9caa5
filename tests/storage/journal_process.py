"""A process of its own that writes into a journal: run as a module with a folder, a deed and a name."""

from __future__ import annotations

import asyncio
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqs_explorer.domain.errors import JournalFailed
from sqs_explorer.domain.moves import EntryState, JournalEntry, MoveKind, MoveOrder
from sqs_explorer.storage.move_journal import SqliteJournal

ARN = "arn:aws:sqs:eu-west-1:123456789012:OrderQueue-DLQ"
SHARE = 50


def order(name: str) -> MoveOrder:
    """Return the order of a process by its name."""
    return MoveOrder(name, MoveKind.MOVE, None, ARN)


async def write_for_ever(journal: SqliteJournal, name: str) -> None:
    """Write one entry after another in eight lanes; say each ID once it is committed."""
    await journal.begin(order(name), datetime.now(UTC), None)

    async def lane(lane_number: int) -> None:
        number = 0
        while True:
            ids = [f"{lane_number}-{number}-{part}" for part in range(3)]
            await journal.write(name, [JournalEntry(one, EntryState.SENT) for one in ids])
            print(*ids, flush=True)  # noqa: T201 - it is how the test hears of it
            number += 1

    await asyncio.gather(*(lane(number) for number in range(8)))


async def write_a_share(journal: SqliteJournal, name: str) -> None:
    """Write some entries, one commit each, and end."""
    await journal.begin(order(name), datetime.now(UTC), SHARE)
    for number in range(SHARE):
        await journal.write(name, [JournalEntry(f"{name}-{number}", EntryState.DELETED)])
    await journal.end(name, datetime.now(UTC))


async def fill_the_disk(journal: SqliteJournal, name: str) -> None:
    """Write until files may grow no more; say what was committed and then the reason."""
    await journal.begin(order(name), datetime.now(UTC), None)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    try:
        for number in range(10_000):
            await journal.write(name, [JournalEntry(f"{number}", EntryState.SENT, reason="x" * 1_000)])
            print(number, flush=True)  # noqa: T201
    except JournalFailed as error:
        print(f"refused: {error}", flush=True)  # noqa: T201


async def main(folder: Path, deed: str, name: str) -> None:
    """Do one deed with a journal."""
    journal = SqliteJournal(folder)
    deeds = {"for_ever": write_for_ever, "share": write_a_share, "fill": fill_the_disk}
    await deeds[deed](journal, name)
    await journal.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
