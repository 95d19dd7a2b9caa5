"""The header says who AWS says one is and where, at every width, and never looks harmless in production."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton, QWidget

from sqs_explorer.domain.connections import ConnectionSpec, Environment
from sqs_explorer.domain.errors import SignInExpired
from sqs_explorer.domain.sign_in import SignInStatus
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.named_label import NamedLabel
from sqs_explorer.views.parts.pills import Chip, EnvironmentPill
from sqs_explorer.views.shell.identity_header import IdentityHeader
from sqs_explorer.views.shell.quick_open_button import QuickOpenButton
from tests.fakes.fake_sign_ins import SSO
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.shell.workspace_scene import DEV, IRELAND, WorkspaceScene, workspace_scene
from tests.views.shell.shell_scene import click, cut_labels, in_sight, is_in_sight, overlaps, settle, words

PRODUCTION = replace(DEV, profile="prod-orders", environment=Environment.PRODUCTION, read_only=True)
CROWDED = ConnectionSpec(
    "AWSAdministratorAccess-123456789012",
    ("ap-southeast-2",),
    environment=Environment.PRODUCTION,
    read_only=True,
    endpoint_url="https://vpce-0a1b2c3d4e5f67890-abcdefgh.sqs.ap-southeast-2.vpce.amazonaws.com",
)


@asynccontextmanager
async def header_scene(look: Look, width: int = 1280) -> AsyncIterator[tuple[WorkspaceScene, IdentityHeader]]:
    """Show the header at a width that it can't widen by itself."""
    async with workspace_scene() as scene:
        place = QWidget()
        place.resize(1600, 44)
        header = IdentityHeader(look, scene.identity, scene.sign_in.lasting, scene.unlocking, place)
        header.resize(width, header.height())
        place.show()
        yield scene, header
        place.close()
        place.deleteLater()
        await settle()


def chips(header: QWidget) -> list[str]:
    """Return the chips in sight."""
    return [chip.text() for chip in header.findChildren(Chip) if chip.isVisible()]


def pill(header: QWidget) -> str:
    """Return the environment's word, "" if there is none in sight."""
    (found,) = header.findChildren(EnvironmentPill)
    return found.text() if found.isVisible() else ""


def colour_at(header: QWidget, x: int, y: int) -> str:
    """Return the colour that is painted at a place."""
    return QColor(header.grab().toImage().pixel(x, y)).name().upper()


def test_with_nothing_open_it_says_so_and_nothing_else(qt_run: RunCoroutine, look: Look) -> None:
    async def read() -> None:
        async with header_scene(look) as (_, header):
            assert words(header) == ["No connection open", "Quick open", "Ctrl+K"]
            assert chips(header) == []
            assert pill(header) == ""

    qt_run(read())


def test_until_aws_answers_it_says_that_it_asks(qt_run: RunCoroutine, look: Look) -> None:
    async def read() -> None:
        async with header_scene(look) as (scene, header):
            gate = scene.server.hold("GetCallerIdentity")
            await scene.catalogue.open(DEV)
            await gate.reached()
            assert in_sight(NamedLabel, "Account ID", header).text() == "asking AWS who this is"
            assert not is_in_sight(NamedLabel, "User or role", header)
            gate.release()
            await scene.rest()
            assert in_sight(NamedLabel, "Account ID", header).text() == "123456789012"

    qt_run(read())


def test_it_says_account_user_region_and_access(qt_run: RunCoroutine, look: Look) -> None:
    async def read() -> None:
        async with header_scene(look) as (scene, header):
            await scene.open()
            scene.identity.show("dev", IRELAND)
            assert in_sight(NamedLabel, "Account ID", header).accessibleDescription() == "123456789012"
            who = in_sight(NamedLabel, "User or role", header)
            assert who.text() == "user/dev"
            assert "arn:aws:iam::123456789012:user/dev" in who.toolTip()
            assert {"dev", "Europe (Ireland)", IRELAND} <= set(words(header))
            assert pill(header) == "Development"
            assert chips(header) == ["Can write"]

    qt_run(read())


