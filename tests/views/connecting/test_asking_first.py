"""What the first screen asks before it contacts anybody, what it finds, and when it reads again."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sqs_explorer.domain.errors import RegionNotEnabled, SignInExpired
from sqs_explorer.views.connecting.command_dialog import CommandDialog
from sqs_explorer.views.connecting.endpoint_dialog import EndpointDialog
from sqs_explorer.views.look.look import Look
from tests.fakes.fake_faults import Gate
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.connecting.connecting_scene import LISTING, PROFILES
from tests.views.connecting.first_screen_scene import agree, asked, shown, until, words_of

LAN = "http://10.0.0.5:4566"


def test_plain_http_beyond_this_machine_is_asked_about_once_before_it_opens(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, scene):
            screen.panel.endpoint_link.click()
            screen.panel.endpoint.setText(LAN)
            screen.panel.open.click()
            dialog = await asked(EndpointDialog)
            assert f"Calls to {LAN} are signed but not encrypted" in words_of(dialog)
            assert dialog.cancel.isDefault()
            dialog.cancel.click()
            await scene.connecting.scope.idle()
            assert (scene.opened, screen.panel.endpoint.text()) == ([], LAN)
            screen.panel.open.click()
            agree(await asked(EndpointDialog))
            await scene.connecting.scope.idle()
            assert [spec.endpoint_url for spec in scene.opened[0]] == [LAN]
            screen.panel.endpoint.setText(LAN)
            screen.panel.open.click()
            await scene.connecting.scope.idle()
            assert len(scene.opened) == 2

    qt_run(use())


def test_looking_for_queues_asks_about_the_command_first(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, scene):
            scene.check("default", "ci-runner")
            screen.panel.region_card.find_queues.click()
            dialog = await asked(CommandDialog)
            assert scene.opener.opened == []
            dialog.cancel.click()
            await scene.connecting.scope.idle()
            assert scene.opener.opened == []
            screen.panel.region_card.find_queues.click()
            agree(await asked(CommandDialog))
            await scene.connecting.scope.idle()
            assert [gateway.spec.profile for gateway in scene.opener.opened] == ["ci-runner"]

    qt_run(use())


def test_looking_for_queues_shows_its_progress_stops_and_shows_the_states(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, scene):
            card = screen.panel.region_card
            assert card.table.isColumnHidden(2)
            scene.fake.create_queue("OrderQueue", "us-east-1")
            scene.fake.faults.fail_next("ListQueues", RegionNotEnabled("No."), region="eu-west-1")
            gate = Gate("ListQueues", "eu-central-1")
            scene.fake.faults.gates.append(gate)
            card.find_queues.click()
            await until(lambda: card.words.text() == "2 of 3")
            assert card.stop.isVisible()
            assert not card.find_queues.isVisible()
            card.stop.click()
            await scene.connecting.scope.idle()
            assert card.words.text() == "1 of 2 asked has queues"
            assert card.find_queues.text() == "Find again"
            assert not card.table.isColumnHidden(2)
            assert card.table.model().index(0, 2).data() == "has queues"
            assert screen.panel.refusals.text() == "1 region did not answer: region not enabled (1)."
            assert "2 regions: 2 queue lists" in screen.panel.sum.text()

    qt_run(use())


def test_a_search_that_fails_says_why_on_top(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, scene):
            scene.fake.faults.fail_next("ListQueues", SignInExpired("The session has expired."))
            screen.panel.region_card.find_queues.click()
            await scene.connecting.scope.idle()
            assert "The session has expired." in screen.panel.problems.text()

    qt_run(use())


def test_showing_the_first_screen_contacts_nobody(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (_, scene):
            assert (scene.fake.calls, scene.opener.opened, scene.signed_in) == ([], [], [])

    qt_run(use())


def test_sign_in_is_pressed_for_the_checked_profiles(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, scene):
            assert not screen.panel.sign_in.isEnabled()
            scene.check("default", "prod-orders")
            assert "prod-orders asks for a sign-in first" in screen.panel.sign_in_words.text()
            screen.panel.sign_in.click()
            await scene.connecting.scope.idle()
            assert scene.signed_in == ["prod-orders"]
            assert not screen.panel.sign_in_words.isVisible()

    qt_run(use())


def test_production_open_for_writing_is_said_before(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, scene):
            scene.check("default", "prod-orders")
            assert not screen.panel.caution.isVisible()
            screen.panel.read_only.click()
            assert "open for writing from the start" in screen.panel.caution.text()

    qt_run(use())


def test_files_that_changed_meanwhile_are_read_when_one_comes_back(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, scene):
            scene.reader.listing = replace(LISTING, profiles=PROFILES[:2])
            QApplication.sendEvent(screen.panel, QEvent(QEvent.Type.WindowActivate))
            await scene.connecting.scope.idle()
            assert screen.panel.profile_card.note.text() == "2 profiles"

    qt_run(use())


def test_in_a_narrow_window_the_lists_stand_below_each_other(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, _):
            panel = screen.panel
            assert panel.profile_card.y() == panel.region_card.y()
            screen.resize(604, 728)
            await until(lambda: panel.region_card.y() > panel.profile_card.geometry().bottom())
            await until(lambda: screen.horizontalScrollBar().maximum() == 0)
            screen.resize(963, 728)
            await until(lambda: panel.profile_card.y() == panel.region_card.y())

    qt_run(use())


def test_a_sign_in_that_cannot_begin_says_why(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, scene):
            scene.sign_ins.unreadable = {"dev-orders"}
            scene.check("dev-orders")
            screen.panel.sign_in.click()
            await scene.connecting.scope.idle()
            assert "The cache can't be read." in screen.panel.problems.text()
            assert screen.panel.sign_in.isEnabled()

    qt_run(use())
