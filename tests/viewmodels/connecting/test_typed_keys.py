"""Typed keys: kept in the keyring or for this run, listed like profiles, forgotten."""

from __future__ import annotations

from sqs_explorer.domain.connections import ConnectionSpec, ProfileKind
from sqs_explorer.domain.errors import KeyringFailed
from sqs_explorer.domain.keys import TypedKey
from sqs_explorer.domain.settings import Settings
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.connecting.connecting_scene import LISTING, NOBODY, ConnectingScene, connecting_scene

KEY = TypedKey("AKIAIOSFODNN7EXAMPLE", "a secret of 20 signs")


def names(scene: ConnectingScene) -> list[str]:
    """Return the names of the checked profiles."""
    return [profile.name for profile in scene.connecting.profiles.chosen]


async def keep(scene: ConnectingScene, *, for_this_run: bool = False) -> None:
    """Keep a key called orders, as the form does."""
    scene.connecting.start_typing_key()
    scene.connecting.typed_keys.keep("orders", KEY, for_this_run=for_this_run)
    await scene.connecting.scope.idle()


def test_a_kept_key_is_in_the_keyring_and_only_its_name_in_the_settings(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            await keep(scene)
            assert scene.secrets.in_keyring == {"orders": KEY}
            assert scene.kept.settings.kept_keys == ("orders",)
            assert KEY.secret_access_key not in repr(scene.kept.settings)
            assert not scene.connecting.is_typing_key

    qt_run(look())


def test_a_kept_key_is_listed_checked_and_opens_as_a_typed_key(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            await keep(scene)
            assert names(scene) == ["default", "orders"]
            assert scene.state("orders (typed key)").text == "in the keyring"
            scene.check("default")
            scene.check_region("eu-west-1")
            scene.connecting.open()
            ((spec,),) = scene.opened
            assert (spec.profile, spec.kind, spec.connection_id) == (
                "orders",
                ProfileKind.TYPED,
                "orders@typed",
            )

    qt_run(look())


def test_without_a_keyring_a_key_is_kept_for_this_run_and_that_is_said_before(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.secrets.is_missing = True
            scene.connecting.start_typing_key()
            await scene.connecting.scope.idle()
            assert scene.connecting.typed_keys.place_words == (
                "It will be kept in memory, until the program ends. No keyring is running on this machine."
            )
            await keep(scene)
            assert scene.kept.settings.kept_keys == ()
            assert scene.state("orders (typed key)").text == "for this run only"
            await scene.read(profiles=LISTING.profiles[1:])
            assert "orders" in names(scene)

    qt_run(look())


def test_a_keyring_that_refuses_says_why_and_leaves_the_way_for_this_run(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.secrets.refusal = KeyringFailed("The keyring is locked.")
            await keep(scene)
            keys = scene.connecting.typed_keys
            assert keys.error is not None
            assert keys.error.text == "The keyring is locked."
            assert scene.connecting.is_typing_key
            assert keys.names == ()
            await keep(scene, for_this_run=True)
            assert scene.secrets.this_run == {"orders": KEY}
            assert keys.error is None

    qt_run(look())


def test_a_keyring_that_waits_for_its_password_holds_up_nothing_else(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.secrets.unlocked.clear()
            keys = scene.connecting.typed_keys
            keys.keep("orders", KEY)
            keys.keep("twice", KEY)
            scene.check("dev-orders")
            assert keys.is_keeping
            scene.secrets.unlocked.set()
            await scene.connecting.scope.idle()
            assert list(scene.secrets.in_keyring) == ["orders"]
            assert names(scene) == ["default", "dev-orders", "orders"]

    qt_run(look())


def test_a_forgotten_key_is_gone_from_list_keyring_and_settings(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            await keep(scene)
            scene.connecting.typed_keys.forget("orders")
            await scene.connecting.scope.idle()
            assert (scene.secrets.in_keyring, scene.kept.settings.kept_keys) == ({}, ())
            assert names(scene) == ["default"]

    qt_run(look())


def test_a_key_that_the_keyring_does_not_let_go_stays_listed(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene(settings=Settings(kept_keys=("orders",))) as scene:
            scene.secrets.refusal = KeyringFailed("The keyring is locked.")
            scene.connecting.typed_keys.forget("orders")
            await scene.connecting.scope.idle()
            assert scene.kept.settings.kept_keys == ("orders",)
            assert scene.connecting.typed_keys.error is not None

    qt_run(look())


def test_a_profile_that_later_takes_the_name_of_a_typed_key_is_another_row(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene(settings=Settings(kept_keys=("default",))) as scene:
            assert "default (typed key)" in scene.connecting.profiles.profiles
            assert names(scene) == ["default"]
            scene.connecting.open()
            assert [spec.kind for spec in scene.opened[0]] == [ProfileKind.KEYS]

    qt_run(look())


def test_an_open_connection_with_a_typed_key_is_filled_in_as_one(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene(settings=Settings(kept_keys=("default",))) as scene:
            scene.connecting.fill_in(ConnectionSpec("default", ("eu-west-1",), kind=ProfileKind.TYPED))
            assert [profile.kind for profile in scene.connecting.profiles.chosen] == [ProfileKind.TYPED]

    qt_run(look())


def test_someone_with_a_typed_key_and_no_files_has_a_profile(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene(NOBODY) as scene:
            assert scene.connecting.has_no_profiles
            await keep(scene)
            assert not scene.connecting.has_no_profiles

    qt_run(look())


def test_the_name_of_a_profile_or_of_another_key_is_taken(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene(settings=Settings(kept_keys=("orders",))) as scene:
            check = scene.connecting.key_problems
            assert "profile" in check("default", KEY).name
            assert "typed key" in check("orders", KEY).name
            assert check("free", TypedKey("test", "test")).access_key_id
            scene.connecting.set_endpoint_url("http://localhost:4566")
            assert not check("free", TypedKey("test", "test")).access_key_id

    qt_run(look())
