"""What goes wrong while messages are moved: each reason is said in words, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient
from tests.end_to_end.test_dead_letters import collect
from tests.fakes.sandbox_fixture import start_sandbox

HOME, DENIED, LOCKED, UNDELETABLE = "eu-west-1", "us-east-1", "us-west-2", "eu-central-1"
REGIONS = (HOME, DENIED, LOCKED, UNDELETABLE)
REFUSALS = (
    f"SendMessageBatch@{DENIED}=AccessDenied",
    f"SendMessage@{DENIED}=AccessDenied",
    f"SendMessageBatch@{LOCKED}=KmsAccessDenied",
    f"SendMessage@{LOCKED}=KmsAccessDenied",
    f"DeleteMessageBatch@{UNDELETABLE}=AccessDenied",
    f"DeleteMessage@{UNDELETABLE}=AccessDenied",
    "StartMessageMoveTask=InvalidAction",
    "ListMessageMoveTasks=InvalidAction",
    "ListDeadLetterSourceQueues=InvalidAction",
)


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxEndpoint]:
    """A server that denies sends in one region, has a locked key in another, and no move tasks."""
    with start_sandbox(Path(tmp_path_factory.mktemp("moving-faults")), refusals=REFUSALS) as endpoint:
        yield endpoint


@pytest.fixture
def clients(refusing: SandboxEndpoint) -> Iterator[dict[str, SecondClient]]:
    """A plain client of each region."""
    made = {region: SecondClient(refusing.endpoint_url, region) for region in REGIONS}
    yield made
    for client in made.values():
        client.close()


@pytest.fixture
def home(clients: dict[str, SecondClient]) -> SecondClient:
    """The client of the region where nothing is wrong."""
    return clients[HOME]


@pytest.fixture
def in_regions(use_program: UseProgram, aws: AwsSettings, refusing: SandboxEndpoint) -> UseProgram:
    """Return the function that starts the program with `orders` open in all these regions."""
    aws.profiles(refusing.endpoint_url, "orders")
    regions = [argument for region in REGIONS for argument in ("--region", region)]
    return lambda steps, *more, seconds=60: use_program(
        steps, "--profile", "orders", *regions, *more, seconds=seconds
    )


def label_of(queue: str, region: str) -> str:
    """Return how the Move dialog lists a queue of another region."""
    return f"{queue} · orders · {region}"


async def move(person: Person, destination: str, *rows: int, caution: str = "") -> None:
    """Move rows to the queue of this label, once the dialog says `caution`."""
    person.select(*rows)
    await person.dialog("Move selected")
    person.choose("Destination", destination)
    await person.reads(caution)
    await person.answers("Start move")


def held_and_waiting(client: SecondClient, queue: str) -> int:
    """Return how many messages a queue holds, hidden or not."""
    return client.waiting(queue) + client.in_flight(queue)


@pytest.mark.parametrize(
    ("region", "words"),
    [
        (DENIED, ("This identity may not sqs:SendMessage", "Ask for sqs:SendMessage")),
        (LOCKED, ("kms:Decrypt and kms:GenerateDataKey",)),
    ],
)
def test_a_destination_that_denies_or_has_no_key_says_what_is_missing_and_keeps_the_originals(
    in_regions: UseProgram,
    clients: dict[str, SecondClient],
    home: SecondClient,
    region: str,
    words: tuple[str],
) -> None:
    source, dlq = home.dlq_pair("kept", maximum_receives=1)
    away = clients[region].queue("away")
    home.dead_letter(source, dlq, "a", "b", "c")

    async def steps(person: Person) -> None:
        await person.until(lambda: away in person.queues(), "the queue of the other region")
        await collect(person, dlq, 3)
        await move(person, label_of(away, region), 0, 1, 2)
        await person.reads(f"Moved 0 of 3 to {away}.", *words)
        assert set(person.column("Messages", "Visible again")).isdisjoint({"moved", "visible"})
        assert (held_and_waiting(home, dlq), held_and_waiting(clients[region], away)) == (3, 0)

    in_regions(steps)


def test_a_destination_deleted_meanwhile_is_said_and_the_originals_stay(
    in_regions: UseProgram, home: SecondClient
) -> None:
    source, dlq = home.dlq_pair("orphaned", maximum_receives=1)
    gone = home.queue("gone")
    home.dead_letter(source, dlq, "a", "b")

    async def steps(person: Person) -> None:
        await collect(person, dlq, 2)
        home.delete_queue(gone)
        await move(person, gone, 0, 1)
        await person.reads(f"Moved 0 of 2 to {gone}.", "does not exist")
        assert held_and_waiting(home, dlq) == 2

    in_regions(steps)


def test_a_body_over_the_destinations_limit_is_said_before_and_after_and_stays(
    in_regions: UseProgram, home: SecondClient
) -> None:
    source, dlq = home.dlq_pair("sizes", maximum_receives=1)
    small = home.queue("small", MaximumMessageSize=1_024)
    home.dead_letter(source, dlq, "fits", "x" * 2_000)

    async def steps(person: Person) -> None:
        await collect(person, dlq, 2)
        await person.until(lambda: person.count(small) == "0", "the attributes of the small queue")
        caution = f"1 message is larger than {small} takes (1 KiB), and will stay."
        await move(person, small, 0, 1, caution=caution)
        await person.reads(f"Moved 1 of 2 to {small}.", "2,000 bytes; the destination takes 1,024 at most")
        assert [message["Body"] for message in home.receive(small)] == ["fits"]
        assert held_and_waiting(home, dlq) == 1

    in_regions(steps)


def test_a_fifo_destination_of_standard_messages_carries_its_caution_and_gives_them_groups(
    in_regions: UseProgram, home: SecondClient
) -> None:
    source, dlq = home.dlq_pair("typed", maximum_receives=1)
    ordered = home.queue("ordered.fifo")
    home.dead_letter(source, dlq, "a", "b")

    async def steps(person: Person) -> None:
        await collect(person, dlq, 2)
        caution = f"{ordered} is a FIFO queue: a message without a group ID gets its message ID"
        await move(person, ordered, 0, 1, caution=caution)
        await person.reads(f"Moved 2 messages to {ordered}.")
        arrived = home.receive(ordered)
        assert sorted(message["Body"] for message in arrived) == ["a", "b"]
        assert len({message["Attributes"]["MessageGroupId"] for message in arrived}) == 2
        assert held_and_waiting(home, dlq) == 0

    in_regions(steps)


def test_a_delete_that_is_denied_says_that_the_copy_arrived_and_the_original_may_be_there(
    in_regions: UseProgram, clients: dict[str, SecondClient], home: SecondClient
) -> None:
    there, target = clients[UNDELETABLE], home.queue("target")
    source, dlq = there.dlq_pair("sticky", maximum_receives=1)
    there.dead_letter(source, dlq, "a")

    async def steps(person: Person) -> None:
        await person.until(lambda: target in person.queues(), "the queue of the other region")
        await collect(person, dlq, 1)
        await move(person, label_of(target, HOME), 0)
        await person.reads(f"Moved 0 of 1 to {target}.", "The copy arrived; the original may still be here")
        await person.reads("1 sent, original not deleted", "sqs:DeleteMessage")
        assert (held_and_waiting(home, target), held_and_waiting(there, dlq)) == (1, 1)

    in_regions(steps)


def test_a_hold_that_ended_is_said_before_anything_is_sent(
    in_regions: UseProgram, home: SecondClient
) -> None:
    source, other = home.queue("short"), home.queue("other")
    home.send(source, "a")

    async def steps(person: Person) -> None:
        await person.opens(source)
        person.set("Hold seconds", 1)
        person.set("Messages to receive", 1)
        person.press("Receive")
        await person.rows(1)
        await person.until(lambda: person.column("Messages", "Visible again") == ["visible"], "its end")
        person.select(0)
        await person.dialog("Move")
        await person.reads(
            "None of the selected messages is held any more. Receive them again, then move them."
        )
        assert not person.can("Start move")
        person.press("Cancel")
        assert (home.waiting(source), home.waiting(other)) == (1, 0)

    in_regions(steps)


def test_redrive_policies_say_who_feeds_a_dlq_where_the_server_cannot(
    in_regions: UseProgram, home: SecondClient
) -> None:
    source, dlq = home.dlq_pair("fed")

    async def steps(person: Person) -> None:
        await person.opens(dlq, "Dead letters")
        await person.follow_soon("Source queues", source)
        await person.told("Queue name", source)

    in_regions(steps)


def test_without_move_tasks_redrive_all_moves_the_whole_queue_by_the_worker(
    in_regions: UseProgram, home: SecondClient
) -> None:
    source, dlq = home.dlq_pair("whole")
    home.send_all(dlq, [f"letter {number}" for number in range(150)])

    async def steps(person: Person) -> None:
        await person.opens(dlq, "Dead letters")
        await person.reads("This server has no message move tasks")
        await person.dialog("Redrive all")
        await person.reads("This server has no message move tasks.", f"will be moved to {source}")
        assert person.find(QComboBox, "Destination").itemText(1) == "Original source queues"
        await person.answers("Start move")
        await person.until(lambda: f"Moved 150 messages to {source}." in person.words(), "the end", 40)
        assert (home.waiting(source), held_and_waiting(home, dlq)) == (150, 0)

    in_regions(steps, seconds=90)


def test_closing_the_program_amid_a_bulk_move_asks_and_stops_it_without_loss(
    in_regions: UseProgram, home: SecondClient
) -> None:
    source, dlq = home.dlq_pair("interrupted")
    home.send_all(dlq, [f"letter {number}" for number in range(60)])

    async def steps(person: Person) -> None:
        await person.opens(dlq, "Dead letters")
        await person.reads("This server has no message move tasks")
        await person.dialog("Redrive all")
        person.set("Messages per second", 5)
        await person.answers("Start move")
        await person.until(lambda: home.waiting(source) >= 2, "the first copies", 30)
        person.window.close()
        await person.reads("1 job under way", f"Move all messages from {dlq} to {source}", "Each is stopped;")

    in_regions(steps, seconds=90)
    copies = [message["Body"] for message in home.receive(source)]
    assert 2 <= len(copies) < 60
    assert len(set(copies)) == len(copies)
    assert held_and_waiting(home, dlq) == 60 - len(copies)
