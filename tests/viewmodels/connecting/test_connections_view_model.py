"""Choosing profiles and regions, what Open does, and what must be agreed to before."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from sqs_explorer.domain.connections import ConnectionSpec, Environment, ProfileKind
from sqs_explorer.viewmodels.cells import CELL_ROLE
from sqs_explorer.viewmodels.connecting.connections_view_model import ReplacedConnection
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.connecting.connecting_scene import COMMAND, NOBODY, PROFILES, connecting_scene

CHECK = int(Qt.ItemDataRole.CheckStateRole)


def test_the_default_profile_and_its_region_are_checked_at_first(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            assert [profile.name for profile in scene.connecting.profiles.chosen] == ["default"]
            assert scene.connecting.regions.chosen == ("eu-west-1",)
            assert scene.connecting.sum_words == "1 profile in 1 region: 1 queue list."

    qt_run(look())


def test_two_profiles_in_two_regions_are_four_lists_and_two_connections(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.check("dev-orders")
            assert scene.connecting.sum_words == "2 profiles in 2 regions: 4 queue lists."
            scene.connecting.open()
            regions = ("eu-west-1", "us-east-1")
            dev = ConnectionSpec("dev-orders", regions, kind=ProfileKind.SSO)
            assert scene.opened == [(ConnectionSpec("default", regions), dev)]

    qt_run(look())


def test_regions_follow_profiles_until_one_decides_by_hand(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            await scene.read(default_region="ap-southeast-2")
            chosen: list[tuple[str, ...]] = [scene.connecting.regions.chosen]
            scene.check_region("eu-west-1", "us-west-2")
            for _ in range(2):
                scene.check("dev-orders")
                chosen.append(scene.connecting.regions.chosen)
            assert chosen == [
                ("ap-southeast-2", "eu-west-1"),
                ("ap-southeast-2", "us-east-1", "us-west-2"),
                ("ap-southeast-2", "us-west-2"),
            ]

    qt_run(look())


def test_a_region_that_aws_does_not_know_can_be_chosen_too(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.check("default", "local")
            assert scene.connecting.regions.chosen == ("elasticmq",)

    qt_run(look())


def test_a_region_hidden_by_the_filter_stays_checked(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            regions = scene.connecting.regions
            regions.set_filter("frankfurt")
            assert [regions.index(row, 1).data() for row in range(regions.rowCount())] == ["eu-central-1"]
            regions.toggle(0)
            assert regions.chosen == ("eu-west-1", "eu-central-1")
            regions.set_filter("")
            assert regions.rowCount() > 30

    qt_run(look())


def test_choosing_production_before_a_profile_preselects_read_only(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.check("default")
            assert not scene.connecting.profiles.chosen
            scene.connecting.set_environment(Environment.PRODUCTION)
            assert scene.connecting.read_only

    qt_run(look())


def test_production_is_guessed_from_the_name_and_starts_read_only(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            assert (scene.connecting.environment, scene.connecting.read_only) == (
                Environment.DEVELOPMENT,
                False,
            )
            scene.connecting.set_read_only(False)
            scene.check("default", "prod-orders")
            assert (scene.connecting.environment, scene.connecting.read_only) == (
                Environment.PRODUCTION,
                True,
            )
            scene.connecting.set_read_only(False)
            assert not scene.connecting.read_only

    qt_run(look())


def test_profiles_of_different_environments_each_keep_their_own(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.check("prod-orders")
            assert scene.connecting.environment is None
            assert "default as Development, prod-orders as Production" in scene.connecting.sum_words
            scene.connecting.open()
            environments = [(spec.environment, spec.read_only) for spec in scene.opened[0]]
            assert environments == [(Environment.DEVELOPMENT, True), (Environment.PRODUCTION, True)]

    qt_run(look())


def test_a_chosen_environment_holds_for_all(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.check("prod-orders")
            scene.connecting.set_environment(Environment.TEST)
            scene.connecting.open()
            assert {spec.environment for spec in scene.opened[0]} == {Environment.TEST}
            assert not any(spec.read_only for spec in scene.opened[0])

    qt_run(look())


def test_reading_again_keeps_checks_and_drops_those_of_profiles_that_went(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.check("dev-orders", "admin")
            await scene.read(profiles=PROFILES[1:])
            assert [profile.name for profile in scene.connecting.profiles.chosen] == ["dev-orders", "admin"]
            assert scene.reader.reads == 2

    qt_run(look())


def test_nothing_opens_with_a_wrong_endpoint_or_without_profile_or_region(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.connecting.set_endpoint_url("localhost:4566")
            assert not scene.connecting.can_open
            scene.connecting.open()
            scene.connecting.set_endpoint_url("http://localhost:4566")
            assert scene.connecting.can_open
            scene.check_region("eu-west-1")
            assert scene.connecting.sum_words == "Check a region to open."
            scene.connecting.open()
            scene.check("default")
            assert scene.connecting.sum_words == "Check a profile to open."
            scene.connecting.open()
            assert scene.opened == []

    qt_run(look())


def test_an_endpoint_is_given_to_every_connection(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.connecting.set_endpoint_url(" http://localhost:4566 ")
            scene.connecting.open()
            assert [spec.endpoint_url for spec in scene.opened[0]] == ["http://localhost:4566"]
            assert scene.connecting.endpoint_url == ""

    qt_run(look())


def test_a_command_is_asked_about_once_and_nothing_opens_before(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.check("ci-runner", "ci-twin")
            assert [profile.name for profile in scene.connecting.commands_to_agree] == ["ci-runner"]
            scene.connecting.open()
            assert scene.opened == []
            scene.connecting.agreements.agree_to_command(COMMAND)
            assert scene.kept.settings.agreed_commands == {COMMAND}
            assert scene.connecting.commands_to_agree == ()
            scene.connecting.open()
            assert [spec.command for spec in scene.opened[0]] == ["", COMMAND, COMMAND]

    qt_run(look())


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("dev-orders", "aws sso login --profile dev-orders"),
        ("prod-orders", "aws sso login --profile dev-orders"),
        ("admin", "aws login --profile admin"),
    ],
)
def test_a_profile_that_signs_in_elsewhere_names_the_command(
    name: str, command: str, qt_run: RunCoroutine
) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            assert scene.connecting.signing_in.words == ""
            scene.check(name)
            assert scene.connecting.signing_in.words.endswith(f"in a terminal: {command}")

    qt_run(look())


def test_a_profile_without_credentials_says_so(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            row = list(scene.connecting.profiles.profiles).index("broken")
            cell = scene.connecting.profiles.index(row, 2).data(CELL_ROLE)
            assert (cell.text, cell.icon, cell.tone) == ("names no credentials", "warn", "warning")

    qt_run(look())


def test_a_broken_file_is_reported_with_its_place_and_the_rest_is_listed(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            await scene.read(problems=("/home/me/.aws/config, line 14: no “=”",))
            assert scene.connecting.problems == ("/home/me/.aws/config, line 14: no “=”",)
            assert scene.connecting.profiles.rowCount() == len(PROFILES)
            assert not scene.connecting.has_no_profiles

    qt_run(look())


def test_someone_without_profiles_is_recognised(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene(NOBODY) as scene:
            assert scene.connecting.has_no_profiles
            assert scene.connecting.paths_words == "/nowhere/config and /nowhere/credentials"
            assert scene.connecting.sum_words.startswith("No profile in /nowhere/config")
            assert "aws configure" in scene.connecting.sum_words

    qt_run(look())


def test_editing_fills_in_what_is_open_and_replaces_it(qt_run: RunCoroutine) -> None:
    spec = ConnectionSpec("prod-orders", ("eu-west-1", "us-west-2"), Environment.PRODUCTION, read_only=True)

    async def look() -> None:
        async with connecting_scene() as scene:
            replaced: list[ReplacedConnection] = []
            scene.connecting.replace_requested.connect(replaced.append)
            scene.connecting.fill_in(spec)
            assert [profile.name for profile in scene.connecting.profiles.chosen] == ["prod-orders"]
            assert set(scene.connecting.regions.chosen) == set(spec.regions)
            assert (scene.connecting.environment, scene.connecting.read_only) == (
                Environment.PRODUCTION,
                True,
            )
            scene.connecting.set_read_only(False)
            scene.check_region("us-west-2")
            scene.connecting.open()
            new = ConnectionSpec("prod-orders", ("eu-west-1",), Environment.PRODUCTION, kind=ProfileKind.ROLE)
            assert replaced == [ReplacedConnection("prod-orders", new)]
            assert scene.opened == []
            assert scene.connecting.edited_connection_id == ""

    qt_run(look())


def test_reopening_at_the_next_start_is_kept(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.connecting.set_reopens_at_start(True)
            assert scene.kept.settings.reopen_connections
            assert scene.connecting.reopens_at_start

    qt_run(look())


def test_both_lists_hold_qts_rules(qt_run: RunCoroutine, qtmodeltester: ModelTester) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            for model in (scene.connecting.profiles, scene.connecting.regions):
                qtmodeltester.check(model)  # type: ignore[no-untyped-call]
                assert model.setData(model.index(1, 0), Qt.CheckState.Checked, CHECK)
                assert Qt.CheckState(model.index(1, 0).data(CHECK)) is Qt.CheckState.Checked
                assert not model.setData(model.index(1, 1), Qt.CheckState.Checked, CHECK)
            scene.connecting.regions.set_filter("europe")
            await scene.read(profiles=PROFILES[2:])

    qt_run(look())
