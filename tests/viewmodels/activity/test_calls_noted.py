"""Every deed notes who did it and the calls it made, truly; nothing of a message reaches the disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from sqs_explorer.domain.activity import ActivityRecord, Outcome
from sqs_explorer.domain.connections import Identity
from sqs_explorer.domain.errors import AccessDenied
from sqs_explorer.domain.filed_messages import FileFormat
from sqs_explorer.domain.forecast import ReceiveMode
from sqs_explorer.domain.messages import MessageAttribute
from sqs_explorer.storage.activity_store import SqliteActivity
from sqs_explorer.storage.message_file_store import MessageFileStore
from sqs_explorer.viewmodels.activity.activity_view_model import ActivityViewModel
from sqs_explorer.viewmodels.activity.history_view_model import ActivityHistoryViewModel
from sqs_explorer.viewmodels.composing.attribute_row import AttributeRow
from sqs_explorer.viewmodels.composing.send_view_model import SendViewModel
from sqs_explorer.viewmodels.dead_letters.move_question import MoveChoice
from sqs_explorer.viewmodels.dead_letters.moving_view_model import MovingViewModel
from sqs_explorer.viewmodels.dead_letters.redrive_question import RedriveChoice
from sqs_explorer.viewmodels.dead_letters.redrive_view_model import RedriveViewModel
from sqs_explorer.viewmodels.details.details_view_model import DetailsViewModel
from sqs_explorer.viewmodels.exporting.export_question import ExportChoice
from sqs_explorer.viewmodels.messages.message_store import MessageStore
from sqs_explorer.viewmodels.messages.messages_view_model import MessagesViewModel
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.resending.resend_view_model import ResendViewModel
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.dead_letters.page_scene import InPlace, PageScene

pytestmark = pytest.mark.usefixtures("qapp")

MARKS = ("MARKED-BODY", "MARKED-VALUE", "MARKED-GROUP", "MARKED-DEDUPLICATION", "MARKED-TRACE", "handle-")
ATTRIBUTES = (MessageAttribute("kind", "String", "MARKED-VALUE"),)
ME = Identity("123456789012", "arn:aws:sts::123456789012:assumed-role/OnCall/me", alias="acme")
ALL_ATTRIBUTES = {"MessageSystemAttributeNames": ("All",), "MessageAttributeNames": ("All",)}


class Session(PageScene):
    """A queue and its DLQ, the tabs of both, and the activity on the disk."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.source, self.dlq = self.fake.create_queue_with_dlq("OrderQueue", maximum_receives=1)
        self.history = ActivityHistoryViewModel(
            self.activity,
            SqliteActivity(folder, self.clock),
            files=MessageFileStore(),
            off_thread=InPlace(),
            scope=TaskScope(self.bugs.append),
            parent=self.owner,
        )
        self.view_model = ActivityViewModel(self.activity, self.clock, self.owner, history=self.history)

    def page(self, url: str) -> PageContext:
        """Return the context of a queue's page, where AWS has said who one is."""
        return replace(self.context(url), identity_of=lambda _: ME)

    def messages_tab(self, url: str) -> MessagesViewModel:
        """Open the Messages tab."""
        return MessagesViewModel(self.page(url), MessageStore(self.owner), self.owner)

    def put(self, url: str, count: int = 1) -> None:
        """Put marked messages into a queue."""
        for _ in range(count):
            self.fake.put(url, "MARKED-BODY", ATTRIBUTES, trace_header="Root=1-MARKED-TRACE")

    @property
    def last(self) -> ActivityRecord:
        """What was done last."""
        return self.activity.records[-1]

    def last_calls(self) -> list[tuple[str, dict[str, object]]]:
        """Return the calls of what was done last, without the queue's URL."""
        return [
            (call.operation, {key: value for key, value in call.parameters.items() if key != "QueueUrl"})
            for call in self.last.calls
        ]


@asynccontextmanager
async def session(folder: Path) -> AsyncIterator[Session]:
    """Give a session with an open connection; at the end look for marks in all that was kept and copied."""
    scene = Session(folder)
    await scene.open()
    try:
        yield scene
    finally:
        await scene.settle()
        rows = range(scene.view_model.model.rowCount())
        texts = scene.view_model.cli_text(rows) + scene.view_model.boto3_text(rows)
        scene.view_model.close()
        await scene.history.idle()
        on_disk = contents(folder)
        await scene.history.close()
        await scene.scope.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        for mark in MARKS:
            assert mark not in texts
            assert mark.encode() not in on_disk
            assert mark.encode() not in contents(folder)


def contents(folder: Path) -> bytes:
    """Return the bytes of the database and of what is beside it."""
    return b"".join(path.read_bytes() for path in folder.glob("activity.sqlite*"))


async def receive(scene: Session, tab: MessagesViewModel) -> None:
    """Receive and wait."""
    tab.receive()
    await tab.scope.idle()
    await scene.settle()


