"""Typing an access key on the first screen: errors beside the fields, where it is kept, forgetting it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from sqs_explorer.domain.errors import KeyringFailed
from sqs_explorer.domain.keys import TypedKey
from sqs_explorer.domain.settings import Settings
from sqs_explorer.views.connecting.typed_key_form import TypedKeyForm
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.dialog_frame import DialogFrame
from sqs_explorer.views.parts.plain_text import LinkButton
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.connecting.connecting_scene import NOBODY, ConnectingScene
from tests.views.connecting.first_screen_scene import agree, asked, shown, words_of

KEY = TypedKey("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG")
KEPT = Settings(refresh_seconds=0, kept_keys=("orders",))


def type_key(form: TypedKeyForm, name: str = "orders") -> None:
    """Type a whole key, with the spaces of a hasty paste."""
    QTest.keyClicks(form.connection_name, f" {name} ")
    QTest.keyClicks(form.key_id, f"{KEY.access_key_id} ")
    QTest.keyClicks(form.secret, KEY.secret_access_key)


async def unfold(scene: ConnectingScene, form: TypedKeyForm) -> None:
    """Press the link, as its click does."""
    scene.connecting.start_typing_key()
    await scene.connecting.scope.idle()
    assert form.isVisible()


def test_a_typed_key_is_kept_by_enter_and_leaves_no_trace_in_the_fields(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, scene):
            form = screen.panel.typed_key
            assert not form.isVisible()
            screen.panel.profile_card.type_key.click()
            await scene.connecting.scope.idle()
            assert "It will be kept in this machine's keyring" in form.place.text()
            assert form.secret.echoMode() is QLineEdit.EchoMode.Password
            type_key(form)
            QTest.keyClick(form.secret, Qt.Key.Key_Return)
            await scene.connecting.scope.idle()
            assert scene.secrets.in_keyring == {"orders": KEY}
            assert not form.isVisible()
            card = screen.panel.profile_card
            assert card.table.current_row() == list(scene.connecting.profiles.profiles).index(
                "orders (typed key)"
            )
            assert card.forget_key.isVisible()
            await unfold(scene, form)
            for field in (form.connection_name, form.key_id, form.secret):
                assert not field.isReadOnly()
                field.undo()
                assert field.text() == ""
            assert "2 profiles" in screen.panel.sum.text()

    qt_run(use())


def test_what_is_wrong_is_said_beside_each_field_and_goes_as_one_types(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, scene):
            form = screen.panel.typed_key
            await unfold(scene, form)
            QTest.keyClicks(form.connection_name, "default")
            QTest.keyClicks(form.key_id, "ASIAIOSFODNN7EXAMPLE")
            assert not form.name_field.hint.isVisible()
            form.keep.click()
            said = [field.hint.text() for field in (form.name_field, form.id_field, form.secret_field)]
            assert said[0].startswith("A profile has this name")
            assert "session token" in said[1]
            assert said[2] == "Type the secret."
            QTest.keyClicks(form.connection_name, "-2")
            assert not form.name_field.hint.isVisible()
            assert (form.connection_name.text(), form.key_id.text()) == ("default-2", "ASIAIOSFODNN7EXAMPLE")
            assert scene.secrets.in_keyring == {}

    qt_run(use())


def test_a_refusing_keyring_keeps_what_was_typed_and_offers_this_run(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, scene):
            form = screen.panel.typed_key
            scene.secrets.refusal = KeyringFailed("The keyring is locked.")
            await unfold(scene, form)
            type_key(form)
            form.keep.click()
            await scene.connecting.scope.idle()
            assert "The keyring is locked." in form.problem.text()
            assert "Keep for this run only" in [link.text() for link in form.findChildren(LinkButton)]
            assert form.secret.text() == KEY.secret_access_key
            assert not screen.panel.problems.isVisible()
            form.problem.action_requested.emit()
            await scene.connecting.scope.idle()
            assert scene.secrets.this_run == {"orders": KEY}
            assert not form.isVisible()
            assert form.secret.text() == ""

    qt_run(use())


def test_while_the_keyring_waits_for_its_password_nothing_is_typed_over(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, scene):
            form = screen.panel.typed_key
            await unfold(scene, form)
            type_key(form)
            scene.secrets.unlocked.clear()
            form.keep.click()
            assert not form.keep.isEnabled()
            QTest.keyClicks(form.connection_name, "more")
            assert form.connection_name.text() == " orders "
            screen.panel.profiles.selectRow(1)
            QTest.keyClick(screen.panel.profiles, Qt.Key.Key_Space)
            assert "2 profiles" in screen.panel.sum.text()
            scene.secrets.unlocked.set()
            await scene.connecting.scope.idle()
            assert scene.secrets.in_keyring == {"orders": KEY}

    qt_run(use())


def test_folding_drops_the_secret_and_keeps_the_rest(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (screen, scene):
            form = screen.panel.typed_key
            await unfold(scene, form)
            type_key(form)
            screen.panel.profile_card.type_key.click()
            assert not form.isVisible()
            assert (form.secret.text(), form.key_id.text().strip()) == ("", KEY.access_key_id)
            await unfold(scene, form)
            assert form.secret.hasFocus() or not form.isActiveWindow()

    qt_run(use())


def test_someone_without_files_can_type_a_key(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot, NOBODY) as (screen, scene):
            screen.no_profiles.type_key.click()
            await scene.connecting.scope.idle()
            form = screen.panel.typed_key
            assert form.isVisible()
            assert not screen.no_profiles.isVisible()
            type_key(form)
            form.keep.click()
            await scene.connecting.scope.idle()
            assert screen.panel.isVisible()
            assert "Check a region" in screen.panel.sum.text()

    qt_run(use())


def test_forgetting_a_key_asks_first(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot, settings=KEPT) as (screen, scene):
            scene.secrets.in_keyring["orders"] = KEY
            card = screen.panel.profile_card
            card.table.selectRow(0)
            assert not card.forget_key.isVisible()
            card.table.selectRow(scene.connecting.profiles.rowCount() - 1)
            assert card.forget_key.isVisible()
            card.forget_key.click()
            dialog = await asked(DialogFrame)
            assert "orders" in words_of(dialog)
            dialog.cancel.click()
            await scene.connecting.scope.idle()
            assert "orders" in scene.kept.settings.kept_keys
            card.forget_key.click()
            agree(await asked(DialogFrame))
            await scene.connecting.scope.idle()
            assert (scene.secrets.in_keyring, scene.kept.settings.kept_keys) == ({}, ())
            assert not card.forget_key.isVisible()

    qt_run(use())


def test_the_menu_of_a_typed_key_forgets_it_and_other_rows_have_none(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot, settings=KEPT) as (screen, scene):
            card = screen.panel.profile_card
            card.table.selectRow(0)
            assert card.row_menu().isEmpty()
            card.table.selectRow(scene.connecting.profiles.rowCount() - 1)
            (action,) = card.row_menu().actions()
            assert action.text() == "Forget key"
            action.trigger()
            agree(await asked(DialogFrame))
            await scene.connecting.scope.idle()
            assert scene.kept.settings.kept_keys == ()

    qt_run(use())


def test_a_key_that_cannot_be_forgotten_is_said_on_top(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot, settings=KEPT) as (screen, scene):
            scene.secrets.refusal = KeyringFailed("The keyring is locked.")
            scene.connecting.typed_keys.forget("orders")
            await scene.connecting.scope.idle()
            assert "The keyring is locked." in screen.panel.problems.text()

    qt_run(use())
