"""SQS's own redrive: asked for, listed newest first, cancelled from the list."""

import pytest

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import InvalidInput, MoveTaskRefused, OperationNotOffered
from sqs_explorer.domain.move_tasks import MoveTaskStatus
from sqs_explorer.services.redriving import cancel_redrive, list_redrives, start_redrive
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionOpener
from tests.fakes.fake_gateway import FakeSqsGateway
from tests.fakes.fake_sqs import FakeSqs
from tests.guards.event_loops import RunCoroutine


class Scene:
    """A DLQ of one source, with dead letters that know it."""

    def __init__(self, letters: int = 4) -> None:
        self.clock = FakeClock()
        self.fake = FakeSqs(self.clock)
        self.source, self.dlq = self.fake.create_queue_with_dlq("OrderQueue", maximum_receives=1)
        for number in range(letters):
            self.fake.put(self.source, str(number))
        opener = FakeConnectionOpener(self.fake)
        self.gateway: FakeSqsGateway = opener.open(ConnectionSpec("dev", ("eu-west-1",))).sqs("eu-west-1")
        self.arn = self.fake.arn(self.dlq)

    async def bury(self) -> None:
        """Receive all twice, so that they move to the DLQ."""
        for _ in range(2):
            await self.gateway.receive(self.source, maximum=10, wait_seconds=0, visibility_seconds=0)


def test_a_redrive_brings_every_message_back_to_its_source(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.bury()
        assert len(scene.fake.bodies(scene.dlq)) == 4
        await start_redrive(scene.gateway, scene.arn)
        scene.clock.advance(2)
        (task,) = await list_redrives(scene.gateway, scene.arn)
        assert (task.status, task.moved, task.messages_per_second) == (MoveTaskStatus.COMPLETED, 4, None)

    run(work())
    assert scene.fake.bodies(scene.source) == ["0", "1", "2", "3"]


def test_the_newest_task_comes_first(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> list[int | None]:
        await scene.bury()
        await start_redrive(scene.gateway, scene.arn, messages_per_second=5)
        scene.clock.advance(60)
        await start_redrive(scene.gateway, scene.arn, messages_per_second=7)
        return [task.messages_per_second for task in await list_redrives(scene.gateway, scene.arn)]

    assert run(work()) == [7, 5]


def test_a_redrive_is_cancelled_without_a_handle_kept_from_its_start(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.bury()
        await start_redrive(scene.gateway, scene.arn, messages_per_second=1)
        scene.clock.advance(2)
        assert await cancel_redrive(scene.gateway, scene.arn) == 2
        assert await cancel_redrive(scene.gateway, scene.arn) is None

    run(work())
    assert len(scene.fake.bodies(scene.dlq)) == 2


@pytest.mark.parametrize("rate", [-1, 501])
def test_a_rate_that_sqs_does_not_take_is_refused_before_the_call(run: RunCoroutine, rate: int) -> None:
    scene = Scene()

    async def work() -> None:
        with pytest.raises(InvalidInput, match="0 to 500"):
            await start_redrive(scene.gateway, scene.arn, messages_per_second=rate)

    run(work())
    assert scene.fake.count("StartMessageMoveTask") == 0


def test_a_queue_that_is_no_dlq_is_refused(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        with pytest.raises(MoveTaskRefused, match="Dead Letter Queue"):
            await start_redrive(scene.gateway, scene.fake.arn(scene.source))

    run(work())


def test_a_server_without_move_tasks_says_so(run: RunCoroutine) -> None:
    scene = Scene()
    scene.fake.withdraw("ListMessageMoveTasks")

    async def work() -> None:
        with pytest.raises(OperationNotOffered):
            await list_redrives(scene.gateway, scene.arn)

    run(work())
