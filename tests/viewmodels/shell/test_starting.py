"""What the command line names opens, what was open comes back if asked for, and the demo does not."""

from __future__ import annotations

from dataclasses import replace

from sqs_explorer.domain.connections import (
    ConnectionSpec,
    Environment,
    Profile,
    ProfileKind,
    ProfileListing,
)
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.domain.settings import Settings
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.shell.workspace_scene import (
    DEV,
    IRELAND,
    VIRGINIA,
    WorkspaceScene,
    workspace_scene,
)

LAN = "http://10.0.0.5:4566"


def names(
    scene: WorkspaceScene,
    profiles: tuple[str, ...] = (),
    regions: tuple[str, ...] = (),
    *,
    endpoint_url: str = "",
    read_only: bool = False,
    queue: str = "",
) -> None:
    """Start with what a command line names."""
    scene.starting.open_named(profiles, regions, endpoint_url, read_only, queue)


def test_every_profile_named_opens_in_every_region_named(qt_run: RunCoroutine) -> None:
    async def start() -> None:
        async with workspace_scene() as scene:
            names(scene, ("dev", "prod-orders"), (IRELAND, VIRGINIA), read_only=True)
            await scene.rest()
            opened = [(spec.profile, spec.regions, spec.environment) for spec in scene.catalogue.specs]
            assert opened == [
                ("dev", (IRELAND, VIRGINIA), Environment.DEVELOPMENT),
                ("prod-orders", (IRELAND, VIRGINIA), Environment.PRODUCTION),
            ]
            assert all(spec.read_only for spec in scene.catalogue.specs)
            listed = {(call.profile, call.region) for call in scene.server.calls if call.region}
            assert listed == {
                (profile, region) for profile in ("dev", "prod-orders") for region in (IRELAND, VIRGINIA)
            }
            assert scene.failures == []

    qt_run(start())


def test_production_starts_read_only_without_being_told(qt_run: RunCoroutine) -> None:
    async def start() -> None:
        async with workspace_scene() as scene:
            names(scene, ("dev", "prod-orders"), (IRELAND,))
            await scene.rest()
            opened = {spec.profile: spec.read_only for spec in scene.catalogue.specs}
            assert opened == {"dev": False, "prod-orders": True}

    qt_run(start())


def test_a_queue_named_with_the_profile_is_opened_too(qt_run: RunCoroutine) -> None:
    async def start() -> None:
        async with workspace_scene() as scene:
            scene.server.create_queue("OrderQueue")
            names(scene, ("dev",), queue="OrderQueue")
            await scene.rest()
            assert scene.open_names == ["OrderQueue"]

    qt_run(start())


def test_an_endpoint_named_is_another_connection(qt_run: RunCoroutine) -> None:
    async def start() -> None:
        async with workspace_scene() as scene:
            names(scene, ("dev",), endpoint_url="http://localhost:9324")
            await scene.rest()
            (spec,) = scene.catalogue.specs
            assert spec.endpoint_url == "http://localhost:9324"
            assert spec.connection_id == "dev@http://localhost:9324"

    qt_run(start())


def test_a_profile_that_is_not_there_is_said_by_name_and_the_others_open(qt_run: RunCoroutine) -> None:
    async def start() -> None:
        async with workspace_scene() as scene:
            names(scene, ("typo", "dev"), (IRELAND,))
            await scene.rest()
            (failure,) = scene.failures
            assert failure.text == "There is no profile “typo” in /home/me/.aws/config."
            assert "marked" not in failure.next_step
            assert [spec.profile for spec in scene.catalogue.specs] == ["dev"]

    qt_run(start())


def test_a_profile_without_a_region_asks_for_one(qt_run: RunCoroutine) -> None:
    async def start() -> None:
        async with workspace_scene() as scene:
            names(scene, ("nowhere",))
            await scene.rest()
            (failure,) = scene.failures
            assert "“nowhere” names no region" in failure.text
            assert "--region" in failure.text
            assert scene.catalogue.specs == ()

    qt_run(start())


def test_with_nobody_to_be_the_start_asks_for_a_profile(qt_run: RunCoroutine) -> None:
    async def start() -> None:
        async with workspace_scene() as scene:
            scene.reader.listing = ProfileListing(())
            names(scene, queue="OrderQueue")
            await scene.rest()
            assert ["--profile" in failure.text for failure in scene.failures] == [True]

    qt_run(start())


def test_plain_http_beyond_this_machine_is_not_opened_but_said(qt_run: RunCoroutine) -> None:
    async def start() -> None:
        async with workspace_scene() as scene:
            names(scene, ("dev", "typo"), endpoint_url=LAN, queue="OrderQueue")
            await scene.rest()
            assert scene.opener.opened == []
            (failure,) = scene.failures
            assert f"dev goes to {LAN} in plain http." in failure.text
            assert "no profile “typo”" in failure.text
            assert "Open it in Connections" in failure.next_step

    qt_run(start())


