"""What was done stays for later runs, is found again, leaves as a file, and goes when asked."""

from __future__ import annotations

import ast
import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex
from pytestqt.modeltest import ModelTester

from sqs_explorer.domain.filed_messages import FileFormat
from tests.fakes.fake_activity import FakeActivity
from tests.fakes.fake_clock import START
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.activity.history_scene import EARLIER, HistoryScene, earlier, history_scene

pytestmark = pytest.mark.usefixtures("qapp")


def test_what_is_done_is_kept_in_the_background_in_its_order(run: RunCoroutine) -> None:
    async def steps() -> None:
        async with history_scene() as (scene, store):
            for number in range(250):
                scene.do(f"deed {number}")
            assert store.records == []
            await scene.load()
            assert [record.what for record in store.records] == [f"deed {number}" for number in range(250)]

    run(steps())


def test_earlier_runs_are_below_this_one_with_their_date(
    run: RunCoroutine, qtmodeltester: ModelTester
) -> None:
    async def steps() -> None:
        async with history_scene(earlier(2)) as (scene, store):
            qtmodeltester.check(scene.view_model.model)  # type: ignore[no-untyped-call]
            scene.do("Send", "Sent 1 message")
            assert store.asked == []
            await scene.load()
            scene.do("Send again", "Sent another")
            job = scene.log.start("Receive", "dev")
            assert scene.texts() == ["Under way", "Sent another", "Sent 1 message", "result-1", "result-0"]
            local = START.astimezone()
            assert scene.texts("Time")[1] == f"{local:%H:%M:%S}"
            assert scene.texts("Time")[3] == f"{local.day - 1} {local:%b %H:%M:%S}"
            job.finish("Received 1 message")
            assert scene.history.words.startswith(
                "5 records. Kept on this machine for 90 days, at most 50,000"
            )

    run(steps())


def test_a_search_looks_through_all_that_is_kept_and_new_deeds_only_join_if_they_match(
    run: RunCoroutine,
) -> None:
    async def steps() -> None:
        async with history_scene(earlier(3)) as (scene, _):
            scene.do("Send", "Sent 1 message")
            assert await scene.search("purge RESULT") == ["result-2", "result-1", "result-0"]
            assert scene.history.words.startswith("3 records found.")
            scene.do("Purge OrderQueue", "result-9")
            scene.do("Send", "Sent 1 message")
            assert scene.texts() == ["result-9", "result-2", "result-1", "result-0"]
            assert await scene.search("nothing like it") == []
            assert scene.history.words.startswith("No activity matches.")
            assert len(await scene.search("")) == 6

    run(steps())


def test_a_job_under_way_stays_in_sight_whatever_is_searched(run: RunCoroutine) -> None:
    async def steps() -> None:
        async with history_scene(earlier(1)) as (scene, _):
            job = scene.log.start("Receive", "dev", stop=lambda: None)
            assert await scene.search("nothing like it") == ["Under way"]
            job.finish("Received 1 message")
            assert scene.texts() == []

    run(steps())


def test_the_newest_search_wins_and_those_between_are_never_asked(run: RunCoroutine) -> None:
    async def steps() -> None:
        async with history_scene(earlier(3)) as (scene, store):
            await scene.load()
            store.asked.clear()
            store.gate.clear()
            for text in ("r", "re", "result", "result-1"):
                scene.history.search(text)
            store.gate.set()
            await scene.history.idle()
            assert scene.texts() == ["result-1"]
            assert store.asked in (["result-1"], ["r", "result-1"])

    run(steps())


def test_what_is_done_while_the_disk_is_searched_is_shown_once(run: RunCoroutine) -> None:
    async def steps() -> None:
        async with history_scene(earlier(1)) as (scene, store):
            store.gate.clear()
            scene.history.load()
            while not store.asked:  # noqa: ASYNC110 - what is waited for has no event of its own
                await asyncio.sleep(0)
            scene.do("Send", "while searching")
            store.gate.set()
            await scene.history.idle()
            assert scene.texts() == ["while searching", "result-0"]
            await scene.search("e")
            assert scene.texts() == ["while searching", "result-0"]
            assert scene.history.found == 2

    run(steps())


def test_older_pages_come_when_one_scrolls_to_the_end(run: RunCoroutine) -> None:
    async def steps() -> None:
        async with history_scene(earlier(1_201)) as (scene, _):
            model = scene.view_model.model
            await scene.load()
            shown = []
            while model.canFetchMore(QModelIndex()):
                shown.append(model.rowCount())
                model.fetchMore(QModelIndex())
                assert not model.canFetchMore(QModelIndex())
                await scene.history.idle()
            assert [*shown, model.rowCount()] == [500, 1_000, 1_201]
            assert scene.texts() == [f"result-{number}" for number in reversed(range(1_201))]

    run(steps())


def test_a_page_of_an_older_search_is_dropped(run: RunCoroutine) -> None:
    async def steps() -> None:
        async with history_scene(earlier(700)) as (scene, store):
            await scene.load()
            store.gate.clear()
            scene.view_model.model.fetchMore(QModelIndex())
            await asyncio.sleep(0)
            scene.history.search("result-7")
            store.gate.set()
            await scene.history.idle()
            assert len(scene.texts()) == 11

    run(steps())


