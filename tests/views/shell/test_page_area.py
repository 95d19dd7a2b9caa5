"""Pages and their tabs go by mouse and by key; what a page says follows the server."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.viewmodels.dead_letters.move_question import MoveChoice
from sqs_explorer.views.composing.send_panel import SendPanel
from sqs_explorer.views.dead_letters.dead_letters_panel import DeadLettersPanel
from sqs_explorer.views.details.details_panel import DetailsPanel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.messages.messages_panel import MessagesPanel
from sqs_explorer.views.parts.buttons import Button
from sqs_explorer.views.parts.dialog_frame import DialogFrame
from sqs_explorer.views.parts.notes import Note
from sqs_explorer.views.parts.splitters import Splitter
from sqs_explorer.views.parts.sub_tabs import SubTabBar
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.shell.workspace_scene import DEV, IRELAND
from tests.views.shell.shell_scene import (
    ShellScene,
    click,
    cut_labels,
    in_sight,
    is_in_sight,
    opened,
    settle,
    shell_scene,
    until,
    words,
)

PANELS = (MessagesPanel, SendPanel, DeadLettersPanel, DetailsPanel)


async def three_pages(scene: ShellScene) -> None:
    """Open pages of A, B and C, as from the tree."""
    for name in "ABC":
        scene.server.create_queue(name)
    await scene.open()
    for name in "ABC":
        scene.tree.open_queue(scene.queue(name))
    await scene.rest()


def tabs(scene: ShellScene) -> list[str]:
    """Return the tabs' words."""
    bar = scene.parts.pages.tabs
    return [bar.tabText(index) for index in range(bar.count())]


def built(page: QWidget) -> list[str]:
    """Return which panels the page holds."""
    return [kind.__name__ for kind in PANELS if page.findChildren(kind)]


