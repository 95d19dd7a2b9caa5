"""Exporting from a page: what the dialog is told, what lands in the file, what is said afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sqs_explorer.domain.filed_messages import FileFormat
from sqs_explorer.domain.messages import MessageAttribute
from sqs_explorer.services.message_files.json_lines import filed_from
from sqs_explorer.viewmodels.exporting.export_question import ExportChoice
from sqs_explorer.viewmodels.exporting.export_view_model import ExportViewModel
from tests.fakes.fake_clock import START, FakeClock
from tests.fakes.fake_sqs import FakeSqs
from tests.services.message_files.memory_files import HereAndNow
from tests.viewmodels.messages.page import Page, open_page

Run = Callable[[Coroutine[Any, Any, None]], None]


@pytest.fixture
def fake() -> FakeSqs:
    return FakeSqs(FakeClock())


async def page_with(
    fake: FakeSqs, *bodies: str, queue: str = "OrderQueue-DLQ", read_only: bool = False
) -> Page:
    url = fake.create_queue(queue)
    for body in bodies:
        fake.put(url, body, attributes=(MessageAttribute("n", "Number.int", "007"),), group_id="Customer-7")
    page = await open_page(fake, url, read_only=read_only)
    await page.receive()
    return page


def to(path: Path, file_format: FileFormat = FileFormat.JSON_LINES) -> ExportChoice:
    return ExportChoice(file_format, str(path))


def test_without_a_selection_all_messages_are_written_as_they_were_received(
    qt_run: Run, fake: FakeSqs, tmp_path: Path
) -> None:
    path = tmp_path / "failed.jsonl"

    async def work() -> None:
        page = await page_with(fake, "one\r\n\u2028", "two")
        fake.clock.advance(60)
        page.view_model.exporting.start((), to(path))
        await page.view_model.exporting.scope.idle()
        rows = {row.message.message_id: row for row in page.store.rows}
        filed = [filed_from(line) for line in path.read_bytes().splitlines(keepends=True)]
        assert {line.message.message_id for line in filed} == set(rows)
        for line in filed:
            original = rows[line.message.message_id].message
            assert line.message == replace(
                original, receipt_handle="", sent_at=None, first_received_at=None, receive_count=None
            )
            assert line.origin.queue_name == "OrderQueue-DLQ"
            assert line.origin.queue_arn == fake.arn(page.url)
            assert (line.origin.connection, line.origin.region) == ("dev", "eu-west-1")
            assert line.origin.account_id == "123456789012"
            assert line.exported_at == fake.clock.now()
            assert line.received_at is not None
            assert line.received_at <= fake.clock.now() - timedelta(seconds=60)
            assert line.received_at >= START
        for row in rows.values():
            assert row.message.receipt_handle.encode() not in path.read_bytes()
        await page.close()

    qt_run(work())


def test_the_result_is_said_in_activity_and_on_the_page(qt_run: Run, fake: FakeSqs, tmp_path: Path) -> None:
    async def work() -> None:
        page = await page_with(fake, "one", "two")
        page.view_model.exporting.start((), to(tmp_path / "failed.jsonl"))
        assert page.view_model.exporting.is_exporting
        assert page.log.jobs[-1].record.what == "Export 2 messages from OrderQueue-DLQ to failed.jsonl"
        await page.view_model.exporting.scope.idle()
        record = page.log.records[-1]
        kib = f"{(tmp_path / 'failed.jsonl').stat().st_size / 1024:.1f} KiB"
        assert (record.result, record.succeeded) == (f"Exported 2 messages to failed.jsonl ({kib})", True)
        assert page.view_model.notice is not None
        assert page.view_model.notice.text == f"{record.result}."
        assert not page.view_model.exporting.is_exporting
        await page.close()

    qt_run(work())


def test_only_the_selected_messages_are_written_and_a_read_only_connection_may(
    qt_run: Run, fake: FakeSqs, tmp_path: Path
) -> None:
    async def work() -> None:
        page = await page_with(fake, "one", "two", "three", read_only=True)
        chosen = page.ids()[1:2]
        question = page.view_model.exporting.question(chosen)
        assert question.sentence == "1 selected message of OrderQueue-DLQ, 17 B, is written to a file."
        page.view_model.exporting.start(question.message_ids, to(tmp_path / "f.csv", FileFormat.CSV))
        await page.view_model.exporting.scope.idle()
        lines = (tmp_path / "f.csv").read_text("utf-8-sig").splitlines()
        assert lines[0] == "Message ID,Sent,Receives,Group,Queue,n,Body"
        assert len(lines) == 2
        assert lines[1].startswith(chosen[0])
        assert lines[1].endswith(",1,Customer-7,OrderQueue-DLQ,007,two")
        await page.close()

    qt_run(work())


def test_the_question_says_how_many_and_names_a_file(qt_run: Run, fake: FakeSqs) -> None:
    async def work() -> None:
        page = await page_with(fake, "one", "two")
        question = page.view_model.exporting.question(())
        assert (
            question.sentence == "All 2 messages received from OrderQueue-DLQ, 34 B, are written to a file."
        )
        local = fake.clock.now().astimezone().strftime("%Y-%m-%d %H%M")
        assert question.suggested_name(FileFormat.JSON_LINES) == f"OrderQueue-DLQ {local}.sqs.jsonl"
        assert question.suggested_name(FileFormat.CSV) == f"OrderQueue-DLQ {local}.csv"
        page.store.clear()
        assert page.view_model.exporting.question(()).sentence.startswith("No messages are received yet")
        await page.close()

    qt_run(work())


def test_fifo_messages_are_written_in_the_order_of_their_groups(
    qt_run: Run, fake: FakeSqs, tmp_path: Path
) -> None:
    async def work() -> None:
        page = await page_with(fake, *"abcdef", queue="Orders.fifo")
        newest_first = tuple(reversed(page.ids()))
        page.view_model.exporting.start(newest_first, to(tmp_path / "f.jsonl"))
        await page.view_model.exporting.scope.idle()
        lines = (tmp_path / "f.jsonl").read_text("utf-8").splitlines()
        assert "".join(json.loads(line)["body"] for line in lines) == "abcdef"
        await page.close()

    qt_run(work())


def test_a_folder_that_is_not_there_is_said_with_what_to_do(
    qt_run: Run, fake: FakeSqs, tmp_path: Path
) -> None:
    async def work() -> None:
        page = await page_with(fake, "one")
        page.view_model.exporting.start((), to(tmp_path / "nowhere" / "failed.jsonl"))
        await page.view_model.exporting.scope.idle()
        notice = page.view_model.notice
        assert notice is not None
        assert notice.title == "The file was not written"
        assert notice.text == "“failed.jsonl” was not written: No such file or directory."
        assert notice.next_step.startswith("Choose another folder, or make room")
        assert not page.log.records[-1].succeeded
        assert page.log.records[-1].result == notice.text
        assert not page.view_model.exporting.is_exporting
        await page.close()

    qt_run(work())


def test_stop_in_activity_leaves_the_older_file(qt_run: Run, fake: FakeSqs, tmp_path: Path) -> None:
    path = tmp_path / "failed.jsonl"
    path.write_bytes(b"old")

    async def work() -> None:
        page = await page_with(fake, "one", "two")

        def stop_at(name: str) -> None:
            if name == "_write_slice":
                page.log.jobs[-1].stop()

        context = replace(page.context, off_thread=HereAndNow(stop_at))
        exporting = ExportViewModel(context, page.store, page.root)
        exporting.start((), to(path))
        await exporting.scope.idle()
        assert page.log.records[-1].result == "Stopped: failed.jsonl was not written"
        assert page.log.records[-1].succeeded, "a person's Stop is no failure"
        await page.close()

    qt_run(work())
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["failed.jsonl"]


def test_closing_the_page_leaves_no_half_file(qt_run: Run, fake: FakeSqs, tmp_path: Path) -> None:
    async def work() -> None:
        page = await page_with(fake, "one")
        page.view_model.exporting.start((), to(tmp_path / "failed.jsonl"))
        await page.close()

    qt_run(work())
    assert list(tmp_path.iterdir()) == []
