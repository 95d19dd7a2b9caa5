"""The tab Dead letters: links both ways, counts, expiry, and a redrive that finds what was held here."""

from sqs_explorer.domain.errors import AccessDenied, Unreachable
from sqs_explorer.viewmodels.dead_letters.dead_letters_view_model import DeadLettersViewModel
from sqs_explorer.viewmodels.dead_letters.move_question import MoveChoice
from sqs_explorer.viewmodels.dead_letters.redrive_question import RedriveChoice, RedriveDestination
from sqs_explorer.viewmodels.messages.message_store import HoldState, MessageStore
from sqs_explorer.viewmodels.messages.messages_view_model import MessagesViewModel
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.dead_letters.page_scene import PageScene


class Scene(PageScene):
    """OrderQueue with dead letters, and the tab of whichever queue."""

    async def start(self, letters: int = 3) -> None:
        """Make the queues, bury letters, list all."""
        self.source, self.dlq = self.fake.create_queue_with_dlq("OrderQueue", maximum_receives=1)
        self.lonely = self.fake.create_queue("Lonely")
        for number in range(letters):
            self.fake.put(self.source, str(number))
        await self.open()
        await self.bury(self.source)
        self.catalogue.request_attributes(self.catalogue.queues, again=True)
        await self.settle()

    async def tab(self, url: str) -> DeadLettersViewModel:
        """Open the tab and let it read."""
        context = self.context(url)
        messages = MessagesViewModel(context, MessageStore(self.owner), self.owner)
        tab = DeadLettersViewModel(context, messages, self.owner, pause=self.pause)
        tab.show()
        await self.rest(tab)
        return tab

    async def rest(self, tab: DeadLettersViewModel) -> None:
        """Wait until the tab and the catalogue have nothing to do."""
        for _ in range(3):
            await tab.scope.idle()
            await tab.redrive.idle()
            await tab.moving.scope.idle()
            await self.settle()

    async def receive_all(self, tab: DeadLettersViewModel) -> tuple[str, ...]:
        """Receive as the button does."""
        tab.receive()
        await tab._receive_scope.idle()
        await self.settle()
        return tuple(row.message.message_id for row in tab.messages.store.rows)


async def closed(tab: DeadLettersViewModel) -> None:
    await tab.close()
    await tab.messages.close()