def test_a_disk_that_refuses_is_said_once_and_the_run_goes_on_in_memory(run: RunCoroutine) -> None:
    async def steps() -> None:
        async with history_scene() as (scene, store):
            store.refusal = "activity.sqlite: the disk is full. Make room on the disk."
            scene.do("Send", "one")
            await scene.load()
            scene.do("Send", "two")
            assert await scene.search("send") == ["two", "one"]
            assert len(scene.errors) == 1
            assert scene.history.error is not None
            assert scene.history.error.title == "The activity is not kept"
            assert "Make room on the disk" in scene.errors[0]
            assert "is in memory until the program ends" in scene.errors[0]
            scene.history.dismiss_error()
            scene.do("Send", "three")
            assert await scene.search("") == ["three", "two", "one"]
            assert scene.history.error is None

    run(steps())


def test_a_disk_that_can_only_be_read_shows_earlier_runs_below_what_it_did_not_take(
    run: RunCoroutine,
) -> None:
    async def steps() -> None:
        async with history_scene(earlier(1)) as (scene, store):
            store.write_refusal = "activity.sqlite: attempt to write a readonly database."
            scene.do("Send", "one")
            scene.do("Send", "two")
            await scene.load()
            assert scene.texts() == ["two", "one", "result-0"]
            assert scene.history.found == 3
            store.write_refusal = ""
            scene.do("Send", "three")
            assert await scene.search("e") == ["three", "two", "one", "result-0"]
            assert [record.result for record in store.records] == ["result-0", "one", "two", "three"]

    run(steps())


def test_clearing_forgets_this_run_and_those_before_but_no_job(run: RunCoroutine) -> None:
    async def steps() -> None:
        async with history_scene(earlier(2)) as (scene, store):
            scene.do("Send", "one")
            job = scene.log.start("Receive", "dev")
            await scene.search("e")
            scene.history.clear()
            await scene.history.idle()
            assert (store.records, scene.log.records) == ([], [])
            assert scene.texts() == ["Under way"]
            assert scene.view_model.last is None
            job.finish("Received 1 message")
            assert await scene.search("") == ["Received 1 message"]

    run(steps())


def test_what_can_not_be_cleared_stays_and_says_so(run: RunCoroutine) -> None:
    async def steps() -> None:
        async with history_scene(earlier(1)) as (scene, store):
            scene.do("Send", "one")
            await scene.load()
            store.write_refusal = "activity.sqlite: Another program is writing to it."
            scene.history.clear()
            await scene.history.idle()
            assert scene.texts() == ["one", "result-0"]
            assert len(scene.log.records) == 1
            assert scene.history.error is not None

    run(steps())


@pytest.mark.parametrize("file_format", list(FileFormat))
def test_an_export_holds_the_whole_search_and_is_noted_itself(
    run: RunCoroutine, tmp_path: Path, file_format: FileFormat
) -> None:
    path = tmp_path / f"activity{file_format.suffix}"

    async def steps() -> None:
        async with history_scene(earlier(800)) as (scene, _):
            scene.do("Send", "Sent 1 message")
            await scene.search("result")
            scene.history.export(str(path), file_format)
            assert scene.history.is_exporting
            await scene.history.idle()
            assert not scene.history.is_exporting
            assert scene.log.records[-1].result == f"Exported 800 records to {path.name}"

    run(steps())
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 800 + (file_format is FileFormat.CSV)
    if file_format is FileFormat.JSON_LINES:
        assert json.loads(lines[0])["result"] == "result-799"


def test_an_export_that_fails_says_why(run: RunCoroutine, tmp_path: Path) -> None:
    async def steps() -> None:
        async with history_scene(earlier(1)) as (scene, _):
            scene.history.export(str(tmp_path / "nowhere" / "a.csv"), FileFormat.CSV)
            await scene.history.idle()
            assert scene.history.error is not None
            assert scene.history.error.title == "The file was not written"
            assert not scene.history.is_exporting

    run(steps())


def test_rows_are_copied_as_commands_as_a_program_and_as_request_ids(run: RunCoroutine) -> None:
    async def steps() -> None:
        async with history_scene([EARLIER, replace(EARLIER, request_id="", calls=())]) as (scene, _):
            await scene.load()
            model = scene.view_model
            assert not model.has_calls([0])
            assert (model.cli_text([0]), model.boto3_text([0]), model.request_ids([0])) == ("", "", "")
            assert model.cli_text([0, 1, 7]) == (
                "# Purge OrderQueue\naws sqs purge-queue --profile dev --region eu-west-1 "
                "--queue-url https://sqs/1/OrderQueue"
            )
            ast.parse(model.boto3_text([1]))
            assert "sqs.purge_queue(" in model.boto3_text([1])
            assert model.request_ids([0, 1]) == "r-0"

    run(steps())


def test_what_is_done_until_the_very_end_is_kept(run: RunCoroutine) -> None:
    async def steps() -> None:
        store = FakeActivity()
        scene = HistoryScene(store)
        scene.do("Send", "one")
        scene.do("Send", "two")
        await scene.close()
        assert [record.result for record in store.records] == ["one", "two"]
        assert store.is_closed
        scene.do("Send", "too late")

    run(steps())