def test_an_endpoint_agreed_to_before_is_opened_without_a_word(qt_run: RunCoroutine) -> None:
    async def start() -> None:
        async with workspace_scene(Settings(refresh_seconds=0, agreed_endpoints=frozenset((LAN,)))) as scene:
            names(scene, ("dev",), endpoint_url=LAN)
            await scene.rest()
            assert [spec.endpoint_url for spec in scene.catalogue.specs] == [LAN]
            assert scene.failures == []

    qt_run(start())


def test_an_environment_chosen_for_a_profile_holds_at_the_next_start(qt_run: RunCoroutine) -> None:
    async def start() -> None:
        chosen = (("dev", Environment.PRODUCTION),)
        async with workspace_scene(Settings(refresh_seconds=0, environments=chosen)) as scene:
            names(scene, ("dev",))
            await scene.rest()
            (spec,) = scene.catalogue.specs
            assert (spec.environment, spec.read_only) == (Environment.PRODUCTION, True)

    qt_run(start())


def test_a_kept_key_is_opened_by_its_name(qt_run: RunCoroutine) -> None:
    async def start() -> None:
        async with workspace_scene(Settings(refresh_seconds=0, kept_keys=("orders",))) as scene:
            names(scene, ("orders",), (IRELAND,))
            await scene.rest()
            assert [spec.kind for spec in scene.catalogue.specs] == [ProfileKind.TYPED]

    qt_run(start())


def test_what_comes_back_in_plain_http_must_have_been_agreed_to(qt_run: RunCoroutine) -> None:
    async def reopen() -> None:
        specs = (DEV, ConnectionSpec("plain", (IRELAND,)), replace(DEV, endpoint_url=LAN))
        settings = Settings(refresh_seconds=0, reopen_connections=True, connections=specs)
        async with workspace_scene(settings) as scene:
            plain = Profile("plain", ProfileKind.KEYS, endpoint_url="http://sqs.example")
            scene.reader.listing = ProfileListing((plain,))
            scene.starting.reopen()
            await scene.rest()
            assert scene.catalogue.specs == (DEV,)
            (failure,) = scene.failures
            assert failure.text == (
                f"plain goes to http://sqs.example in plain http. dev goes to {LAN} in plain http."
            )

    qt_run(reopen())


def test_what_could_not_come_back_is_kept_for_the_start_after_this_one(qt_run: RunCoroutine) -> None:
    async def reopen() -> None:
        plain = replace(DEV, endpoint_url=LAN)
        far = QueueRef(plain.connection_id, IRELAND, f"{LAN}/1/Far")
        near = QueueRef(DEV.connection_id, IRELAND, "https://example.invalid/1/Near")
        settings = Settings(
            refresh_seconds=0, reopen_connections=True, connections=(plain, DEV), pages=(far, near)
        )
        async with workspace_scene(settings) as scene:
            scene.starting.reopen()
            await scene.rest()
            scene.starting.keep_for_next_start()
            assert set(scene.settings.settings.connections) == {plain, DEV}
            assert set(scene.settings.settings.pages) == {far, near}
            scene.workspace.close(scene.workspace.pages[0])
            scene.starting.close_connection(DEV.connection_id)
            await scene.rest()
            scene.starting.keep_for_next_start()
            assert scene.settings.settings.connections == (plain,)
            assert scene.settings.settings.pages == (far,)

    qt_run(reopen())


def test_a_run_that_ends_before_all_came_back_forgets_nothing(qt_run: RunCoroutine) -> None:
    async def reopen_and_close() -> None:
        other = ConnectionSpec("prod-orders", (VIRGINIA,))
        queue = QueueRef("prod-orders", VIRGINIA, "https://example.invalid/1/Orders")
        settings = Settings(
            refresh_seconds=0, reopen_connections=True, connections=(DEV, other), pages=(queue,)
        )
        async with workspace_scene(settings) as scene:
            scene.starting.reopen()
            scene.starting.keep_for_next_start()
            assert scene.settings.settings.connections == (DEV, other)
            assert scene.settings.settings.pages == (queue,)

    qt_run(reopen_and_close())


def kept(*, reopen: bool, queue: QueueRef) -> Settings:
    """Return settings in which a connection and a page of a queue are kept."""
    lost = QueueRef("closed", IRELAND, "https://example.invalid/1/Lost")
    return Settings(
        refresh_seconds=0, reopen_connections=reopen, connections=(DEV,), pages=(queue, lost), theme="dark"
    )