def test_an_error_stands_in_the_accounts_place_and_leaves_with_the_page(
    qt_run: RunCoroutine, look: Look
) -> None:
    async def read() -> None:
        async with header_scene(look) as (scene, header):
            await scene.open()
            scene.server.fail_next("GetCallerIdentity", SignInExpired("The sign-in of dev-sso has expired."))
            await scene.open(ConnectionSpec("dev-sso", (IRELAND,)))
            scene.identity.show("dev-sso", IRELAND)
            account = in_sight(NamedLabel, "Account ID", header)
            assert account.text() == "Sign-in expired"
            assert "has expired. Sign in again" in account.toolTip()
            assert not is_in_sight(NamedLabel, "User or role", header)
            scene.identity.show("dev", IRELAND)
            assert account.text() == "123456789012"
            assert account.toolTip() == ""

    qt_run(read())


def test_production_is_red_and_says_so_in_a_word(qt_run: RunCoroutine, look: Look) -> None:
    async def read() -> None:
        async with header_scene(look) as (scene, header):
            await scene.open(DEV, PRODUCTION)
            scene.identity.show("dev", IRELAND)
            quiet = colour_at(header, 600, 1), colour_at(header, 3, 20)
            scene.identity.show("prod-orders", IRELAND)
            assert pill(header) == "Production"
            assert chips(header) == ["Read-only"]
            assert colour_at(header, 600, 1) == look.tokens.prod.upper()
            assert colour_at(header, 3, 20) == look.tokens.prodbg.upper()
            scene.identity.show("dev", IRELAND)
            assert (colour_at(header, 600, 1), colour_at(header, 3, 20)) == quiet
            assert quiet == (look.tokens.dev.upper(), look.tokens.window.upper())

    qt_run(read())


def test_an_endpoint_of_ones_own_is_in_sight(qt_run: RunCoroutine, look: Look) -> None:
    async def read() -> None:
        async with header_scene(look, 1500) as (scene, header):
            await scene.open(replace(DEV, endpoint_url="http://localhost:9324"))
            assert chips(header) == ["Can write", "http://localhost:9324"]

    qt_run(read())


def test_where_it_is_narrow_the_regions_name_goes_first_then_quick_opens_words(
    qt_run: RunCoroutine, look: Look
) -> None:
    async def narrow() -> None:
        async with header_scene(look) as (scene, header):
            await scene.open()
            scene.identity.show("dev", IRELAND)
            button = header.findChildren(QuickOpenButton)[0]
            seen = []
            for width in (*range(1280, 700, -10), 1280):
                header.resize(width, header.height())
                await settle()
                said = words(header)
                seen.append(("Europe (Ireland)" in said, "Quick open" in said))
                assert {"dev", "123456789012", IRELAND} <= set(said)
                assert chips(header) == ["Can write"]
                assert button.isVisible()
            steps = [state for number, state in enumerate(seen) if state != seen[number - 1]]
            assert steps == [(False, True), (False, False), (True, True)]

    qt_run(narrow())


@pytest.mark.parametrize("spec", [DEV, PRODUCTION, CROWDED], ids=["short", "production", "crowded"])
@pytest.mark.parametrize("width", [900, 1024, 1280])
def test_nothing_is_cut_and_nothing_overlaps_at_the_windows_widths(
    qt_run: RunCoroutine, look: Look, spec: ConnectionSpec, width: int
) -> None:
    async def measure() -> None:
        async with header_scene(look, width) as (scene, header):
            await scene.open(spec)
            scene.identity.show(spec.connection_id, spec.regions[0])
            await settle()
            assert header.minimumSizeHint().width() <= width
            assert cut_labels(header) == []
            assert overlaps(header) == []

    qt_run(measure())


@pytest.mark.parametrize("width", [900, 1024, 1280])
def test_a_long_connection_name_leaves_the_user_its_room(
    qt_run: RunCoroutine, look: Look, width: int
) -> None:
    async def measure() -> None:
        async with header_scene(look, width) as (scene, header):
            spec = replace(PRODUCTION, profile="-".join(["a-long-name-of-a-profile"] * 5))
            await scene.open(spec)
            gateway = scene.opener.opened[-1]
            gateway.user = "demo"
            gateway.renew()
            scene.identity.ask_anew(spec.connection_id)
            await scene.rest()
            scene.identity.show(spec.connection_id, spec.regions[0])
            await settle()
            user = in_sight(NamedLabel, "User or role", header)
            assert user.text()
            assert user.label.width() >= user.label.sizeHint().width()
            assert cut_labels(header) == []

    qt_run(measure())