def test_a_receive_notes_what_it_asks_for_and_who_asked(run: RunCoroutine, tmp_path: Path) -> None:
    async def steps() -> None:
        async with session(tmp_path) as scene:
            scene.put(scene.source, 3)
            tab = scene.messages_tab(scene.source)
            tab.receiving.set_wait_seconds(1)
            tab.receiving.set_hold_seconds(45)
            await receive(scene, tab)
            wanted = {"MaxNumberOfMessages": 10, "WaitTimeSeconds": 1, "VisibilityTimeout": 45}
            assert scene.last_calls() == [("ReceiveMessage", {**wanted, **ALL_ATTRIBUTES})]
            assert scene.last.who == "123456789012 acme · role/OnCall"
            (call,) = scene.last.calls
            assert (call.profile, call.region, call.parameters["QueueUrl"]) == (
                "dev",
                "eu-west-1",
                scene.source,
            )
            await tab.close()

    run(steps())


def test_a_look_notes_the_release_and_a_long_receive_that_it_is_repeated(
    run: RunCoroutine, tmp_path: Path
) -> None:
    async def steps() -> None:
        async with session(tmp_path) as scene:
            scene.put(scene.dlq, 2)
            tab = scene.messages_tab(scene.dlq)
            tab.receiving.set_mode(ReceiveMode.LOOK_AND_RELEASE)
            tab.receiving.set_maximum(25)
            tab.receiving.set_wait_seconds(0)
            await receive(scene, tab)
            wanted = {"MaxNumberOfMessages": 10, "WaitTimeSeconds": 0, "VisibilityTimeout": 120}
            assert scene.last_calls() == [
                ("ReceiveMessage", {**wanted, **ALL_ATTRIBUTES}),
                ("ChangeMessageVisibilityBatch", {"VisibilityTimeout": 0}),
            ]
            assert scene.last.calls[0].note == "Repeated until 25 messages or no more have come."
            await tab.close()

    run(steps())


def test_release_extend_and_delete_note_their_batches_and_no_handle(
    run: RunCoroutine, tmp_path: Path
) -> None:
    async def steps() -> None:
        async with session(tmp_path) as scene:
            scene.put(scene.dlq, 12)
            tab = scene.messages_tab(scene.dlq)
            tab.receiving.set_maximum(12)
            await receive(scene, tab)
            ids = [row.message.message_id for row in tab.store.rows]
            tab.holding.extend(ids, 90)
            await tab.scope.idle()
            assert scene.last_calls() == [("ChangeMessageVisibilityBatch", {"VisibilityTimeout": 90})]
            tab.holding.delete(ids)
            await tab.scope.idle()
            assert scene.last_calls() == [("DeleteMessageBatch", {})]
            for record in scene.activity.records[-2:]:
                assert record.calls[0].left_out == ("ReceiptHandle",)
                assert record.calls[0].note == "2 calls for 12 messages."
            scene.put(scene.dlq)
            await receive(scene, tab)
            tab.holding.release([row.message.message_id for row in tab.store.rows])
            await tab.scope.idle()
            assert scene.last_calls() == [("ChangeMessageVisibilityBatch", {"VisibilityTimeout": 0})]
            await tab.close()

    run(steps())


def test_a_send_notes_which_fields_were_given_and_none_of_their_values(
    run: RunCoroutine, tmp_path: Path
) -> None:
    async def steps() -> None:
        async with session(tmp_path) as scene:
            fifo = scene.fake.create_queue("Orders.fifo")
            for url in (scene.source, fifo):
                send = SendViewModel(scene.page(url))
                send.type_body("MARKED-BODY")
                send.attributes.set_rows([AttributeRow("kind", "String", "MARKED-VALUE")])
                send.set_group_id("MARKED-GROUP")
                if url == fifo:
                    send.set_deduplication_id("MARKED-DEDUPLICATION")
                else:
                    send.set_delay_seconds(5)
                send.send()
                await send.scope.idle()
                await scene.settle()
                await send.close()
            first, second = scene.activity.records
            assert (first.calls[0].parameters["DelaySeconds"], second.calls[0].parameters) == (
                5,
                {"QueueUrl": fifo},
            )
            given = ("MessageBody", "MessageAttributes", "MessageGroupId")
            assert first.calls[0].left_out == given
            assert second.calls[0].left_out == (*given, "MessageDeduplicationId")

    run(steps())


def test_what_aws_answers_to_a_refused_send_is_kept_by_its_title_only(
    run: RunCoroutine, tmp_path: Path
) -> None:
    async def steps() -> None:
        async with session(tmp_path) as scene:
            error = AccessDenied(
                "User is not authorized for MARKED-BODY", action="sqs:SendMessage", request_id="r-77"
            )
            scene.fake.fail_next("SendMessage", error)
            send = SendViewModel(scene.page(scene.source))
            send.type_body("MARKED-BODY")
            send.send()
            await send.scope.idle()
            assert (scene.last.result, scene.last.outcome, scene.last.request_id) == (
                "Access denied",
                Outcome.FAILED,
                "r-77",
            )
            await send.close()

    run(steps())


