"""Files that the program is started with: said in words, one after the other, sent only by Replay."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from sqs_explorer.domain.connections import Environment
from sqs_explorer.viewmodels.replaying.replay_view_model import ReplayStage
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.replaying.replay_scene import filed
from tests.viewmodels.shell.workspace_scene import DEV, WorkspaceScene, workspace_scene


def written(folder: Path, name: str, *lines: bytes) -> str:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(b"".join(lines))
    return str(path)


def removed(path: str) -> None:
    """Remove a file."""
    Path(path).unlink()


async def open_files(scene: WorkspaceScene, *paths: str) -> None:
    """Open files and wait until the first is read."""
    scene.opened_files.open(paths)
    await scene.rest()


def test_the_words_follow_what_is_open(qt_run: RunCoroutine, tmp_path: Path) -> None:
    async def go() -> None:
        async with workspace_scene() as scene:
            url = scene.server.create_queue("OrderQueue")
            files = scene.opened_files
            path = written(tmp_path, "für Jörg \u202e.jsonl", filed("one"), filed("two"), b"{broken\n")
            files.open((path,))
            assert files.words.startswith("Reading für Jörg ⟨U+202E⟩.jsonl: 0%")
            await scene.rest()
            content = "für Jörg ⟨U+202E⟩.jsonl: 2 messages to send again, 1 line can't be read."
            assert files.words == f"{content} Open a connection, then a queue, to choose where they go."
            assert (files.needs_a_queue, files.destination) == (False, "")
            await scene.open()
            assert files.words == f"{content} Open a queue to choose where they go."
            assert (files.needs_a_queue, files.destination) == (True, "")
            page = await scene.page("OrderQueue")
            assert files.words == content
            assert (files.needs_a_queue, files.destination) == (False, "OrderQueue")
            scene.workspace.close(page)
            assert files.needs_a_queue
            assert scene.off_thread.runs
            assert not scene.server.bodies(url)

    qt_run(go())


def test_productions_lock_holds_until_it_is_opened(qt_run: RunCoroutine, tmp_path: Path) -> None:
    async def go() -> None:
        async with workspace_scene() as scene:
            scene.server.create_queue("OrderQueue")
            await open_files(scene, written(tmp_path, "one.jsonl", filed("one")))
            await scene.open(replace(DEV, environment=Environment.PRODUCTION, read_only=True))
            page = await scene.page("OrderQueue")
            assert "1 message to send again. Read-only connection" in scene.opened_files.words
            assert scene.opened_files.offer() is None
            assert page.send.replay.stage is ReplayStage.NO_FILE
            told: list[str] = []
            scene.opened_files.changed.connect(lambda: told.append(scene.opened_files.destination))
            scene.unlocking.unlock(page.queue.connection_id, 900)
            assert told[-1] == "OrderQueue"

    qt_run(go())


def test_a_file_goes_when_its_messages_are_sent_and_the_next_comes(
    qt_run: RunCoroutine, tmp_path: Path
) -> None:
    async def go() -> None:
        async with workspace_scene() as scene:
            url = scene.server.create_queue("OrderQueue")
            await scene.open()
            page = await scene.page("OrderQueue")
            first, second = (written(tmp_path, f"{name}.jsonl", filed(name)) for name in ("first", "second"))
            await open_files(scene, first, second)
            scene.opened_files.open((first, second))
            assert scene.opened_files.waiting_words == "1 more file after this one."
            replay = scene.opened_files.offer()
            assert replay is page.send.replay
            # What the strip spoke of is what is sent, whatever has become of the file meanwhile.
            removed(first)
            await replay.scope.idle()
            assert (replay.stage, replay.file_name) == (ReplayStage.EXAMINED, "first.jsonl")
            assert not scene.server.bodies(url)
            assert scene.opened_files.words.startswith("first.jsonl")
            replay.start()
            await replay.scope.idle()
            await scene.rest()
            assert scene.server.bodies(url) == ["first"]
            assert scene.opened_files.words == "second.jsonl: 1 message to send again."
            assert not scene.opened_files.waiting_words
            # Its results are still to be read: the next file waits.
            assert scene.opened_files.offer() is replay
            assert (replay.stage, replay.file_name) == (ReplayStage.ENDED, "first.jsonl")
            scene.opened_files.dismiss()
            assert scene.opened_files.is_empty

    qt_run(go())


@pytest.mark.skipif(os.name == "nt", reason="Windows needs a right to make links")
def test_each_file_that_cannot_be_sent_says_why_and_the_next_one_comes(
    qt_run: RunCoroutine, tmp_path: Path
) -> None:
    loop = tmp_path / "loop.jsonl"
    loop.symlink_to(loop)
    expected = {
        str(tmp_path / "none.jsonl"): "“none.jsonl” can't be read: No such file or directory.",
        str(tmp_path): f"“{tmp_path.name}” can't be read: it is not a file.",
        str(loop): "“loop.jsonl” can't be read: Too many levels of symbolic links.",
        written(tmp_path, "empty.jsonl"): "“empty.jsonl” holds no exported messages. It is empty.",
        written(tmp_path, "a.csv", b"Message ID\r\n"): "It is CSV, which is for reading only.",
        written(tmp_path, "notes.txt", b"\xff\xfe\x00"): "Line 1: it is not UTF-8 text (byte 1).",
        str(tmp_path / "odd\udcff.jsonl"): "can't be read: No such file or directory.",
    }

    async def go() -> None:
        async with workspace_scene() as scene:
            files = scene.opened_files
            await open_files(scene, *expected)
            for path, words in expected.items():
                assert files.error is not None
                assert words in files.error.text
                assert files.error.next_step
                assert files.error.details == path
                assert not files.words
                assert not files.needs_a_queue
                assert files.offer() is None
                files.dismiss()
                await scene.rest()
            assert files.is_empty

    qt_run(go())


def test_a_file_dismissed_while_it_is_read_says_nothing_later(qt_run: RunCoroutine, tmp_path: Path) -> None:
    async def go() -> None:
        async with workspace_scene() as scene:
            long = written(tmp_path, "long.jsonl", filed("one") * 1_000)
            scene.opened_files.open((long, written(tmp_path, "next.jsonl", filed("two"))))
            scene.opened_files.dismiss()
            told: list[str] = []
            scene.opened_files.changed.connect(lambda: told.append(scene.opened_files.words))
            await scene.rest()
            assert told
            assert all("next.jsonl" in words for words in told)

    qt_run(go())
