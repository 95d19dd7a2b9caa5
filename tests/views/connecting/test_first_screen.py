"""The first screen and the Connections dialog as a person uses them."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QTableView,
)
from pytestqt.qtbot import QtBot

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.views.connecting.command_dialog import CommandDialog
from sqs_explorer.views.connecting.connections_dialog import ConnectionsDialog
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.dialog_frame import ask
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.connecting.connecting_scene import COMMAND, LISTING, NOBODY, connecting_scene
from tests.views.connecting.first_screen_scene import asked, shown, until, words_of


def test_every_control_has_its_name(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, _):
            kinds = (QTableView, QComboBox, QCheckBox, QPushButton, QLineEdit)
            names = {control.accessibleName() for kind in kinds for control in screen.findChildren(kind)}
            assert {
                "Profiles",
                "Regions",
                "Environment",
                "Read-only",
                "Endpoint URL",
                "Open",
                "Open the demo",
                "Read again",
                "Sign in",
                "Type an access key",
                "Connection name",
                "Access key ID",
                "Secret access key",
                "Find regions that have queues",
                "Filter regions",
                "Open these again at the next start",
            } <= names

    qt_run(use())


def test_names_and_codes_of_regions_are_whole_at_1280_pixels(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def look_at_them() -> None:
        async with shown(look, qtbot) as (screen, scene):
            model, table = scene.connecting.regions, screen.findChild(QTableView, "regions")
            assert table is not None
            box_px = 40
            name_px = QFontMetrics(look.fonts.base).horizontalAdvance("Asia Pacific (Singapore)")
            assert table.columnWidth(model.REGION) >= box_px + name_px + 8
            code_px = QFontMetrics(look.fonts.mono).horizontalAdvance("ap-southeast-1")
            assert table.columnWidth(model.CODE) >= 8 + code_px + 16

    qt_run(look_at_them())


def test_checking_with_space_and_pressing_open_asks_for_the_connections(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, scene):
            panel = screen.panel
            assert panel.sum.text() == "1 profile in 1 region: 1 queue list."
            panel.profiles.selectRow(1)
            QTest.keyClick(panel.profiles, Qt.Key.Key_Space)
            assert panel.sum.text() == "2 profiles in 2 regions: 4 queue lists."
            assert "aws sso login --profile dev-orders" in panel.sign_in_words.text()
            panel.open.click()
            await scene.connecting.scope.idle()
            assert [[spec.profile for spec in specs] for specs in scene.opened] == [["default", "dev-orders"]]

    qt_run(use())


def test_a_wrong_endpoint_is_explained_beside_the_field(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, _):
            panel = screen.panel
            assert not panel.endpoint_field.isVisible()
            panel.endpoint_link.click()
            QTest.keyClicks(panel.endpoint, "localhost:4566")
            assert panel.endpoint_field.hint.text().startswith("Begin with http://")
            assert not panel.open.isEnabled()
            panel.endpoint.setText("http://localhost:4566")
            assert panel.open.isEnabled()
            assert "Begin with" not in panel.endpoint_field.hint.text()
            panel.endpoint_link.click()
            assert panel.endpoint.text() == ""

    qt_run(use())


def test_production_checks_read_only_and_a_mix_goes_by_name(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, scene):
            panel = screen.panel
            assert panel.environment.currentText() == "Development"
            scene.check("prod-orders")
            assert panel.environment.currentText() == "By profile name"
            assert panel.read_only.isChecked()
            scene.check("default")
            assert panel.environment.currentText() == "Production"
            QTest.keyClick(panel.environment, Qt.Key.Key_Up)
            assert panel.environment.currentText() == "Test"
            assert not panel.read_only.isChecked()

    qt_run(use())


def test_a_broken_file_says_where_and_reading_again_keeps_the_checks(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, scene):
            scene.check("admin")
            scene.reader.listing = replace(LISTING, problems=("/home/me/.aws/config, line 14: no “=”",))
            screen.panel.read_again.click()
            await scene.connecting.scope.idle()
            assert screen.panel.problems.isVisible()
            assert "/home/me/.aws/config, line 14" in screen.panel.problems.text()
            assert [profile.name for profile in scene.connecting.profiles.chosen] == ["default", "admin"]
            scene.reader.listing = LISTING
            screen.panel.read_again.click()
            await scene.connecting.scope.idle()
            assert not screen.panel.problems.isVisible()

    qt_run(use())


def test_someone_without_profiles_reads_what_to_do(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot, NOBODY) as (screen, scene):
            assert not screen.panel.isVisible()
            read = words_of(screen)
            for words in ("No AWS profiles on this machine yet", "/nowhere/config", "aws configure"):
                assert words in read
            scene.reader.listing = LISTING
            screen.no_profiles.read_again.click()
            await scene.connecting.scope.idle()
            assert screen.panel.isVisible()
            assert not screen.no_profiles.isVisible()

    qt_run(use())


def test_the_demo_can_be_asked_for_without_profiles(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot, NOBODY) as (screen, scene):
            asked: list[bool] = []
            scene.connecting.demo_requested.connect(lambda: asked.append(True))
            screen.demo.open_demo.click()
            assert asked == [True]

    qt_run(use())


def test_a_command_is_shown_and_run_only_after_agreeing_once(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, scene):
            scene.check("default", "ci-runner")
            screen.panel.open.click()
            dialog = await asked(CommandDialog)
            assert COMMAND in words_of(dialog)
            dialog.cancel.click()
            await scene.connecting.scope.idle()
            assert scene.opened == []
            assert not scene.kept.settings.agreed_commands
            screen.panel.open.click()
            dialog = await asked(CommandDialog)
            assert dialog.verb is not None
            assert dialog.verb.text() == "Run this command"
            dialog.verb.click()
            await scene.connecting.scope.idle()
            assert [[spec.command for spec in specs] for specs in scene.opened] == [[COMMAND]]
            scene.check("default", "ci-runner")
            screen.panel.open.click()
            await scene.connecting.scope.idle()
            assert len(scene.opened) == 2

    qt_run(use())


def test_the_dialog_ends_once_something_was_opened(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with connecting_scene() as scene:
            dialog = ConnectionsDialog(look, scene.connecting)
            asking = asyncio.ensure_future(ask(dialog))
            await until(dialog.isVisible)
            await scene.connecting.scope.idle()
            dialog.panel.open.click()
            assert await asking == 1
            assert len(scene.opened) == 1

    qt_run(use())


def test_cancelling_an_edit_opens_nothing_and_forgets_it(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with connecting_scene() as scene:
            scene.connecting.fill_in(ConnectionSpec("admin", ("eu-north-1",), read_only=True))
            dialog = ConnectionsDialog(look, scene.connecting)
            asking = asyncio.ensure_future(ask(dialog))
            await until(dialog.isVisible)
            assert "Edit admin" in words_of(dialog)
            assert dialog.panel.read_only.isChecked()
            dialog.cancel.click()
            assert await asking == 0
            await scene.connecting.scope.idle()
            assert scene.opened == []
            assert scene.connecting.edited_connection_id == ""
            assert [profile.name for profile in scene.connecting.profiles.chosen] == ["default"]

    qt_run(use())
