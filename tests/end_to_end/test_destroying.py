"""Purging and deleting queues and many messages: asked with the name, then read back from the server."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from sqs_explorer.tour import hands
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.production_scene import receives
from tests.end_to_end.second_client import SecondClient

NAME = "Type the queue name"


def verb(person: Person) -> QAbstractButton:
    """Return the button of the dialog in front that is not Cancel."""
    buttons = person.front.findChildren(QAbstractButton)
    return next(one for one in buttons if one.isVisible() and one.text() not in {"", "Cancel"})


async def types_name(person: Person, queue: str) -> None:
    """Type a wrong name, then the right one, and see when the verb can be pressed."""
    assert not verb(person).isEnabled()
    for wrong in (queue[:-1], queue.upper(), f"{queue} ", f" {queue}"):
        person.type(NAME, wrong)
        assert not verb(person).isEnabled(), wrong
    person.find(QLineEdit, NAME).returnPressed.emit()
    assert QApplication.activeModalWidget() is not None
    person.type(NAME, queue)
    assert verb(person).isEnabled()


def test_purge_asks_with_the_counts_and_the_name_and_empties_the_queue(
    in_orders: UseProgram, second: SecondClient
) -> None:
    queue = second.queue("purged", VisibilityTimeout=600)
    second.send_all(queue, [f"body {number}" for number in range(12)])
    second.sqs.receive_message(QueueUrl=second.url(queue), MaxNumberOfMessages=2)

    async def steps(person: Person) -> None:
        await person.opens(queue, "Details")
        await person.reads("user/demo")
        await person.dialog("Purge queue")
        text = person.words()
        in_flight = second.in_flight(queue)
        for part in (
            queue,
            "≈ 12",
            f"{in_flight} in flight",
            "000000000000",
            "user/demo",
            "eu-west-1",
            "orders",
        ):
            assert part in text, (part, text)
        await types_name(person, queue)
        assert verb(person).text() == "Purge about 12 messages"
        await person.answers("Purge about 12 messages")
        await person.reads("The queue is being purged.", "up to 60 seconds")
        assert (second.waiting(queue), second.in_flight(queue)) == (0, 0)
        assert person.said("Last activity") == f"Purged {queue}: about 12 messages"

    in_orders(steps)


def test_a_second_purge_within_a_minute_is_refused_by_sqs_and_says_when(
    in_orders: UseProgram, second: SecondClient
) -> None:
    queue = second.queue("purged-twice")

    async def steps(person: Person) -> None:
        await person.opens(queue, "Details")
        await person.dialog("Purge queue")
        person.type(NAME, queue)
        await person.answers("Purge queue")
        await person.reads("The queue is being purged.")
        second.send(queue, "sent since")
        await person.press_is("Purge queue")
        await person.dialog("Purge queue")
        person.type(NAME, queue)
        await person.answers(verb(person).text())
        await person.reads("every 60 seconds", "Wait until 60 seconds have passed")
        assert second.waiting(queue) == 1

    in_orders(steps)


def test_delete_queue_removes_it_at_the_server_and_in_the_tree(
    in_orders: UseProgram, second: SecondClient
) -> None:
    source, dlq = second.dlq_pair("lost")
    second.send(dlq, "a")

    async def steps(person: Person) -> None:
        await person.opens(dlq, "Details")
        await person.dialog("Delete queue")
        await person.reads(f"It is the dead-letter queue of {source}", "1 available")
        await types_name(person, dlq)
        await person.answers("Delete queue")
        await person.until(lambda: dlq not in person.queues(), "the end of its row")
        urls = second.sqs.list_queues().get("QueueUrls", [])
        assert not [url for url in urls if url.endswith(f"/{dlq}")]
        assert [url for url in urls if url.endswith(f"/{source}")]
        assert person.said("Last activity") == f"Deleted the queue {dlq}"

    in_orders(steps)


def test_cancel_destroys_nothing(in_orders: UseProgram, second: SecondClient) -> None:
    queue = second.queue("spared")
    second.send(queue, "a")

    async def steps(person: Person) -> None:
        await person.opens(queue, "Details")
        for opener in ("Purge queue", "Delete queue"):
            await person.dialog(opener)
            person.type(NAME, queue)
            await person.answers("Cancel")
        assert second.waiting(queue) == 1

    in_orders(steps)


def test_deleting_101_messages_asks_for_the_name_and_100_do_not(
    in_orders: UseProgram, second: SecondClient
) -> None:
    queue = second.queue("many", VisibilityTimeout=600)
    second.send_all(queue, [f"body {number}" for number in range(101)])

    async def steps(person: Person) -> None:
        await receives(person, queue, 101)
        person.select(*range(100))
        await person.dialog("Delete")
        assert person.can("Delete 100 messages")
        await person.answers("Cancel")
        person.select(*range(101))
        await person.dialog("Delete")
        await types_name(person, queue)
        await person.answers("Delete 101 messages")
        table = person.table("Messages")
        await person.until(
            lambda: hands.texts(table, "Visible again").count("deleted") == 101, "all deleted", 30
        )
        assert (second.waiting(queue), second.in_flight(queue)) == (0, 0)

    in_orders(steps)
