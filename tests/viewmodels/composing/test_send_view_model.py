"""Sending: what the server holds is what was typed, and whatever fails keeps it."""

import pytest

from sqs_explorer.domain.errors import (
    AccessDenied,
    KmsRefused,
    MessageRefused,
    QueueNotFound,
    SqsExplorerError,
    Throttled,
)
from sqs_explorer.viewmodels.composing.attribute_row import AttributeRow, BinaryInput
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.composing.composer import opened

pytestmark = pytest.mark.usefixtures("qapp")


def test_the_server_holds_exactly_what_was_loaded_and_typed(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            bodies = [
                "a\r\nb\rc\n",
                "x\u2028y\u2029z",
                "\u00a0🙂\t\ufeff",
                '{"n": 1.0, "n": ${x}}',
                "x" * 1_048_576,
            ]
            for body in bodies:
                composer.view_model.load_body(body)
                await composer.send()
            assert [held.body for held in composer.held] == bodies

    run(scenario())


def test_attributes_of_all_types_arrive_with_their_labels(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            composer.view_model.type_body("b")
            composer.view_model.attributes.set_rows(
                [
                    AttributeRow("kind", "String.label", "ünï\ncode"),
                    AttributeRow("price", "Number.float", "050.00"),
                    AttributeRow("one", "Binary.gif", "AP8="),
                    AttributeRow("two", "Binary", "00ff", BinaryInput.HEX),
                    AttributeRow("three", "Binary", "", BinaryInput.FILE, b"\x00", "key.bin"),
                ]
            )
            await composer.send()
            (held,) = composer.held
            assert [(a.name, a.data_type, a.string_value, a.binary_value) for a in held.attributes] == [
                ("kind", "String.label", "ünï\ncode", b""),
                ("price", "Number.float", "050.00", b""),
                ("one", "Binary.gif", "", b"\x00\xff"),
                ("two", "Binary", "", b"\x00\xff"),
                ("three", "Binary", "", b"\x00"),
            ]

    run(scenario())


def test_a_fifo_message_arrives_in_its_group_and_the_result_names_it(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened("Orders.fifo") as composer:
            draft = composer.view_model
            draft.type_body("b")
            draft.set_group_id("KB-204")
            draft.make_deduplication_id()
            draft.set_delay_seconds(5)
            draft.set_trace_header("Root=1-5759e988;Sampled=1")
            await composer.send()
            (held,) = composer.held
            assert (held.group_id, held.trace_header) == ("KB-204", "Root=1-5759e988;Sampled=1")
            assert held.deduplication_id == draft.deduplication_id
            number = held.system_attributes["SequenceNumber"]
            assert composer.sentence == f"Sent 1 message · ID {held.message_id} · Sequence number {number}"

    run(scenario())


def test_a_standard_queue_takes_a_group_and_a_delay_and_no_deduplication_id(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            draft = composer.view_model
            draft.type_body("b")
            draft.set_group_id("tenant-1")
            draft.set_deduplication_id("left over")
            draft.set_delay_seconds(30)
            await composer.send()
            (held,) = composer.held
            assert (held.group_id, held.deduplication_id, held.visible) == ("tenant-1", "", False)
            composer.clock.advance(31)
            assert composer.held[0].visible

    run(scenario())


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("Message body", "", "empty body"),
        ("Message body", "ab\n\x07", "U+0007 at line 2, column 1"),
        ("Message size", "x" * 1_048_577, "1 byte over this queue's limit of 1,048,576"),
        ("Message group ID", "a b", "must not contain a space"),
        ("Trace header", "nonsense", "Root=1-"),
        ("Message attributes", ("AWS.x", "String", "v"), "reserved"),
        ("Message attributes", ("n", "Number", "abc"), "is not a number"),
        ("Message attributes", ("n", "Number", "9" * 39), "at most 38 digits"),
        ("Message attributes", ("n", "Binary", "?"), "not base64"),
        ("Message attributes", ("n", "Text", "v"), "String, Number or Binary"),
    ],
)
def test_what_sqs_would_refuse_is_said_beside_its_field_and_not_sent(
    run: RunCoroutine, field: str, value: str | tuple[str, str, str], words: str
) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            draft = composer.view_model
            draft.type_body("b")
            if isinstance(value, tuple):
                draft.attributes.set_rows([AttributeRow(*value)])
            elif field in {"Message body", "Message size"}:
                draft.type_body(value)
            elif field == "Trace header":
                draft.set_trace_header(value)
            else:
                draft.set_group_id(value)
            await composer.send()
            assert words in draft.problem_of(field)
            assert words in composer.sentence
            assert composer.fake.count("SendMessage") == 0
            assert composer.activity.records == []

    run(scenario())


@pytest.mark.parametrize(
    ("error", "title", "text"),
    [
        (AccessDenied("No.", action="sqs:SendMessage"), "Not sent: access denied", "sqs:SendMessage"),
        (KmsRefused("The key is disabled."), "Not sent: the encryption key", "The key is disabled."),
        (QueueNotFound("Gone."), "Not sent: the queue does not exist", "Gone."),
        (Throttled("Slow."), "Not sent: slowed down by AWS", "Slow."),
        (MessageRefused("Message must be shorter than 1024 bytes."), "SQS refused the message", "1024 bytes"),
    ],
)
def test_a_failed_send_keeps_the_typed_body(
    run: RunCoroutine, error: SqsExplorerError, title: str, text: str
) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            composer.view_model.type_body("precious")
            before = composer.view_model.draft
            composer.fake.fail_next("SendMessage", error)
            await composer.send()
            assert composer.view_model.result is not None
            assert composer.view_model.result.title.startswith(title)
            assert text in composer.view_model.result.text
            assert composer.view_model.draft == before
            assert composer.view_model.has_unsent_text
            assert not composer.view_model.is_sending
            assert [record.succeeded for record in composer.activity.records] == [False]
            await composer.send()
            assert [held.body for held in composer.held] == ["precious"]

    run(scenario())


def test_a_lost_answer_is_an_unknown_outcome(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            composer.view_model.type_body("once")
            composer.fake.lose_answer("SendMessage")
            await composer.send()
            assert composer.sentence == "Outcome unknown"
            assert composer.view_model.result is not None
            assert "Look into the queue" in composer.view_model.result.next_step
            assert composer.view_model.has_unsent_text
            assert [held.body for held in composer.held] == ["once"]

    run(scenario())


@pytest.mark.parametrize("what", ["body", "attributes"])
def test_an_answer_with_a_wrong_md5_is_shown_as_danger_with_the_message_id(
    run: RunCoroutine, what: str
) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            composer.view_model.type_body("b")
            composer.view_model.attributes.set_rows([AttributeRow("a", "String", "v")])
            composer.fake.spoil_md5(what)
            await composer.send()
            result = composer.view_model.result
            assert result is not None
            assert (result.tone, result.message_id) == ("danger", composer.held[0].message_id)
            assert f"MD5 of the {what}" in result.text
            assert composer.view_model.has_unsent_text

    run(scenario())


def test_the_text_stays_after_a_send_and_counts_as_sent_until_it_is_changed(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            draft = composer.view_model
            assert not draft.has_unsent_text
            draft.type_body("b")
            assert draft.has_unsent_text
            await composer.send()
            assert (draft.body, draft.has_unsent_text) == ("b", False)
            draft.attributes.add_row()
            assert draft.has_unsent_text
            draft.attributes.remove([0])
            draft.type_body("bc")
            assert draft.has_unsent_text

    run(scenario())


def test_one_send_at_a_time(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            composer.view_model.type_body("b")
            gate = composer.fake.hold("SendMessage")
            composer.view_model.send()
            await gate.reached()
            assert composer.view_model.is_sending
            assert [job.record.what for job in composer.activity.jobs] == ["Send to OrderQueue"]
            composer.view_model.send()
            composer.view_model.type_body("typed meanwhile")
            gate.release()
            await composer.idle()
            assert [held.body for held in composer.held] == ["b"]
            assert composer.view_model.has_unsent_text

    run(scenario())


def test_closing_the_tab_lets_a_send_finish(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            composer.view_model.type_body("b")
            composer.view_model.send()
            await composer.view_model.close()
            assert [held.body for held in composer.held] == ["b"]

    run(scenario())


def test_the_activity_names_the_message_and_never_its_body_and_the_counts_are_asked_again(
    run: RunCoroutine,
) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            composer.view_model.type_body("secret words")
            asked = composer.fake.count("GetQueueAttributes")
            await composer.send()
            (record,) = composer.activity.records
            assert record.result == f"Sent 1 message to OrderQueue · ID {composer.held[0].message_id}"
            assert "secret" not in repr(record)
            assert composer.fake.count("GetQueueAttributes") == asked + 1
            attributes = composer.context.attributes
            assert attributes is not None
            assert attributes.available == 1

    run(scenario())


def test_a_read_only_connection_sends_nothing_and_says_so(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened(read_only=True) as composer:
            composer.view_model.type_body("b")
            await composer.send()
            assert composer.view_model.blocked_reason is not None
            assert composer.view_model.blocked_reason.startswith("Read-only connection")
            assert composer.fake.count("SendMessage") == 0

    run(scenario())


def test_a_connection_closed_meanwhile_is_said_and_the_text_stays(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            composer.view_model.type_body("b")
            await composer.catalogue.close(composer.spec.connection_id)
            await composer.send()
            assert composer.sentence == "Not sent: the connection is closed"
            assert composer.view_model.body == "b"

    run(scenario())


def test_attributes_that_the_server_does_not_tell_leave_the_judgement_to_sqs(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened("Orders.fifo", known=False) as composer:
            composer.view_model.type_body("b")
            composer.view_model.set_group_id("g")
            await composer.send()
            assert composer.fake.count("SendMessage") == 1
            assert composer.sentence == "SQS refused the message"

    run(scenario())


def test_a_refusal_goes_once_what_it_named_is_mended(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            draft = composer.view_model
            draft.type_body("b")
            draft.set_group_id("a b")
            await composer.send()
            assert composer.sentence == "Not sent: Message group ID must not contain a space."
            draft.type_body("body")
            draft.examine()
            assert composer.sentence == "Not sent: Message group ID must not contain a space."
            draft.set_group_id("a-b")
            draft.examine()
            assert composer.sentence == ""

    run(scenario())


def test_what_was_sent_stays_said_while_the_next_message_is_typed(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with opened() as composer:
            composer.view_model.type_body("b")
            await composer.send()
            composer.view_model.type_body("")
            composer.view_model.examine()
            assert composer.sentence.startswith("Sent 1 message · ID ")

    run(scenario())