def test_a_dlq_names_its_sources_with_their_maximum_receives(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start()
        tab = await scene.tab(scene.dlq)
        assert [(link.queue.url, link.maximum_receives) for link in tab.sources] == [(scene.source, 1)]
        assert tab.target is None
        assert tab.is_dlq
        assert tab.dead_letter_count == 3
        assert tab.redrive_blocked_reason is None
        await closed(tab)

    qt_run(work())


def test_a_source_queue_names_its_dlq_and_how_much_waits_there(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start()
        tab = await scene.tab(scene.source)
        assert not tab.is_dlq
        assert tab.target is not None
        assert tab.target.queue is not None
        assert (tab.target.name, tab.target.queue.url, tab.target.available) == (
            "OrderQueue-DLQ",
            scene.dlq,
            3,
        )
        assert tab.dead_letter_count == 3
        assert scene.fake.count("ListMessageMoveTasks") == 0
        await closed(tab)

    qt_run(work())


def test_a_queue_that_is_neither_has_no_links_and_no_redrive(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start()
        tab = await scene.tab(scene.lonely)
        assert (tab.sources, tab.target, tab.dead_letter_count) == ((), None, None)
        assert tab.is_loaded
        assert tab.redrive_blocked_reason is not None
        assert "Only a dead-letter queue" in tab.redrive_blocked_reason
        await closed(tab)

    qt_run(work())


def test_a_server_that_cannot_list_sources_is_asked_by_redrive_policies(qt_run: RunCoroutine) -> None:
    scene = Scene()
    scene.fake.withdraw("ListDeadLetterSourceQueues")

    async def work() -> None:
        await scene.start()
        tab = await scene.tab(scene.dlq)
        assert [link.queue.name for link in tab.sources] == ["OrderQueue"]
        assert tab.sources_error is None
        await closed(tab)

    qt_run(work())


def test_a_source_that_listing_denies_is_found_by_asking_the_dlq(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start()
        scene.catalogue.attributes.pop(scene.context(scene.source).queue)
        tab = await scene.tab(scene.dlq)
        assert [link.queue.name for link in tab.sources] == ["OrderQueue"]
        await closed(tab)

    qt_run(work())


def test_a_source_whose_policy_comes_later_makes_the_queue_a_dlq_and_its_tasks_are_read(
    qt_run: RunCoroutine,
) -> None:
    scene = Scene()
    scene.fake.withdraw("ListDeadLetterSourceQueues")

    async def work() -> None:
        await scene.start()
        scene.fake.set_attributes(scene.source, RedrivePolicy="")
        scene.catalogue.request_attributes(scene.catalogue.queues, again=True)
        await scene.settle()
        tab = await scene.tab(scene.dlq)
        assert not tab.is_dlq
        policy = {"deadLetterTargetArn": scene.fake.arn(scene.dlq), "maxReceiveCount": 4}
        scene.fake.set_attributes(scene.source, RedrivePolicy=policy)
        scene.catalogue.request_attributes(scene.catalogue.queues, again=True)
        await scene.rest(tab)
        assert [link.maximum_receives for link in tab.sources] == [4]
        assert scene.fake.count("ListMessageMoveTasks") == 1
        await closed(tab)

    qt_run(work())


def test_a_queue_deleted_while_its_tab_is_open_is_said(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start()
        tab = await scene.tab(scene.dlq)
        scene.fake.delete_queue(scene.dlq)
        tab.show()
        await scene.rest(tab)
        assert tab.sources_error is not None
        assert tab.sources_error.title == "The queue does not exist"
        await closed(tab)

    qt_run(work())


def test_sources_that_cannot_be_read_are_said_and_come_with_the_next_look(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start()
        scene.fake.fail_next("ListDeadLetterSourceQueues", Unreachable("No answer."))
        tab = await scene.tab(scene.dlq)
        assert tab.sources_error is not None
        tab.show()
        await scene.rest(tab)
        assert tab.sources_error is None
        await closed(tab)

    qt_run(work())


def test_a_link_asks_for_the_queues_page(qt_run: RunCoroutine) -> None:
    scene = Scene()
    asked: list[object] = []

    async def work() -> None:
        await scene.start()
        tab = await scene.tab(scene.dlq)
        tab.queue_open_requested.connect(asked.append)
        tab.open_queue(tab.sources[0].queue)
        assert asked == [tab.sources[0].queue]
        await closed(tab)

    qt_run(work())


def test_receive_takes_all_that_are_there_and_holds_them_for_five_minutes(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start(letters=23)
        for _ in range(3):
            await scene.bury(scene.source)
        scene.catalogue.request_attributes(scene.catalogue.queues, again=True)
        await scene.settle()
        tab = await scene.tab(scene.dlq)
        assert tab.receiving.settings.maximum == 23
        ids = await scene.receive_all(tab)
        assert len(ids) == 23
        held = tab.messages.store.rows[0]
        assert (held.state, held.hold_seconds) == (HoldState.HELD, 300)
        assert tab.messages.table.rowCount() == tab.table.rowCount() == 23
        await closed(tab)

    qt_run(work())


def test_the_number_to_receive_stays_once_it_was_typed(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start()
        tab = await scene.tab(scene.dlq)
        tab.set_maximum(2)
        scene.catalogue.request_attributes(scene.catalogue.queues, again=True)
        await scene.rest(tab)
        assert tab.receiving.settings.maximum == 2
        await closed(tab)

    qt_run(work())


def test_the_screen_is_told_when_a_move_begins_and_ends_not_how_far_it_is(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start(letters=3)
        tab = await scene.tab(scene.dlq)
        ids = await scene.receive_all(tab)
        progress: list[str] = []
        moving: list[bool] = []
        tab.moving.changed.connect(lambda: progress.append(tab.moving.progress_words))
        tab.changed.connect(lambda: moving.append(tab.moving.is_moving))
        tab.moving.start(ids, MoveChoice(tab.moving.question(ids).destinations[0]))
        await tab.moving.scope.idle()
        assert len(progress) > 2
        assert moving[:2] == [True, False]
        await closed(tab)

    qt_run(work())
    assert len(scene.fake.bodies(scene.source)) == 3


def test_redrive_all_releases_what_is_held_here_so_that_sqs_finds_it(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start()
        tab = await scene.tab(scene.dlq)
        await scene.receive_all(tab)
        assert tab.redrive_question().held_here == 3
        tab.start_redrive(RedriveChoice())
        await scene.rest(tab)
        assert scene.fake.bodies(scene.source) == ["0", "1", "2"]
        assert [row.state for row in tab.messages.store.rows] == [HoldState.RELEASED] * 3
        assert tab.dead_letter_count == 0
        known = scene.catalogue.attributes[scene.context(scene.source).queue]
        assert known.available == 3
        assert tab.task_model.rowCount() == 1
        await closed(tab)

    qt_run(work())


def test_nothing_is_redriven_while_a_move_is_under_way(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start()
        tab = await scene.tab(scene.dlq)
        ids = await scene.receive_all(tab)
        gate = scene.fake.hold("SendMessageBatch")
        tab.moving.start(ids, MoveChoice(tab.moving.question(ids).destinations[0]))
        await gate.reached()
        assert tab.redrive_blocked_reason is not None
        assert "A move from this queue is under way" in tab.redrive_blocked_reason
        tab.start_redrive(RedriveChoice())
        await tab.scope.idle()
        gate.release()
        await scene.rest(tab)
        await closed(tab)

    qt_run(work())
    assert scene.fake.count("StartMessageMoveTask") == 0
    assert sorted(scene.fake.bodies(scene.source)) == ["0", "1", "2"]


def test_a_release_that_is_denied_starts_no_redrive_and_says_so(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start()
        tab = await scene.tab(scene.dlq)
        await scene.receive_all(tab)
        denied = AccessDenied("No.", action="sqs:ChangeMessageVisibility")
        scene.fake.fail_next("ChangeMessageVisibilityBatch", denied)
        tab.start_redrive(RedriveChoice())
        await scene.rest(tab)
        assert tab.notice is not None
        assert "no redrive was started" in tab.notice.text
        assert "sqs:ChangeMessageVisibility" in tab.notice.text
        await closed(tab)

    qt_run(work())
    assert scene.fake.count("StartMessageMoveTask") == 0


def test_the_redrive_question_names_number_queues_and_place(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        scene.fake.create_queue("OrderRetryQueue")
        scene.fake.create_queue("Other.fifo")
        await scene.start()
        tab = await scene.tab(scene.dlq)
        question = tab.redrive_question()
        assert [row.label for row in question.destinations] == [
            "Original source queues",
            "Lonely",
            "OrderQueue",
            "OrderRetryQueue",
        ]
        assert question.destinations[3].arn == "arn:aws:sqs:eu-west-1:123456789012:OrderRetryQueue"
        assert question.where == "dev · 123456789012 · eu-west-1"
        sentence = question.sentence(question.destinations[0])
        assert sentence.startswith("SQS will move about 3 messages from OrderQueue-DLQ back to the queue ")
        assert "to OrderRetryQueue, and those that arrive" in question.sentence(question.destinations[3])
        caution = question.caution(question.destinations[0])
        assert "Whoever reads OrderQueue will try them again; what fails once comes back here." in caution
        elsewhere = question.caution(RedriveDestination("OrderRetryQueue", "arn"))
        assert "Whoever reads OrderRetryQueue will try them again." in elsewhere
        await closed(tab)

    qt_run(work())
