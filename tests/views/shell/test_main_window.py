"""The window comes back where and how it was, and shares its width as long as nobody chose another."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.empty_state import EmptyState
from sqs_explorer.views.shell.main_window import size_on_screen
from sqs_explorer.views.shell.window_memory import WindowMemory
from tests.guards.event_loops import RunCoroutine
from tests.views.shell.shell_scene import ShellScene, cut_labels, in_sight, settle, shell_scene, until


def tree_px(scene: ShellScene) -> int:
    """Return how wide the tree is."""
    return scene.parts.tree.width()


def splitter(scene: ShellScene) -> QSplitter:
    """Return the splitter between tree and pages."""
    return scene.window._splitter


@pytest.mark.parametrize(("width", "tree"), [(900, 316), (1280, 316), (1600, 350), (1920, 384), (2560, 384)])
def test_the_tree_has_its_share_of_the_width(
    qt_run: RunCoroutine, look: Look, tmp_path: Path, width: int, tree: int
) -> None:
    async def measure() -> None:
        async with shell_scene(look, tmp_path, size=(width, 800)) as scene:
            await settle()
            assert tree_px(scene) == tree
            assert splitter(scene).sizes()[1] == width - tree - 1

    qt_run(measure())


def test_the_share_follows_the_windows_width(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def widen() -> None:
        async with shell_scene(look, tmp_path, size=(1280, 800)) as scene:
            scene.window.resize(1920, 1080)
            await settle()
            assert tree_px(scene) == 384
        assert "splitter" not in (tmp_path / "window.ini").read_text()

    qt_run(widen())


class FoldingPage(QWidget):
    """A page of two panes, the second of which is only there where there is room for it."""

    def __init__(self) -> None:
        super().__init__()
        self._second = QWidget()
        self._second.setMinimumWidth(417)
        first = QWidget()
        first.setMinimumWidth(600)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(first)
        row.addWidget(self._second)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._second.setVisible(self.width() > 1200)


@pytest.mark.parametrize("is_in_front", [True, False])
def test_a_page_that_folds_only_when_it_is_narrow_leaves_the_tree_its_share(
    qt_run: RunCoroutine, look: Look, tmp_path: Path, is_in_front: bool
) -> None:
    async def narrow() -> None:
        async with shell_scene(look, tmp_path, size=(1920, 1080)) as scene:
            await scene.open()
            stack = in_sight(EmptyState, "No queue open", scene.window).parentWidget()
            assert isinstance(stack, QStackedWidget)
            stack.addWidget(FoldingPage())
            stack.setCurrentIndex(1)
            await settle()
            stack.setCurrentIndex(1 if is_in_front else 0)
            scene.window.resize(1280, 800)
            await until(lambda: tree_px(scene) == 316)

    qt_run(narrow())


def test_a_width_chosen_by_hand_holds_at_every_width_and_at_the_next_start(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def choose() -> None:
        async with shell_scene(look, tmp_path, size=(1280, 800)) as scene:
            splitter(scene).moveSplitter(450, 1)
            assert tree_px(scene) == 450
            scene.window.resize(1920, 1080)
            await settle()
            assert tree_px(scene) == 450

    async def start_again() -> None:
        async with shell_scene(look, tmp_path, size=(1700, 900)) as scene:
            await settle()
            assert tree_px(scene) == 450

    qt_run(choose())
    qt_run(start_again())


def test_the_tree_keeps_its_least_width(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def squeeze() -> None:
        async with shell_scene(look, tmp_path, size=(1280, 800)) as scene:
            splitter(scene).moveSplitter(10, 1)
            assert tree_px(scene) == 240

    qt_run(squeeze())


def test_the_windows_size_comes_back(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def start(expected: tuple[int, int], then: tuple[int, int] | None) -> None:
        async with shell_scene(look, tmp_path) as scene:
            # Qt brings no window back that is larger than its screen, and the tests' is small.
            assert (scene.window.width(), scene.window.height()) == expected
            if then:
                scene.window.resize(*then)
                await settle()

    qt_run(start((1280, 800), (910, 570)))
    screen = look._app.primaryScreen().availableGeometry()
    qt_run(start((max(900, min(910, screen.width())), 570), None))


@pytest.mark.parametrize("unfolded", [True, False])
def test_activity_comes_back_as_it_was(
    qt_run: RunCoroutine, look: Look, tmp_path: Path, unfolded: bool
) -> None:
    async def leave() -> None:
        async with shell_scene(look, tmp_path) as scene:
            assert not scene.parts.activity.is_unfolded
            scene.parts.activity.set_unfolded(True)
            scene.parts.activity.set_unfolded(unfolded)

    async def come_back() -> bool:
        async with shell_scene(look, tmp_path) as scene:
            return scene.parts.activity.is_unfolded

    qt_run(leave())
    assert qt_run(come_back()) is unfolded


def test_what_is_remembered_is_on_the_disk_as_soon_as_the_window_is_closed(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def close() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await scene.end()
            assert "geometry" in (tmp_path / "window.ini").read_text()

    qt_run(close())


def test_a_folder_that_refuses_hinders_neither_start_nor_end(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where the folder should be")

    async def start_and_end() -> None:
        async with shell_scene(look, taken) as scene:
            await scene.end()
            assert not scene.window.isVisible()

    qt_run(start_and_end())
    assert taken.read_text() == "a file where the folder should be"


def test_a_panels_states_come_back_under_their_names(tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path)
    memory.keep_panel("messages", {"splitter": "abc=", "columns": "def="})
    memory.keep_panel("details", {"splitter": "xyz="})
    memory.write()
    again = WindowMemory(tmp_path)
    assert again.recall_panel("messages") == {"splitter": "abc=", "columns": "def="}
    assert again.recall_panel("nothing of that name") == {}
    assert again.recall("window/geometry") == b""


def test_with_nothing_open_the_first_screen_shows_and_goes_with_the_first_connection(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def open_and_close() -> None:
        async with shell_scene(look, tmp_path) as scene:
            seen = [(scene.parts.first_screen.isVisible(), scene.parts.pages.isVisible())]
            await scene.open()
            seen.append((scene.parts.first_screen.isVisible(), scene.parts.pages.isVisible()))
            await scene.catalogue.close("dev")
            seen.append((scene.parts.first_screen.isVisible(), scene.parts.pages.isVisible()))
            assert seen == [(True, False), (False, True), (True, False)]

    qt_run(open_and_close())


@pytest.mark.parametrize("size", [(900, 560), (1280, 800), (1920, 1080)])
def test_no_words_of_header_and_activity_are_cut_at_the_windows_sizes(
    qt_run: RunCoroutine, look: Look, tmp_path: Path, size: tuple[int, int]
) -> None:
    async def measure() -> None:
        async with shell_scene(look, tmp_path, size=size) as scene:
            scene.server.create_queue("OrderQueue")
            scene.demo.open()
            await scene.open()
            await scene.page("OrderQueue")
            job = scene.activity.start("Receive from OrderQueue", "dev", stop=lambda: None)
            scene.clock.advance(1)
            job.report("1,204 of 10,000 messages", 0.12)
            await settle()
            assert (scene.window.width(), scene.window.height()) == size
            assert cut_labels(scene.parts.header) == []
            assert cut_labels(scene.parts.activity) == []
            job.finish("done")

    qt_run(measure())


def test_a_title_bar_does_not_push_the_foot_of_the_window_off_the_screen() -> None:
    screen, first = QRect(0, 0, 1280, 800), QSize(1280, 800)
    bare = QRect(0, 0, 1280, 800)
    assert size_on_screen(bare, bare, screen) == first
    below_a_title_bar = QRect(0, 20, 1280, 800)
    assert size_on_screen(below_a_title_bar, QRect(0, 0, 1280, 821), screen) == QSize(1280, 779)
    on_a_taller_screen = QRect(0, 0, 1280, 900)
    low, its_frame = QRect(0, 120, 1280, 800), QRect(0, 100, 1280, 821)
    assert size_on_screen(low, its_frame, on_a_taller_screen) == QSize(1280, 779)
    half_off_by_hand = QRect(0, 400, 1280, 800), QRect(0, 380, 1280, 821)
    assert size_on_screen(*half_off_by_hand, on_a_taller_screen) == first


def test_the_first_window_is_no_larger_than_a_screen_whose_letters_are_enlarged() -> None:
    at_150_percent, at_200_percent = QRect(0, 0, 1280, 680), QRect(0, 0, 960, 540)
    content, frame = QRect(1, 20, 1280, 800), QRect(0, 0, 1282, 821)
    assert size_on_screen(content, frame, at_150_percent) == QSize(1278, 659)
    assert size_on_screen(content, frame, at_200_percent) == QSize(958, 519)
