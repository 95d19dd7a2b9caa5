"""The demo opens, pauses, dies in plain words, and ends with the program."""

from sqs_explorer.viewmodels.shell.demo import DemoViewModel
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.shell.window_scene import FakeEmbeddedSqs, WindowScene, no_bug


def demo_of(scene: WindowScene, sandbox: FakeEmbeddedSqs) -> tuple[DemoViewModel, TaskScope]:
    scope = TaskScope(no_bug)
    return DemoViewModel(sandbox, scene.catalogue, scene.activity, scope), scope


def test_opening_the_demo_opens_its_connections_once(qt_run: RunCoroutine) -> None:
    async def open_twice() -> list[str]:
        scene, sandbox = WindowScene(), FakeEmbeddedSqs()
        demo, scope = demo_of(scene, sandbox)
        demo.open(read_only=True)
        demo.open()
        await scope.idle()
        titles = [f"{spec.title} {spec.read_only}" for spec in scene.catalogue.specs]
        await demo.close()
        await scene.close()
        assert sandbox.stops == 1
        return titles

    assert qt_run(open_twice()) == ["demo True"]


def test_a_demo_that_does_not_start_says_why_and_can_be_tried_again(qt_run: RunCoroutine) -> None:
    async def fail_then_open() -> None:
        scene, sandbox = WindowScene(), FakeEmbeddedSqs(failure="The port is taken.")
        demo, scope = demo_of(scene, sandbox)
        demo.open()
        await scope.idle()
        assert str(demo.error) == "The port is taken."
        assert demo.error_title == "The demo's SQS did not start"
        assert scene.activity.records[-1].result == "The demo's SQS did not start"
        sandbox.failure = ""
        demo.open()
        await scope.idle()
        assert demo.is_running
        assert demo.error is None
        await demo.close()
        await scene.close()

    qt_run(fail_then_open())


def test_the_death_of_the_embedded_sqs_is_noticed_and_said(qt_run: RunCoroutine) -> None:
    async def die() -> None:
        scene, sandbox = WindowScene(), FakeEmbeddedSqs()
        demo, scope = demo_of(scene, sandbox)
        demo.open()
        await scope.idle()
        sandbox.is_running = False
        demo._look_after_it()
        assert "Open the demo again" in str(demo.error)
        assert not demo.is_running
        assert not scene.activity.records[-1].succeeded
        await demo.close()
        await scene.close()

    qt_run(die())


def test_the_services_pause_and_go_on(qt_run: RunCoroutine) -> None:
    async def pause_and_resume() -> list[bool]:
        scene, sandbox = WindowScene(), FakeEmbeddedSqs()
        demo, scope = demo_of(scene, sandbox)
        demo.open()
        await scope.idle()
        seen = [demo.services_running]
        for _ in range(2):
            demo.toggle_services()
            seen.append(sandbox.services_running)
        await demo.close()
        await scene.close()
        return seen

    assert qt_run(pause_and_resume()) == [True, False, True]


def test_the_demos_connections_open_again_after_they_were_closed_while_its_sqs_goes_on(
    qt_run: RunCoroutine,
) -> None:
    async def close_and_open() -> None:
        scene, sandbox = WindowScene(), FakeEmbeddedSqs()
        demo, scope = demo_of(scene, sandbox)
        demo.open()
        await scope.idle()
        await scene.catalogue.close("demo@demo")
        sandbox.failure = "It runs already."
        demo.open()
        await scope.idle()
        assert [spec.title for spec in scene.catalogue.specs] == ["demo"]
        assert demo.error is None
        assert scene.activity.records[-1].succeeded
        await demo.close()
        await scene.close()

    qt_run(close_and_open())


def test_after_its_death_the_demo_opens_anew_in_the_place_of_the_dead_connections(
    qt_run: RunCoroutine,
) -> None:
    async def die_and_open() -> None:
        scene, sandbox = WindowScene(), FakeEmbeddedSqs()
        demo, scope = demo_of(scene, sandbox)
        demo.open()
        await scope.idle()
        sandbox.is_running = False
        demo._look_after_it()
        assert demo.error_title == "The demo's SQS has ended"
        demo.open()
        await scope.idle()
        assert demo.is_running
        assert [gateway.closed for gateway in scene.opener.opened] == [True, False]
        await demo.close()
        await scene.close()

    qt_run(die_and_open())
