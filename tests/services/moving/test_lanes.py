"""Which messages may go together in one batch."""

from hypothesis import given
from hypothesis import strategies as st

from sqs_explorer.domain.messages import OutgoingMessage, ReceivedMessage
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.moving.items import Item
from sqs_explorer.services.moving.lanes import Lanes

MEBIBYTE = 1_048_576
STANDARD = [QueueRef("dev", "eu-west-1", f"https://host/1/{name}") for name in "AB"]
FIFO = QueueRef("dev", "eu-west-1", "https://host/1/C.fifo")


def item(number: int, destination: QueueRef, size_bytes: int, group: str) -> Item:
    message = ReceivedMessage(str(number), f"handle-{number}", "")
    lane = (destination, group) if destination.is_fifo else None
    return Item(message, destination, OutgoingMessage("x"), 0.0, 0.0, lane, size_bytes)


ITEMS = st.lists(
    st.tuples(
        st.sampled_from([*STANDARD, FIFO]),
        st.sampled_from([1, 1_000, 300_000, 600_000, MEBIBYTE]),
        st.sampled_from("ab"),
    ),
    max_size=40,
)


@given(ITEMS, st.integers(1, 4))
def test_every_item_goes_once_in_batches_that_sqs_takes_and_groups_keep_their_order(
    wanted: list[tuple[QueueRef, int, str]], parallel: int
) -> None:
    lanes = Lanes()
    coming = [item(number, *one) for number, one in enumerate(wanted)]
    under_way: list[list[Item]] = []
    gone: list[Item] = []
    while coming or len(lanes) or under_way:
        for one in coming[:3]:
            lanes.add(one)
        del coming[:3]
        batch = lanes.take_batch()
        if batch:
            under_way.append(batch)
            assert len({i.destination for i in batch}) == 1
            assert len(batch) <= 10
            assert len(batch) == 1 or sum(i.size_bytes for i in batch) <= MEBIBYTE
            groups = [i.lane for b in under_way for i in b if i.lane]
            assert len(groups) == len(set(groups))
            gone += batch
        if not batch or len(under_way) == parallel:
            lanes.finish(under_way.pop(0))
    assert sorted(int(i.message_id) for i in gone) == list(range(len(wanted)))
    for group in "ab":
        numbers = [int(i.message_id) for i in gone if i.lane == (FIFO, group)]
        assert numbers == sorted(numbers)


def test_destinations_take_turns() -> None:
    lanes = Lanes()
    for number in range(40):
        lanes.add(item(number, STANDARD[number >= 30], 1, ""))
    assert [lanes.take_batch()[0].destination for _ in range(4)] == [
        STANDARD[0],
        STANDARD[1],
        STANDARD[0],
        STANDARD[0],
    ]


def test_what_waits_can_be_taken_out() -> None:
    lanes = Lanes()
    for number in range(5):
        lanes.add(item(number, FIFO, 1, "a" if number else "b"))
    batch = lanes.take_batch()
    assert sorted(int(i.message_id) for i in lanes.drain()) == [2, 3, 4]
    lanes.finish(batch)
    assert len(lanes) == 0
    assert lanes.take_batch() == []
