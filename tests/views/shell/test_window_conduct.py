"""The window asks before something is lost and not otherwise, keeps what is chosen, and says what fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import SignInExpired
from sqs_explorer.views.connecting.connections_dialog import ConnectionsDialog
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.dialog_frame import DialogFrame
from sqs_explorer.views.parts.plain_text import LinkButton
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.shell.workspace_scene import IRELAND
from tests.views.shell.shell_scene import (
    ShellScene,
    click,
    in_sight,
    opened,
    press,
    settle,
    shell_scene,
    until,
    words,
)


async def type_a_draft(scene: ShellScene) -> None:
    """Type into Send of OrderQueue and leave it there."""
    scene.server.create_queue("OrderQueue")
    await scene.open()
    page = await scene.page("OrderQueue")
    page.send.load_body("half an order")


async def answer(dialog: DialogFrame, button: str) -> None:
    """Press a button of a dialog and wait until it is gone."""
    click(in_sight(QPushButton, button, dialog))
    await until(lambda: QApplication.activeModalWidget() is None)
    await settle()


def link(part: QWidget, text: str) -> LinkButton:
    """Return a link of a note."""
    return next(one for one in part.findChildren(LinkButton) if one.text() == text)


@pytest.mark.parametrize("way", ["Ctrl+Q", "the window's cross"])
def test_with_nothing_to_lose_the_window_closes_without_a_question(
    qt_run: RunCoroutine, look: Look, tmp_path: Path, way: str
) -> None:
    async def close() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.server.create_queue("OrderQueue")
            await scene.open()
            await scene.page("OrderQueue")
            scene.activity.start("Receive", "dev").finish("Received 1 message")
            if way == "Ctrl+Q":
                scene.press("Ctrl+Q")
            else:
                scene.window.close()
            assert scene.agreed == ["agreed"]
            assert scene.window.isVisible()
            await scene.end()
            assert not scene.window.isVisible()

    qt_run(close())


def test_a_draft_that_was_not_sent_is_asked_about_and_cancel_keeps_it(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def cancel() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await type_a_draft(scene)
            scene.window.close()
            dialog = await opened(DialogFrame)
            assert "Typed and not sent: OrderQueue. This text is not kept." in words(dialog)
            press("Return", dialog)
            await until(lambda: QApplication.activeModalWidget() is None)
            await scene.conduct_scope.idle()
            assert scene.agreed == []
            assert scene.workspace.pages[0].send.body == "half an order"
            scene.window.close()
            await answer(await opened(DialogFrame), "Close")
            await scene.conduct_scope.idle()
            assert scene.agreed == ["agreed"]

    qt_run(cancel())


def test_a_draft_of_a_page_that_was_closed_is_asked_about_too(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def close() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await type_a_draft(scene)
            scene.press("Ctrl+W")
            scene.press("Ctrl+Q")
            dialog = await opened(DialogFrame)
            assert "OrderQueue" in dialog.sentence.text()
            await answer(dialog, "Cancel")
            assert scene.agreed == []

    qt_run(close())


def test_a_job_under_way_is_asked_about_and_stopped_only_by_close(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def close() -> None:
        async with shell_scene(look, tmp_path) as scene:
            stops: list[str] = []
            scene.activity.start("Move 30 messages", "dev", stop=lambda: stops.append("stop"))
            scene.press("Ctrl+Q")
            dialog = await opened(DialogFrame)
            asked = (
                "1 job under way: Move 30 messages. Each is stopped; what it has not done yet stays as it is."
            )
            assert asked in words(dialog)
            await answer(dialog, "Cancel")
            await scene.conduct_scope.idle()
            assert (stops, scene.agreed) == ([], [])
            scene.window.close()
            await answer(await opened(DialogFrame), "Close")
            await scene.conduct_scope.idle()
            assert (stops, scene.agreed) == (["stop"], ["agreed"])

    qt_run(close())


def test_asking_to_close_again_asks_no_second_time(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def ask_twice() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await type_a_draft(scene)
            scene.window.close()
            scene.window.close()
            dialog = await opened(DialogFrame)
            scene.window.close()
            await settle()
            shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, DialogFrame)]
            assert shown == [dialog]
            await answer(dialog, "Cancel")

    qt_run(ask_twice())


def test_a_close_that_was_not_agreed_closes_nothing(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def close() -> None:
        async with shell_scene(look, tmp_path) as scene:
            event = QCloseEvent()
            scene.window.closeEvent(event)
            assert not event.isAccepted()

    qt_run(close())


def test_light_and_dark_change_and_are_kept(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def toggle() -> None:
        async with shell_scene(look, tmp_path) as scene:
            click(scene.button("Light or dark"))
            assert look.dark
            assert scene.settings.settings.theme == "dark"
            await scene.end()
            assert scene.store.saved[-1].theme == "dark"

    async def toggle_back() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.press("Ctrl+Shift+L")
            await until(lambda: not look.dark)
            assert scene.settings.settings.theme == "light"

    qt_run(toggle())
    qt_run(toggle_back())


@pytest.mark.expects_log("Unexpected error")
def test_a_fault_of_the_program_is_a_sentence_with_details_to_unfold(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def show() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.reporter.report(ZeroDivisionError("nothing to divide by"))
            strip = scene.parts.problem
            assert "A fault in the program." in words(strip)
            assert "ZeroDivisionError: nothing to divide by" not in words(strip)
            click(link(strip, "Details"))
            assert "ZeroDivisionError: nothing to divide by" in words(strip)
            click(link(strip, "Dismiss"))
            assert not strip.isVisible()

    qt_run(show())


def test_settings_that_the_disk_refuses_are_said(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def change() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.store.refusal = "No space left on device"
            scene.tree.set_refresh_seconds(60)
            await until(scene.window.note.isVisible)
            said = " ".join(words(scene.window.note))
            assert "Settings are not kept: No space left on device" in said

    qt_run(change())


def test_a_profile_named_at_the_start_that_is_not_there_is_said_in_the_window(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def start() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.starting.open_named(("typo",), (), "", read_only=False, queue="")
            await scene.rest()
            assert "There is no profile “typo” in /home/me/.aws/config." in words(scene.window.note)

    qt_run(start())


def test_a_queue_named_that_nobody_has_is_said_in_the_window(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def start() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await scene.open()
            scene.workspace.open_named("NoSuchQueue")
            await scene.rest()
            assert any("The queue NoSuchQueue was not opened" in text for text in words(scene.window.note))

    qt_run(start())


def test_the_demos_failure_is_said_and_goes_when_it_opens(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def fail_and_open() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.sandbox.failure = "The port is taken."
            scene.demo.open()
            await scene.rest()
            assert {"The demo's SQS did not start", "The port is taken."} <= set(words(scene.window.note))
            scene.sandbox.failure = ""
            scene.demo.open()
            await scene.rest()
            assert not scene.window.note.isVisible()
            assert [spec.profile for spec in scene.catalogue.specs] == ["demo"]
            scene.sandbox.is_running = False
            scene.demo._look_after_it()
            assert "The demo's SQS has ended" in words(scene.window.note)
            await scene.rest()

    qt_run(fail_and_open())


def test_another_problem_stays_when_the_demo_opens(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def fail_and_open() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.window.show_problem("The queues of dev.", "The line is cut.")
            scene.demo.open()
            await scene.rest()
            assert "The line is cut." in words(scene.window.note)

    qt_run(fail_and_open())


def test_f5_lists_anew_and_asks_again_who_one_is_after_a_sign_in(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def refresh() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.server.fail_next("GetCallerIdentity", SignInExpired("The sign-in of dev has expired."))
            await scene.open()
            assert "Sign-in expired" in words(scene.parts.header)
            scene.server.create_queue("OrderQueue")
            scene.press("F5")
            await scene.rest()
            assert "123456789012" in words(scene.parts.header)
            assert [queue.name for queue in scene.catalogue.queues] == ["OrderQueue"]

    qt_run(refresh())


def test_ctrl_o_opens_connections_once_and_cancel_opens_nothing(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def open_and_cancel() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await scene.open()
            scene.press("Ctrl+O")
            scene.press("Ctrl+O")
            dialog = await opened(ConnectionsDialog)
            await settle()
            shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, ConnectionsDialog)]
            assert shown == [dialog]
            click(in_sight(QPushButton, "Cancel", dialog))
            await until(lambda: QApplication.activeModalWidget() is None)
            assert [spec.profile for spec in scene.catalogue.specs] == ["dev"]

    qt_run(open_and_cancel())


def test_editing_a_connection_in_the_tree_fills_it_in(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def edit() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await scene.open(ConnectionSpec("dev", (IRELAND,), endpoint_url="http://localhost:9324"))
            scene.tree.edit_connection("dev@http://localhost:9324")
            dialog = await opened(ConnectionsDialog)
            await scene.connecting.scope.idle()
            assert scene.connecting.edited_connection_id == "dev@http://localhost:9324"
            assert scene.connecting.profiles.chosen[0].name == "dev"
            assert scene.connecting.endpoint_url == "http://localhost:9324"
            click(in_sight(QPushButton, "Cancel", dialog))
            await until(lambda: QApplication.activeModalWidget() is None)

    qt_run(edit())


def test_closing_a_connection_in_the_tree_closes_its_pages_and_shows_the_first_screen(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def close() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.server.create_queue("OrderQueue")
            await scene.open()
            await scene.page("OrderQueue")
            scene.tree.close_connection_requested.emit("dev")
            await scene.rest()
            assert scene.open_names == []
            assert scene.parts.first_screen.isVisible()
            assert "No connection open" in words(scene.parts.header)
            assert scene.window.windowTitle() == "SQS Explorer"

    qt_run(close())
