"""What expires soon among the dead letters: counted, shown alone, and no longer counted once it is moved."""

from sqs_explorer.viewmodels.dead_letters.expiring import expiring_text, expiring_title
from sqs_explorer.viewmodels.messages.message_store import HoldState
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.dead_letters.test_dead_letters_view_model import Scene, closed

DAY_SECONDS = 86_400


def test_messages_that_expire_within_a_day_are_counted_and_shown_alone(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start(letters=2)
        scene.clock.advance(3 * DAY_SECONDS + 3_600)
        scene.fake.put(scene.source, "young")
        await scene.bury(scene.source)
        tab = await scene.tab(scene.dlq)
        await scene.receive_all(tab)
        assert tab.expiring_count == 2
        tab.show_expiring(only=True)
        assert [tab.table.row_at(row).message.body for row in range(tab.table.rowCount())] == ["0", "1"]
        tab.show_expiring(only=False)
        assert tab.table.rowCount() == 3
        await closed(tab)

    qt_run(work())


def test_a_message_that_is_moved_no_longer_counts_as_expiring(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start(letters=3)
        scene.clock.advance(3 * DAY_SECONDS + 3_600)
        tab = await scene.tab(scene.dlq)
        ids = await scene.receive_all(tab)
        assert tab.expiring_count == 3
        told: list[int] = []
        tab.changed.connect(lambda: told.append(tab.expiring_count))
        tab.messages.store.mark(ids[:2], HoldState.MOVED)
        assert told == [1]
        tab.messages.store.note_problems({ids[2]: "Too long."})
        assert told == [1], "nothing that this screen says has changed"
        tab.messages.store.clear()
        assert told == [1, 0]
        await closed(tab)

    qt_run(work())


def test_a_fifo_dlq_warns_of_nothing_because_it_restarts_the_retention(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        _, dlq = scene.fake.create_queue_with_dlq("A.fifo")
        scene.fake.set_attributes(dlq, MessageRetentionPeriod=DAY_SECONDS)
        scene.fake.put(dlq, "one")
        await scene.open()
        tab = await scene.tab(dlq)
        await scene.receive_all(tab)
        assert (len(tab.messages.store), tab.expiring_count) == (1, 0)
        await closed(tab)

    qt_run(work())


def test_the_expiry_is_told_with_number_and_reason() -> None:
    assert expiring_title(4) == "4 messages expire within 24 hours."
    assert expiring_title(1) == "1 message expires within 24 hours."
    text = "A standard queue counts its 14 days from the first send, not from the move."
    assert expiring_text(14 * DAY_SECONDS) == text
