"""What Connections warns of, asks for once, and remembers: plain http, Production, other partitions."""

from __future__ import annotations

from dataclasses import replace

from sqs_explorer.domain.connections import ConnectionSpec, Environment, Profile, ProfileKind
from sqs_explorer.domain.settings import Settings
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.connecting.connecting_scene import LISTING, PROFILES, connecting_scene

LAN = "http://10.0.0.5:4566"


def test_plain_http_beyond_this_machine_is_asked_about_once(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.connecting.set_endpoint_url(LAN)
            assert list(scene.connecting.endpoints_to_agree) == [LAN]
            scene.connecting.open()
            assert scene.opened == []
            scene.connecting.agreements.agree_to_endpoint(LAN)
            assert scene.kept.settings.agreed_endpoints == {LAN}
            assert not scene.connecting.endpoints_to_agree
            scene.connecting.open()
            assert [spec.endpoint_url for spec in scene.opened[0]] == [LAN]

    qt_run(look())


def test_this_machine_and_https_are_never_asked_about(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.check("local")
            for url in ("", "http://127.0.0.1:4566", "http://[::1]:4566", "https://10.0.0.5"):
                scene.connecting.set_endpoint_url(url)
                assert scene.connecting.endpoints_to_agree == ()

    qt_run(look())


def test_the_endpoint_of_a_checked_profile_is_asked_about_unless_another_is_typed(
    qt_run: RunCoroutine,
) -> None:
    plain = Profile("plain", ProfileKind.KEYS, "eu-west-1", endpoint_url="http://sqs.example:9324/")

    async def look() -> None:
        async with connecting_scene(replace(LISTING, profiles=(*PROFILES, plain))) as scene:
            assert not scene.connecting.endpoints_to_agree
            scene.check("plain")
            assert list(scene.connecting.endpoints_to_agree) == ["http://sqs.example:9324/"]
            assert "Custom endpoint: http://sqs.example:9324/" in scene.connecting.sum_words
            scene.connecting.set_endpoint_url("http://localhost:4566")
            assert scene.connecting.endpoints_to_agree == ()
            assert "Custom endpoint: http://localhost:4566" in scene.connecting.sum_words

    qt_run(look())


def test_a_profile_with_an_endpoint_of_its_own_carries_it_in_the_list(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            state = scene.state("local")
            assert (state.text, state.icon) == ("elasticmq · http://localhost:9324", "link")

    qt_run(look())


def test_an_environment_chosen_by_hand_is_remembered_for_the_profile(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.connecting.set_environment(Environment.PRODUCTION)
            assert not scene.kept.settings.environments
            scene.connecting.open()
            assert dict(scene.kept.settings.environments) == {"default": Environment.PRODUCTION}
            assert (scene.connecting.environment, scene.connecting.read_only) == (
                Environment.PRODUCTION,
                True,
            )
            scene.connecting.set_environment(Environment.DEVELOPMENT)
            scene.connecting.open()
            assert scene.kept.settings.environments == ()

    qt_run(look())


def test_a_choice_that_was_given_up_is_not_remembered(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.connecting.set_environment(Environment.TEST)
            scene.connecting.begin_anew()
            assert scene.connecting.environment is Environment.DEVELOPMENT
            scene.connecting.open()
            assert scene.kept.settings.environments == ()

    qt_run(look())


def test_an_edited_environment_is_remembered_too(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        chosen = (("prod-orders", Environment.TEST),)
        async with connecting_scene(settings=Settings(environments=chosen)) as scene:
            scene.check("default", "prod-orders")
            assert scene.connecting.environment is Environment.TEST
            scene.connecting.fill_in(ConnectionSpec("prod-orders", ("eu-west-1",), Environment.TEST))
            scene.connecting.set_environment(Environment.PRODUCTION)
            scene.connecting.open()
            assert scene.kept.settings.environments == ()

    qt_run(look())


def test_production_that_opens_for_writing_is_said(qt_run: RunCoroutine) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.check("prod-orders")
            assert scene.connecting.caution_words == ""
            scene.connecting.set_read_only(False)
            assert scene.connecting.caution_words == (
                "prod-orders: Production, and open for writing from the start."
            )

    qt_run(look())


def test_a_region_of_another_partition_is_said_unless_the_endpoint_is_not_of_aws(
    qt_run: RunCoroutine,
) -> None:
    async def look() -> None:
        async with connecting_scene() as scene:
            scene.check_region("cn-north-1")
            assert scene.connecting.caution_words == "default is of another AWS partition than cn-north-1."
            scene.connecting.set_endpoint_url("http://localhost:4566")
            assert scene.connecting.caution_words == ""

    qt_run(look())


def test_a_profile_whose_credentials_lead_nowhere_warns_in_the_list(qt_run: RunCoroutine) -> None:
    note = "from b, its source profiles form a circle"
    circle = Profile("a", ProfileKind.ROLE, note=note, source_profile="b", has_problem=True)
    mfa = Profile("mfa", ProfileKind.ROLE, note="from default, asks for MFA", source_profile="default")
    container = Profile("pod", ProfileKind.CONTAINER)
    profiles = (*PROFILES, circle, replace(circle, name="b", source_profile="a"), mfa, container)

    async def look() -> None:
        async with connecting_scene(replace(LISTING, profiles=profiles)) as scene:
            states = {name: scene.state(name) for name in ("a", "b", "mfa", "pod", "admin")}
            assert {name: (state.text, state.tone) for name, state in states.items()} == {
                "a": (note, "warning"),
                "b": (note, "warning"),
                "mfa": ("from default, asks for MFA", "muted"),
                "pod": ("no region of its own", "muted"),
                "admin": ("Needs aws login", "muted"),
            }

    qt_run(look())