def test_a_tab_is_built_when_it_is_first_shown(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def show_each() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await three_pages(scene)
            seen = [built(scene.in_front)]
            for number in (2, 3, 4, 2):
                scene.press(f"Alt+{number}")
                await scene.rest()
                seen.append(built(scene.in_front))
            names = [kind.__name__ for kind in PANELS]
            assert seen == [names[:1], names[:2], names[:3], names, names]

    qt_run(show_each())


def test_alt_and_a_number_bring_a_tab_of_the_page_to_the_front(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def show_each() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.press("Alt+2")
            await three_pages(scene)
            seen = []
            for number in (4, 2, 3, 1):
                scene.press(f"Alt+{number}")
                seen.append(scene.in_front.tab)
                (shown,) = [
                    panel
                    for kind in PANELS
                    for panel in scene.in_front.findChildren(kind)
                    if panel.isVisible()
                ]
                assert isinstance(shown, PANELS[number - 1])
            assert seen == ["Details", "Send", "Dead letters", "Messages"]
            await scene.rest()

    qt_run(show_each())


def test_ctrl_page_down_and_up_go_round_the_pages(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def go_round() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.press("Ctrl+PgDown")
            await three_pages(scene)
            seen = []
            for keys in ("Ctrl+PgDown", "Ctrl+PgDown", "Ctrl+PgUp", "Ctrl+PgUp", "Ctrl+PgUp"):
                scene.press(keys)
                seen.append(scene.in_front.view_model.queue.name)
                assert scene.workspace.current is scene.in_front.view_model
            assert seen == ["A", "B", "A", "C", "B"]

    qt_run(go_round())


def test_closing_pages_one_by_one_ends_at_what_to_do_next(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def close_all_pages() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await three_pages(scene)
            assert scene.window.windowTitle() == "C – dev – SQS Explorer"
            scene.press("Ctrl+W")
            assert tabs(scene) == ["A", "B"]
            assert scene.window.windowTitle() == "B – dev – SQS Explorer"
            bar = scene.parts.pages.tabs
            QTest.mouseClick(bar, Qt.MouseButton.MiddleButton, pos=bar.tabRect(0).center())
            assert tabs(scene) == ["B"]
            scene.press("Ctrl+W")
            scene.press("Ctrl+W")
            await settle()
            assert tabs(scene) == []
            assert not bar.isVisible()
            assert "No queue open" in words(scene.parts.pages)
            assert scene.window.windowTitle() == "SQS Explorer"
            assert scene.parts.pages.current is None

    qt_run(close_all_pages())


def test_closing_a_page_that_moves_messages_asks_first_and_stops_the_move(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def close_amid_a_move() -> None:
        async with shell_scene(look, tmp_path) as scene:
            source = scene.server.create_queue("A.fifo")
            target = scene.server.create_queue("B.fifo")
            for number in range(3):
                scene.server.put(source, str(number))
            await scene.open()
            page = await scene.page("A.fifo")
            page.messages.receive()
            await page.messages.scope.idle()
            moving = page.dead_letters.moving
            ids = [row.message.message_id for row in page.store.rows]
            gate = scene.server.hold("SendMessageBatch")
            moving.start(ids, MoveChoice(moving.question(ids).destinations[0]))
            await gate.reached()
            scene.press("Ctrl+W")
            dialog = await opened(DialogFrame)
            assert dialog.sentence.text() == (
                "Move 3 messages from A.fifo to B.fifo is under way: 0 of 3. Closing the page stops it after "
                "what is in flight; the rest stays in A.fifo."
            )
            assert dialog.cancel.isDefault()
            dialog.cancel.click()
            await settle()
            assert tabs(scene) == ["A.fifo"]
            bar = scene.parts.pages.tabs
            QTest.mouseClick(bar, Qt.MouseButton.MiddleButton, pos=bar.tabRect(0).center())
            dialog = await opened(DialogFrame)
            assert dialog.verb is not None
            dialog.verb.click()
            await until(lambda: tabs(scene) == [])
            gate.release()
            await scene.rest()
            assert scene.server.bodies(target) == ["0"]
            assert scene.server.bodies(source) == ["1", "2"]

    qt_run(close_amid_a_move())


def test_a_click_on_a_tab_shows_its_page_and_who_one_is_there(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def choose() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.server.create_queue("OrderQueue")
            scene.server.account_of_profile["other"] = "210987654321"
            scene.server.create_queue("OrderQueue", account_id="210987654321")
            await scene.open(DEV, ConnectionSpec("other", (IRELAND,)))
            for connection in ("dev", "other"):
                scene.workspace.open(scene.queue("OrderQueue", connection_id=connection))
            assert "210987654321" in words(scene.parts.header)
            bar = scene.parts.pages.tabs
            QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(0).center())
            assert scene.in_front.view_model.queue.connection_id == "dev"
            assert "123456789012" in words(scene.parts.header)
            assert scene.window.windowTitle() == "OrderQueue – dev – SQS Explorer"
            await scene.rest()

    qt_run(choose())


def test_the_title_says_counts_and_chips_and_the_badge_the_dead_letters(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def read() -> None:
        async with shell_scene(look, tmp_path) as scene:
            url, dlq_url = scene.server.create_queue_with_dlq("OrderQueue", VisibilityTimeout=45)
            for number in range(1_200):
                scene.server.put(url, f"order {number}")
            await scene.open()
            await scene.page("OrderQueue")
            page = scene.in_front
            assert {"OrderQueue", "Available", "1,200", "In flight", "Delayed"} <= set(words(page))
            assert [chip.text() for chip in page._title._chips if chip.isVisible()] == [
                "Standard",
                "Visibility 45 s",
                "Retention 4 d",
            ]
            bar = in_sight(SubTabBar, "Queue page", page)
            assert bar.badge(2) == "0"
            scene.server.put(dlq_url, "dead")
            scene.server.put(url, "one more")
            scene.press("F5")
            await scene.rest()
            assert "1,201" in words(page)
            assert bar.badge(2) == "1"

    qt_run(read())


@pytest.mark.parametrize("tab", ["Messages", "Send", "Dead letters", "Details"])
def test_f5_lists_the_queues_anew_wherever_the_keyboard_is(
    qt_run: RunCoroutine, look: Look, tmp_path: Path, tab: str
) -> None:
    async def refresh() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.server.create_queue_with_dlq("OrderQueue")
            await scene.open()
            await scene.page("OrderQueue-DLQ")
            page = scene.in_front
            page.show_tab(tab)
            await scene.rest()
            page.take_focus()
            scene.press("Tab", scene.window.focusWidget())
            assert page.panel(tab).isAncestorOf(scene.window.focusWidget())
            scene.server.create_queue("NewQueue")
            scene.press("F5", scene.window.focusWidget())
            await scene.rest()
            assert "NewQueue" in [queue.name for queue in scene.catalogue.queues]

    qt_run(refresh())


def test_on_a_narrow_page_the_chips_go_before_the_name(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def narrow() -> None:
        async with shell_scene(look, tmp_path, size=(1280, 800)) as scene:
            scene.server.create_queue("OrderQueue")
            await scene.open()
            await scene.page("OrderQueue")
            title = scene.in_front._title
            scene.window.resize(900, 700)
            await settle()
            assert not cut_labels(title)
            chips = [chip.text() for chip in title._chips if chip.isVisible()]
            assert len(chips) < 3
            assert title._name.label.width() >= title._name.label.sizeHint().width()
            scene.window.resize(1280, 800)
            await until(lambda: all(chip.isVisible() for chip in title._chips))

    qt_run(narrow())


def test_a_deleted_queue_is_said_on_its_page_until_it_is_back(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def delete() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await three_pages(scene)
            page = scene.in_front

            def notes() -> list[str]:
                return [one.text() for one in page.findChildren(Note) if one.isVisible()]

            assert not any("does not exist any more" in note for note in notes())
            scene.server.delete_queue(page.view_model.queue.url)
            scene.press("F5")
            await scene.rest()
            assert any("does not exist any more" in note for note in notes())
            assert tabs(scene) == ["A", "B", "C"]
            scene.server.create_queue("C")
            scene.press("F5")
            await scene.rest()
            assert not any("does not exist any more" in note for note in notes())

    qt_run(delete())


def test_a_queue_that_one_deleted_oneself_says_so_once(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def delete() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await three_pages(scene)
            page = scene.in_front
            page.show_tab("Details")
            await scene.rest()
            page.view_model.details.destroying.delete()
            await page.view_model.details.destroying.scope.idle()
            (note,) = [one for one in page.findChildren(Note) if one.isVisible()]
            assert note.text().startswith("You deleted this queue.")

    qt_run(delete())


def test_the_star_marks_the_queue_and_says_what_it_would_do_next(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def mark() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await three_pages(scene)
            click(in_sight(Button, "Favourite", scene.in_front))
            assert scene.settings.settings.favourites == {f"dev|{IRELAND}|C"}
            click(in_sight(Button, "Remove from favourites", scene.in_front))
            assert scene.settings.settings.favourites == frozenset()
            assert is_in_sight(Button, "Favourite", scene.in_front)

    qt_run(mark())


def test_the_queues_url_is_copied_whole(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def copy() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await three_pages(scene)
            click(in_sight(Button, "Copy queue URL", scene.in_front))
            assert QApplication.clipboard().text() == scene.queue("C").url

    qt_run(copy())


@pytest.mark.parametrize("way", ["closing the page", "closing the program"])
def test_how_a_page_is_laid_out_is_remembered_for_the_next(
    qt_run: RunCoroutine, look: Look, tmp_path: Path, way: str
) -> None:
    def sizes(scene: ShellScene) -> list[int]:
        panel = scene.in_front.findChildren(MessagesPanel)[0]
        return next(one.sizes() for one in panel.findChildren(Splitter) if one.isVisible())

    async def lay_out_and_close() -> list[int]:
        async with shell_scene(look, tmp_path, size=(1280, 800)) as scene:
            await three_pages(scene)
            panel = scene.in_front.findChildren(MessagesPanel)[0]
            splitter = next(one for one in panel.findChildren(Splitter) if one.isVisible())
            before = splitter.sizes()
            splitter.moveSplitter(before[0] - 60, 1)
            chosen = sizes(scene)
            assert chosen != before
            if way == "closing the page":
                scene.press("Ctrl+W")
                scene.workspace.open(scene.queue("C"))
                await scene.rest()
                await settle()
                assert sizes(scene) == chosen
            return chosen

    async def open_again() -> list[int]:
        async with shell_scene(look, tmp_path, size=(1280, 800)) as scene:
            await three_pages(scene)
            await settle()
            return sizes(scene)

    assert qt_run(lay_out_and_close()) == qt_run(open_again())