def test_a_move_of_chosen_messages_and_of_a_whole_queue_note_each_step(
    run: RunCoroutine, tmp_path: Path
) -> None:
    async def steps() -> None:
        async with session(tmp_path) as scene:
            scene.put(scene.source, 4)
            await scene.bury(scene.source)
            scene.catalogue.request_attributes(scene.catalogue.queues, again=True)
            await scene.settle()
            context, store = scene.page(scene.dlq), MessageStore(scene.owner)
            ids = await scene.receive_into(context, store)
            moving = MovingViewModel(context, store, scene.owner)
            choice = MoveChoice(moving.question(ids).destinations[0])
            moving.start(ids[:2], choice)
            await moving.scope.idle()
            await scene.settle()
            assert [operation for operation, _ in scene.last_calls()] == [
                "SendMessageBatch",
                "DeleteMessageBatch",
            ]
            urls = [call.parameters["QueueUrl"] for call in scene.last.calls]
            assert urls == [scene.source, scene.dlq]
            moving.start_whole_queue(choice)
            await moving.scope.idle()
            await scene.settle()
            wanted = {"MaxNumberOfMessages": 10, "WaitTimeSeconds": 2, "VisibilityTimeout": 120}
            assert scene.last_calls() == [
                ("ReceiveMessage", {**wanted, **ALL_ATTRIBUTES}),
                ("SendMessageBatch", {}),
                ("DeleteMessageBatch", {}),
            ]
            assert [call.note for call in scene.last.calls] == [
                "Receive from OrderQueue-DLQ, until no more come.",
                "Send to OrderQueue and compare the MD5 of each answer.",
                "Those that were sent and verified are deleted from OrderQueue-DLQ.",
            ]
            await moving.close()

    run(steps())


def test_a_redrive_notes_its_task_and_a_cancel_adds_to_it(run: RunCoroutine, tmp_path: Path) -> None:
    async def steps() -> None:
        async with session(tmp_path) as scene:
            scene.put(scene.source, 9)
            await scene.bury(scene.source)
            cancelled = asyncio.Event()

            async def pause(seconds: float) -> None:
                await cancelled.wait()
                await scene.pause(seconds)

            page = RedriveViewModel(scene.page(scene.dlq), scene.owner, pause=pause)
            page.refresh()
            await page.idle()
            page.start(RedriveChoice(messages_per_second=2))
            await page.deeds.idle()
            (job,) = scene.activity.jobs
            job.stop()
            await page.deeds.idle()
            cancelled.set()
            await page.idle()
            await scene.settle()
            arn = scene.fake.arn(scene.dlq)
            assert scene.last_calls() == [
                ("StartMessageMoveTask", {"SourceArn": arn, "MaxNumberOfMessagesPerSecond": 2}),
                ("ListMessageMoveTasks", {"SourceArn": arn, "MaxResults": 10}),
                ("CancelMessageMoveTask", {}),
            ]
            assert scene.last.outcome is Outcome.STOPPED
            await page.close()

    run(steps())


def test_details_note_what_they_read_and_an_export_calls_nobody(run: RunCoroutine, tmp_path: Path) -> None:
    async def steps() -> None:
        async with session(tmp_path) as scene:
            scene.put(scene.dlq, 2)
            details = DetailsViewModel(scene.page(scene.dlq), scene.owner)
            details.refresh()
            await details.scope.idle()
            assert scene.last_calls() == [
                ("GetQueueAttributes", {"AttributeNames": ("All",)}),
                ("ListQueueTags", {}),
                ("ListDeadLetterSourceQueues", {"MaxResults": 1_000}),
            ]
            tab = scene.messages_tab(scene.dlq)
            await receive(scene, tab)
            tab.exporting.start((), ExportChoice(FileFormat.CSV, str(tmp_path / "letters.csv")))
            await tab.exporting.scope.idle()
            assert scene.last.what == "Export 2 messages from OrderQueue-DLQ to letters.csv"
            assert scene.last.calls == ()
            await details.close()
            await tab.close()

    run(steps())


def test_a_resend_notes_its_send_and_its_delete(qt_run: RunCoroutine, tmp_path: Path) -> None:
    async def steps() -> None:
        async with session(tmp_path) as scene:
            scene.put(scene.source)
            await scene.bury(scene.source)
            context, store = scene.page(scene.dlq), MessageStore(scene.owner)
            (message_id,) = await scene.receive_into(context, store, 300)
            view_model = ResendViewModel(context, store, message_id, scene.owner)
            await view_model.scope.idle()
            view_model.resend()
            await view_model.scope.idle()
            assert [operation for operation, _ in scene.last_calls()] == [
                "SendMessageBatch",
                "DeleteMessageBatch",
            ]
            await view_model.close()

    qt_run(steps())


def test_the_disk_holds_what_was_done_and_a_later_run_finds_it(run: RunCoroutine, tmp_path: Path) -> None:
    async def steps() -> None:
        async with session(tmp_path) as scene:
            scene.put(scene.source)
            tab = scene.messages_tab(scene.source)
            await receive(scene, tab)
            await tab.close()
            kept = scene.last
        later = SqliteActivity(tmp_path, scene.clock)
        assert (await later.page("oncall orderqueue")).records == (kept,)
        await later.close()

    run(steps())