def test_what_was_open_comes_back_if_that_was_asked_for(qt_run: RunCoroutine) -> None:
    async def reopen() -> None:
        order = QueueRef("dev", IRELAND, f"https://sqs.{IRELAND}.amazonaws.com/123456789012/OrderQueue")
        async with workspace_scene(kept(reopen=True, queue=order)) as scene:
            scene.server.create_queue("OrderQueue")
            scene.starting.reopen()
            await scene.rest()
            assert scene.catalogue.specs == (DEV,)
            assert scene.open_names == ["OrderQueue"]
            assert scene.workspace.pages[0].context.attributes is not None

    qt_run(reopen())


def test_nothing_comes_back_unless_that_was_asked_for(qt_run: RunCoroutine) -> None:
    async def start() -> None:
        order = QueueRef("dev", IRELAND, "https://example.invalid/1/OrderQueue")
        async with workspace_scene(kept(reopen=False, queue=order)) as scene:
            scene.starting.reopen()
            await scene.rest()
            assert scene.catalogue.specs == ()
            assert scene.server.calls == []

    qt_run(start())


def test_what_is_open_at_the_end_is_on_the_disk_for_the_next_start_without_the_demo(
    qt_run: RunCoroutine,
) -> None:
    async def keep() -> None:
        async with workspace_scene() as scene:
            scene.server.create_queue("OrderQueue")
            demo = ConnectionSpec("demo", (IRELAND,), environment=Environment.DEMO)
            read_only = replace(DEV, read_only=True, endpoint_url="http://localhost:9324")
            await scene.open(demo, read_only)
            scene.workspace.open(scene.queue("OrderQueue", connection_id=demo.connection_id))
            kept_queue = scene.queue("OrderQueue", connection_id=read_only.connection_id)
            scene.workspace.open(kept_queue)
            await scene.rest()
            scene.starting.keep_for_next_start()
            await scene.close_models()
            await scene.settings.close()
            assert scene.store.saved[-1].connections == (read_only,)
            assert scene.store.saved[-1].pages == (kept_queue,)

    qt_run(keep())


def test_a_run_of_the_demo_leaves_what_was_kept_before(qt_run: RunCoroutine) -> None:
    async def show_the_demo() -> None:
        async with workspace_scene(Settings(refresh_seconds=0, connections=(DEV,))) as scene:
            await scene.open(ConnectionSpec("demo", (IRELAND,), environment=Environment.DEMO))
            scene.starting.keep_for_next_start(began_with_demo=True)
            assert scene.settings.settings.connections == (DEV,)
            await scene.open(ConnectionSpec("other", (IRELAND,)))
            scene.starting.keep_for_next_start(began_with_demo=True)
            assert [spec.profile for spec in scene.settings.settings.connections] == ["other"]

    qt_run(show_the_demo())


def test_a_run_of_the_demo_alone_leaves_what_was_kept_before(qt_run: RunCoroutine) -> None:
    async def end() -> None:
        order = QueueRef("dev", IRELAND, "https://example.invalid/1/OrderQueue")
        before = kept(reopen=True, queue=order)
        async with workspace_scene(before) as scene:
            await scene.open(ConnectionSpec("demo", (IRELAND,), environment=Environment.DEMO))
            scene.starting.keep_for_next_start(began_with_demo=True)
            assert scene.settings.settings == before
            scene.starting.keep_for_next_start()
            assert scene.settings.settings.connections == ()

    qt_run(end())


def test_an_edited_connection_takes_the_place_of_the_former_one_and_keeps_its_pages(
    qt_run: RunCoroutine,
) -> None:
    async def replace_it() -> None:
        async with workspace_scene() as scene:
            scene.server.create_queue("OrderQueue")
            await scene.open(ConnectionSpec("dev", (IRELAND, VIRGINIA)))
            page = await scene.page("OrderQueue")
            edited = replace(DEV, read_only=True)
            scene.starting.replace("dev", edited)
            await scene.rest()
            assert scene.catalogue.specs == (edited,)
            assert scene.workspace.pages == [page]
            assert page.context.is_read_only
            assert scene.catalogue.listing("dev", VIRGINIA) is None

    qt_run(replace_it())


def test_a_connection_edited_to_another_profile_closes_the_former_one_and_its_pages(
    qt_run: RunCoroutine,
) -> None:
    async def replace_it() -> None:
        async with workspace_scene() as scene:
            scene.server.create_queue("OrderQueue")
            await scene.open()
            await scene.page("OrderQueue")
            scene.starting.replace("dev", ConnectionSpec("prod-orders", (IRELAND,)))
            await scene.rest()
            assert [spec.profile for spec in scene.catalogue.specs] == ["prod-orders"]
            assert scene.open_names == []
            assert scene.opener.opened[0].closed

    qt_run(replace_it())


def test_closing_a_connection_closes_its_gateway(qt_run: RunCoroutine) -> None:
    async def close_it() -> None:
        async with workspace_scene() as scene:
            await scene.open()
            scene.starting.close_connection("dev")
            await scene.rest()
            assert scene.catalogue.specs == ()
            assert scene.opener.opened[0].closed

    qt_run(close_it())
