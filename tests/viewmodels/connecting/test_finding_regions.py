"""Finding regions with queues from Connections: progress, marks, order, and what ends it."""

from __future__ import annotations

import asyncio

from sqs_explorer.domain.errors import AccessDenied, RegionNotEnabled, SignInExpired
from tests.fakes.fake_faults import Gate
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.connecting.connecting_scene import ConnectingScene, connecting_scene

IRELAND, VIRGINIA, FRANKFURT = "eu-west-1", "us-east-1", "eu-central-1"


def rows(scene: ConnectingScene, count: int) -> list[tuple[str, str]]:
    """Return code and state of the first regions."""
    model = scene.connecting.regions
    return [
        (model.index(row, model.CODE).data(), model.index(row, model.STATE).data()) for row in range(count)
    ]


async def find(scene: ConnectingScene) -> None:
    """Search to the end."""
    scene.connecting.find_regions()
    await scene.connecting.scope.idle()


def test_regions_with_queues_come_first_and_are_checked(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            assert not scene.connecting.regions.has_states
            scene.fake.create_queue("OrderQueue", FRANKFURT)
            await find(scene)
            assert scene.connecting.regions.chosen == (FRANKFURT, IRELAND)
            assert rows(scene, 4) == [
                (FRANKFURT, "has queues"),
                (IRELAND, "enabled"),
                (VIRGINIA, "enabled"),
                ("elasticmq", ""),
            ]
            assert rows(scene, 5)[-1][1] == "not enabled"
            assert scene.connecting.region_finding.words == "1 of 3 has queues"
            assert [gateway.closed for gateway in scene.opener.opened] == [True]

    qt_run(look())


def test_progress_is_told_and_stopping_keeps_what_was_found(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.fake.create_queue("OrderQueue", IRELAND)
            gate = Gate("ListQueues", FRANKFURT)
            scene.fake.faults.gates.append(gate)
            finding = scene.connecting.region_finding
            told: list[str] = []
            finding.changed.connect(lambda: told.append(finding.words))
            scene.connecting.find_regions()
            while finding.words != "2 of 3":  # noqa: ASYNC110 - told by a signal
                await asyncio.sleep(0)
            finding.stop()
            await scene.connecting.scope.idle()
            assert told[:4] == ["Asking which regions are enabled", "0 of 3", "1 of 3", "2 of 3"]
            assert finding.words == "1 of 2 asked has queues"
            assert not finding.is_searching
            assert scene.opener.opened[0].closed

    qt_run(look())


def test_regions_that_refuse_are_counted_by_reason(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            denied = AccessDenied("No.", action="sqs:ListQueues")
            scene.fake.faults.fail_next("ListQueues", denied, region=IRELAND)
            scene.fake.faults.fail_next("ListQueues", denied, region=VIRGINIA)
            scene.fake.faults.fail_next("ListQueues", RegionNotEnabled("No."), region=FRANKFURT)
            await find(scene)
            finding = scene.connecting.region_finding
            assert finding.words == "No queues in 3"
            assert finding.refusal_words == (
                "3 regions did not answer: access denied (2), region not enabled (1)."
            )

    qt_run(look())


def test_an_expired_sign_in_is_said_and_another_search_begins_anew(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.fake.faults.fail_next("ListQueues", SignInExpired("It has expired."))
            await find(scene)
            finding = scene.connecting.region_finding
            assert finding.error is not None
            assert finding.error.title == "Sign-in expired"
            await find(scene)
            assert finding.error is None
            assert finding.words == "No queues in 3"

    qt_run(look())


def test_all_checked_profiles_are_asked_each_in_its_partition(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.fake.account_of_profile["dev-orders"] = "210987654321"
            scene.fake.create_queue("OrderQueue", VIRGINIA, "210987654321")
            scene.check("dev-orders")
            await find(scene)
            assert [gateway.spec.profile for gateway in scene.opener.opened] == ["default", "dev-orders"]
            assert [gateway.spec.regions for gateway in scene.opener.opened] == [(IRELAND,), (VIRGINIA,)]
            assert scene.connecting.region_finding.words == "1 of 6 has queues"

    qt_run(look())


def test_another_profile_forgets_what_was_found_and_ends_the_search(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.fake.create_queue("OrderQueue", FRANKFURT)
            await find(scene)
            scene.check("dev-orders")
            assert not scene.connecting.regions.has_states
            assert scene.connecting.region_finding.words == ""
            gate = Gate("ListQueues")
            scene.fake.faults.gates.append(gate)
            scene.connecting.find_regions()
            await gate.reached()
            scene.check("dev-orders")
            await scene.connecting.scope.idle()
            assert not scene.connecting.regions.has_states
            assert all(gateway.closed for gateway in scene.opener.opened)

    qt_run(look())


def test_reading_the_files_again_leaves_what_was_found(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.fake.create_queue("OrderQueue", FRANKFURT)
            await find(scene)
            await scene.read()
            assert rows(scene, 1) == [(FRANKFURT, "has queues")]

    qt_run(look())


def test_nobody_is_asked_with_a_command_that_was_not_agreed_to(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.check("ci-runner")
            await find(scene)
            assert scene.opener.opened == []

    qt_run(look())
