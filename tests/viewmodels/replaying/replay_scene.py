"""A queue on FakeSqs, a file to replay, and the engine that sends it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from sqs_explorer.domain.filed_messages import FiledMessage
from sqs_explorer.domain.messages import MessageAttribute, ReceivedMessage
from sqs_explorer.services.message_files.json_lines import line_of
from sqs_explorer.services.ports import MoveRunner
from sqs_explorer.viewmodels.replaying.replay_view_model import ReplayViewModel
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_sqs import FakeSqs
from tests.viewmodels.messages.page import Page, open_page


def filed(body: str, message_id: str = "", **system: str) -> bytes:
    """Return a line of an exported file."""
    attributes = (
        MessageAttribute("n", "Number.int", "007"),
        MessageAttribute("b", "Binary.gif", binary_value=b"\x00\xff"),
    )
    message = ReceivedMessage(message_id, "", body, attributes=attributes, system_attributes=system)
    return line_of(FiledMessage(message))


class ReplayScene:
    """What a test of the replay works with; made by `replaying`."""

    def __init__(self, fake: FakeSqs, page: Page, folder: Path, moves: MoveRunner | None) -> None:
        self.fake = fake
        self.page = page
        self.url = page.url
        self._folder = folder
        self.context = replace(page.context, moves=moves or page.context.moves)
        self.view_model = ReplayViewModel(self.context, page.root)

    def file(self, *lines: bytes, name: str = "failed.jsonl") -> str:
        """Write a file and return its path."""
        path = self._folder / name
        path.write_bytes(b"".join(lines))
        return str(path)

    async def open(self, *lines: bytes) -> ReplayViewModel:
        """Open a file and wait for its dry run."""
        self.view_model.open_file(self.file(*lines))
        await self.view_model.scope.idle()
        return self.view_model

    async def start(self, messages_per_second: int = 0) -> None:
        """Start the replay and wait for its end."""
        self.view_model.start(messages_per_second)
        await self.view_model.scope.idle()
        await self.page.catalogue_scope.idle()

    def rows(self) -> list[list[str]]:
        """Return the table as one reads it."""
        model = self.view_model.lines
        columns = range(model.columnCount())
        return [[str(model.index(row, at).data()) for at in columns] for row in range(model.rowCount())]

    def results(self) -> Sequence[str]:
        """Return the column Result."""
        return [row[-1] for row in self.rows()]


@asynccontextmanager
async def replaying(
    folder: Path,
    queue: str = "OrderQueue",
    *,
    read_only: bool = False,
    moves: MoveRunner | None = None,
    **attributes: str,
) -> AsyncIterator[ReplayScene]:
    """Open a queue's page and a replay into it."""
    fake = FakeSqs(FakeClock())
    url = fake.create_queue(queue)
    fake.set_attributes(url, **attributes)
    page = await open_page(fake, url, read_only=read_only)
    scene = ReplayScene(fake, page, folder, moves)
    try:
        yield scene
    finally:
        await scene.view_model.close()
        await page.close()