def test_production_that_can_be_written_to_wears_amber(qt_run: RunCoroutine, look: Look) -> None:
    async def tones() -> None:
        async with header_scene(look) as (scene, header):
            for spec, tone in ((replace(PRODUCTION, read_only=False), "warning"), (DEV, "muted")):
                await scene.open(spec)
                scene.identity.show(spec.connection_id, spec.regions[0])
                chip = next(chip for chip in header.findChildren(Chip) if chip.text() == "Can write")
                picture = chip.grab().toImage()
                colours = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(20)}
                assert look.color(tone).name() in colours

    qt_run(tones())


async def show_alias(scene: WorkspaceScene, alias: str) -> None:
    """Let AWS say that the account of `dev` has an alias."""
    gateway = scene.opener.opened[-1]
    gateway.alias = alias
    gateway.renew()
    scene.identity.ask_anew("dev")
    await scene.rest()


def test_the_alias_stands_behind_the_account_and_leaves_after_the_regions_name(
    qt_run: RunCoroutine, look: Look
) -> None:
    async def narrow() -> None:
        async with header_scene(look) as (scene, header):
            await scene.open()
            await show_alias(scene, "acme-development-of-orders")
            scene.identity.show("dev", IRELAND)
            said = words(header)
            assert said.index("123456789012") < said.index("acme-development-of-orders")
            steps: list[tuple[bool, bool]] = []
            for width in range(1280, 700, -10):
                header.resize(width, header.height())
                await settle()
                said = words(header)
                seen = ("Europe (Ireland)" in said, "acme-development-of-orders" in said)
                if not steps or steps[-1] != seen:
                    steps.append(seen)
                assert "123456789012" in said
                assert cut_labels(header) == []
            assert steps == [(True, True), (False, True), (False, False)]

    qt_run(narrow())


def test_the_sign_ins_time_is_said_where_it_has_an_end(qt_run: RunCoroutine, look: Look) -> None:
    async def read() -> None:
        async with header_scene(look) as (scene, header):
            scene.identity.answered.connect(scene.sign_in.lasting.read)
            await scene.open()
            assert not is_in_sight(QWidget, "Sign-in", header)
            gateway = scene.opener.opened[-1]
            gateway.status = SignInStatus(SSO, scene.clock.now() + timedelta(minutes=42))
            scene.identity.ask_anew("dev")
            await scene.rest()
            state = in_sight(QWidget, "Sign-in", header)
            assert state.accessibleDescription() == "Signed in, 42 min left"
            assert "Signed in, 42 min left" in chips(header)
            scene.clock.advance(33 * 60)
            scene.sign_in.lasting.read_again()
            assert state.accessibleDescription() == "Signed in, 9 min left"

    qt_run(read())


def test_an_expired_sign_in_brings_its_button(qt_run: RunCoroutine, look: Look) -> None:
    async def read() -> None:
        async with header_scene(look) as (scene, header):
            wishes: list[str] = []
            header.sign_in_requested.connect(wishes.append)
            await scene.open()
            scene.sign_in.note_expired("dev", SignInExpired("The sign-in has expired."))
            assert "Sign-in expired" in chips(header)
            click(in_sight(QPushButton, "Sign in again", header))
            assert wishes == ["dev"]

    qt_run(read())


@pytest.mark.parametrize("width", [900, 1024, 1280])
@pytest.mark.parametrize("is_expired", [False, True], ids=["lasting", "expired"])
def test_all_at_once_still_has_room(qt_run: RunCoroutine, look: Look, width: int, is_expired: bool) -> None:
    async def measure() -> None:
        async with header_scene(look, width) as (scene, header):
            await scene.open(CROWDED)
            spec_id = CROWDED.connection_id
            scene.opener.opened[-1].status = SignInStatus(SSO, scene.clock.now() + timedelta(minutes=5))
            scene.sign_in.lasting.read(spec_id)
            await scene.rest()
            scene.unlocking.unlock(spec_id, 13_000)
            if is_expired:
                scene.sign_in.expired.note(spec_id)
            scene.identity.show(spec_id, CROWDED.regions[0])
            await settle()
            assert header.minimumSizeHint().width() <= width
            assert cut_labels(header) == []
            assert overlaps(header) == []
            assert is_in_sight(QPushButton, "Sign in again", header) == is_expired
            assert (
                in_sight(QPushButton, "Lock writing", header).accessibleDescription().startswith("Can write")
            )

    qt_run(measure())
