"""The tab Details, read as a person reads it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QPushButton

from sqs_explorer.domain.errors import AccessDenied
from sqs_explorer.viewmodels.details.details_view_model import DetailsViewModel
from sqs_explorer.views.details.details_panel import DetailsPanel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.pills import Chip
from sqs_explorer.views.parts.tables import DataTable
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.dead_letters.page_scene import PageScene
from tests.views.shell.shell_scene import cut_labels, settle

POLICY = {"Version": "2012-10-17", "Statement": [{"Sid": "orders-topic", "Effect": "Allow"}]}


class Scene(PageScene):
    """OrderQueue with policy and tags, its DLQ with one message."""

    def __init__(self) -> None:
        super().__init__()
        self.source, self.dlq = self.fake.create_queue_with_dlq(
            "OrderQueue", VisibilityTimeout=45, Policy=POLICY
        )
        self.fake.tag(self.source, {"team": "orders"})
        self.fake.put(self.dlq, "dead")

    @asynccontextmanager
    async def panel(self, look: Look, url: str, *, read_only: bool = False) -> AsyncIterator[DetailsPanel]:
        """Show the tab of a queue, read."""
        await self.open(read_only=read_only)
        self.view_model = DetailsViewModel(self.context(url), self.owner)
        panel = DetailsPanel(look, self.view_model)
        panel.resize(963, 616)
        panel.show()
        await self.view_model.scope.idle()
        try:
            yield panel
        finally:
            await self.view_model.close()
            panel.close()
            panel.deleteLater()


def cells(table: DataTable) -> list[tuple[str, str]]:
    model = table.model()
    return [(model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())]


def table(panel: DetailsPanel, name: str) -> DataTable:
    return next(found for found in panel.findChildren(DataTable) if found.accessibleName() == name)


def test_the_tab_reads_attributes_and_tags_when_it_is_shown(qt_run: RunCoroutine, look: Look) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.panel(look, scene.source) as panel:
            assert ("Visibility timeout", "45 s") in cells(table(panel, "Queue attributes"))
            assert cells(table(panel, "Tags")) == [("team", "orders")]
            assert panel.error_note.isHidden()
            assert panel.read_only_note.isHidden()

    qt_run(work())


def test_a_wide_page_shows_arn_and_url_whole(qt_run: RunCoroutine, look: Look) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.panel(look, scene.source) as panel:
            panel.resize(1_535, 800)
            attributes = table(panel, "Queue attributes")
            (arn,) = [value for name, value in cells(attributes) if name == "ARN"]
            needed_px = QFontMetrics(look.fonts.mono).horizontalAdvance(arn)
            await scene.view_model.scope.idle()
            assert attributes.columnWidth(1) > needed_px + 40
            longest = QFontMetrics(look.fonts.base).horizontalAdvance("Content-based deduplication")
            assert attributes.columnWidth(0) >= longest + 24

    qt_run(work())


def test_the_link_to_the_dlq_opens_its_page_and_says_how_much_waits(qt_run: RunCoroutine, look: Look) -> None:
    scene = Scene()
    asked: list[str] = []

    async def work() -> None:
        async with scene.panel(look, scene.source) as panel:
            scene.view_model.queue_open_requested.connect(lambda queue: asked.append(queue.name))
            (link,) = panel.policies_pane.target_line.links
            assert link.text() == "OrderQueue-DLQ"
            assert panel.policies_pane._target_count.accessibleName() == "1 message"
            link.click()

    qt_run(work())
    assert asked == ["OrderQueue-DLQ"]


def test_the_policy_can_be_read_and_copied(qt_run: RunCoroutine, look: Look) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.panel(look, scene.source) as panel:
            view = panel.policies_pane.policy
            assert '"Sid": "orders-topic"' in view.text()
            assert view.isReadOnly()
            copy = panel.findChild(QPushButton, "copy_access_policy")
            assert isinstance(copy, QPushButton)
            copy.click()
            assert QGuiApplication.clipboard().text() == view.text()

    qt_run(work())


@pytest.mark.parametrize("width", [640, 708, 963, 1500])
def test_where_dead_letters_go_is_never_cut(qt_run: RunCoroutine, look: Look, width: int) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.panel(look, scene.source) as panel:
            panel.resize(width, 616)
            await settle()
            line = panel.policies_pane.target_line
            (link,) = line.links
            assert link.width() >= link.sizeHint().width()
            assert cut_labels(line) == []
            chip = panel.policies_pane.findChildren(Chip)[0]
            assert chip.width() >= chip.sizeHint().width()

    qt_run(work())


def test_a_queue_without_policy_and_tags_says_so(qt_run: RunCoroutine, look: Look) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.panel(look, scene.dlq) as panel:
            pane = panel.policies_pane
            assert pane.no_policy.isVisible()
            assert pane.no_policy.accessibleName() == "No access policy"
            assert [link.text() for link in pane.sources_line.links] == ["OrderQueue"]
            assert pane.no_redrive.isVisible()
            assert panel.attributes_pane.tags_state.text() == "This queue has no tags."

    qt_run(work())


def test_a_read_only_connection_is_named(qt_run: RunCoroutine, look: Look) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.panel(look, scene.source, read_only=True) as panel:
            assert panel.read_only_note.isVisible()
            assert panel.read_only_note.text().startswith("Read-only connection. Looking is allowed.")

    qt_run(work())


def test_a_deleted_queue_is_said_and_its_old_values_stay(qt_run: RunCoroutine, look: Look) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.panel(look, scene.source) as panel:
            scene.fake.delete_queue(scene.source)
            panel.refresh()
            await scene.view_model.scope.idle()
            assert panel.error_note.text().startswith("This queue does not exist.")
            assert ("Visibility timeout", "45 s") in cells(table(panel, "Queue attributes"))

    qt_run(work())


def test_tags_that_may_not_be_read_name_the_permission(qt_run: RunCoroutine, look: Look) -> None:
    scene = Scene()
    scene.fake.fail_next("ListQueueTags", AccessDenied("No.", action="sqs:ListQueueTags"))

    async def work() -> None:
        async with scene.panel(look, scene.source) as panel:
            assert "sqs:ListQueueTags" in panel.attributes_pane.tags_state.text()
            assert not table(panel, "Tags").isVisible()

    qt_run(work())


def test_all_attributes_are_copied_as_lines(qt_run: RunCoroutine, look: Look) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.panel(look, scene.source) as panel:
            copy = panel.findChild(QPushButton, "copy_queue_attributes")
            assert isinstance(copy, QPushButton)
            copy.click()
            assert "Visibility timeout\t45 s" in QGuiApplication.clipboard().text().splitlines()
            await asyncio.sleep(0)

    qt_run(work())
