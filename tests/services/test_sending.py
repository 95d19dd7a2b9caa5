"""One send: what breaks a rule never leaves, and an answer that does not fit is an error."""

import pytest

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import InvalidInput, OutcomeUnknown
from sqs_explorer.domain.messages import MessageAttribute, OutgoingMessage, SentMessage
from sqs_explorer.services.sending import StoredDifferently, send_message
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionOpener
from tests.fakes.fake_sqs import FakeSqs
from tests.guards.event_loops import RunCoroutine

ATTRIBUTES = (
    MessageAttribute("kind", "String.label", "ünïcode"),
    MessageAttribute("count", "Number.int", "007.50"),
    MessageAttribute("signature", "Binary.gif", b"".decode(), b"\x00\xff"),
)


class Sender:
    def __init__(self, queue: str = "OrderQueue") -> None:
        self.fake = FakeSqs(FakeClock())
        self.url = self.fake.create_queue(queue)

    async def send(self, message: OutgoingMessage, maximum_size_bytes: int = 1_048_576) -> SentMessage:
        gateway = FakeConnectionOpener(self.fake).open(ConnectionSpec("dev", ("eu-west-1",)))
        return await send_message(
            gateway.sqs("eu-west-1"),
            self.url,
            message,
            is_fifo=self.url.endswith(".fifo"),
            content_based_deduplication=False,
            maximum_size_bytes=maximum_size_bytes,
        )


def test_a_message_arrives_with_body_attributes_group_and_trace_header(run: RunCoroutine) -> None:
    sender = Sender("Inventory.fifo")
    trace_header = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"
    message = OutgoingMessage("a\r\nb\u2028\u00a0🙂", ATTRIBUTES, "g-1", "d-1", None, trace_header)
    answer = run(sender.send(message))
    (held,) = sender.fake.messages(sender.url)
    assert (held.message_id, held.body, held.attributes) == (answer.message_id, message.body, ATTRIBUTES)
    assert (held.group_id, held.deduplication_id, held.trace_header) == ("g-1", "d-1", trace_header)
    assert answer.sequence_number == held.system_attributes["SequenceNumber"]


def test_what_breaks_a_rule_is_not_sent(run: RunCoroutine) -> None:
    sender = Sender()
    with pytest.raises(InvalidInput, match="6 bytes over") as caught:
        run(sender.send(OutgoingMessage("x" * 1_030), maximum_size_bytes=1_024))
    assert caught.value.field == "Message size"
    assert sender.fake.count("SendMessage") == 0


@pytest.mark.parametrize("what", ["body", "attributes"])
def test_a_wrong_md5_in_the_answer_is_an_error_that_names_the_message(run: RunCoroutine, what: str) -> None:
    sender = Sender()
    sender.fake.spoil_md5(what)
    with pytest.raises(StoredDifferently, match=f"MD5 of the {what}") as caught:
        run(sender.send(OutgoingMessage("hello", ATTRIBUTES)))
    assert caught.value.answer.message_id == sender.fake.messages(sender.url)[0].message_id


def test_a_lost_answer_is_an_unknown_outcome_and_not_sent_twice(run: RunCoroutine) -> None:
    sender = Sender()
    sender.fake.lose_answer("SendMessage")
    with pytest.raises(OutcomeUnknown):
        run(sender.send(OutgoingMessage("hello")))
    assert sender.fake.bodies(sender.url) == ["hello"]
