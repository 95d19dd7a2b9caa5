"""Files are written whole or not at all, and read line by line with what is wrong in each."""

from __future__ import annotations

import pytest

from sqs_explorer.domain.errors import FileNotRead, FileNotWritten, NotExported
from sqs_explorer.domain.filed_messages import FiledMessage, FileFormat
from sqs_explorer.domain.messages import MessageAttribute, ReceivedMessage
from sqs_explorer.services.message_files import reading
from sqs_explorer.services.message_files.json_lines import line_of
from sqs_explorer.services.message_files.reading import MessageFile, read_message_file
from sqs_explorer.services.message_files.writing import ExportResult, export_messages
from sqs_explorer.services.stopping import StopRequest
from tests.guards.event_loops import RunCoroutine
from tests.services.message_files.memory_files import HereAndNow, MemoryFiles

PATH = "failed.jsonl"


def some_messages(count: int, body: str = "body") -> list[FiledMessage]:
    return [FiledMessage(ReceivedMessage(f"id-{number}", "", f"{body} {number}")) for number in range(count)]


async def write(
    files: MemoryFiles,
    messages: list[FiledMessage],
    file_format: FileFormat = FileFormat.JSON_LINES,
    *,
    stop_at: int | None = None,
    progress: list[int] | None = None,
) -> ExportResult:
    stop = StopRequest()
    reports = [] if progress is None else progress

    def take(done: int) -> None:
        reports.append(done)
        if stop_at is not None and done >= stop_at:
            stop.request()

    return await export_messages(
        messages, PATH, file_format, files, off_thread=HereAndNow(), stop=stop, on_progress=take
    )


async def read(files: MemoryFiles, stop: StopRequest | None = None) -> MessageFile:
    fractions: list[float] = []
    file = await read_message_file(
        PATH, files, off_thread=HereAndNow(), stop=stop or StopRequest(), on_progress=fractions.append
    )
    assert fractions == sorted(fractions)
    return file


def test_all_messages_are_written_in_slices_and_read_again(run: RunCoroutine) -> None:
    files, messages, progress = MemoryFiles(), some_messages(1_001), list[int]()
    result = run(write(files, messages, progress=progress))
    assert result == ExportResult(1_001, len(files.contents[PATH]))
    assert progress == [250, 500, 750, 1_000, 1_001]
    file = run(read(files))
    assert [line.filed for line in file.lines] == messages
    assert [line.number for line in file.lines] == list(range(1, 1_002))
    assert (file.name, file.size_bytes, file.stopped) == (PATH, result.size_bytes, False)


def test_large_messages_make_short_slices(run: RunCoroutine) -> None:
    files, progress = MemoryFiles(), list[int]()
    run(write(files, some_messages(6, "x" * 600_000), progress=progress))
    assert progress == [2, 4, 6]


def test_stop_writes_nothing_and_leaves_the_older_file(run: RunCoroutine) -> None:
    files = MemoryFiles({PATH: b"old"})
    assert run(write(files, some_messages(1_000), stop_at=250)) == ExportResult(0, 0, stopped=True)
    assert files.contents == {PATH: b"old"}
    assert files.pending == 0


def test_a_full_disk_leaves_the_older_file(run: RunCoroutine) -> None:
    files = MemoryFiles({PATH: b"old"}, room_bytes=10_000)
    with pytest.raises(FileNotWritten, match="No space left"):
        run(write(files, some_messages(1_000)))
    assert files.contents == {PATH: b"old"}
    assert files.pending == 0


def test_csv_has_a_column_for_the_attributes_of_any_message(run: RunCoroutine) -> None:
    files, messages = MemoryFiles(), some_messages(300)
    last = ReceivedMessage("last", "", "b", attributes=(MessageAttribute("kind", "String", "k"),))
    result = run(write(files, [*messages, FiledMessage(last)], FileFormat.CSV))
    lines = files.contents[PATH].decode("utf-8-sig").splitlines()
    assert lines[0] == "Message ID,Sent,Receives,Group,Queue,kind,Body"
    assert lines[-1] == "last,,,,,k,b"
    assert len(lines) == 302
    assert result.size_bytes == len(files.contents[PATH])


def test_bad_lines_are_listed_with_their_numbers_among_the_good_ones(run: RunCoroutine) -> None:
    good = [line_of(message) for message in some_messages(2)]
    files = MemoryFiles(
        {PATH: b"\xef\xbb\xbf" + good[0] + b"\n  \nhello\n" + good[1].replace(b"\n", b"\r\n")}
    )
    file = run(read(files))
    assert [(line.number, line.filed is not None, line.problem) for line in file.lines] == [
        (1, True, ""),
        (4, False, "it is not JSON: Expecting value at character 1"),
        (5, True, ""),
    ]


def test_reading_ends_at_stop_and_says_so(run: RunCoroutine) -> None:
    files, stop = MemoryFiles(), StopRequest()
    run(write(files, some_messages(10)))
    stop.request()
    file = run(read(files, stop))
    assert (file.lines, file.stopped) == ((), True)


def test_a_file_that_is_not_there_is_said(run: RunCoroutine) -> None:
    with pytest.raises(FileNotRead, match="No such file"):
        run(read(MemoryFiles()))


def test_a_file_over_the_caps_is_refused(run: RunCoroutine, monkeypatch: pytest.MonkeyPatch) -> None:
    files = MemoryFiles()
    run(write(files, some_messages(20)))
    monkeypatch.setattr(reading, "MAXIMUM_LINES", 19)
    with pytest.raises(FileNotRead, match="more than 19 messages; split it"):
        run(read(files))
    monkeypatch.setattr(reading, "MAXIMUM_FILE_BYTES", 100)
    with pytest.raises(FileNotRead, match="at most 100 B are read"):
        run(read(files))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("notes.txt", b"\n\nhello\n", "Line 3: it is not JSON: Expecting value at character 1."),
        ("other.jsonl", b'{"level":"info"}\n' * 400, "Line 1: it does not say"),
        ("Ticket.CSV", b"\xef\xbb\xbfMessage ID,Sent\r\n", "It is CSV, which is for reading only."),
        ("empty.jsonl", b" \n\n", "It is empty."),
    ],
)
def test_a_file_that_is_no_export_is_refused_by_its_start(
    run: RunCoroutine, name: str, content: bytes, reason: str
) -> None:
    fractions: list[float] = []

    async def open_it() -> None:
        await read_message_file(
            name,
            MemoryFiles({name: content}),
            off_thread=HereAndNow(),
            stop=StopRequest(),
            on_progress=fractions.append,
            only_exported=True,
        )

    with pytest.raises(NotExported, match=f"“{name}” holds no exported messages. {reason}"):
        run(open_it())
    assert not fractions


def test_an_export_with_a_broken_first_line_is_still_one(run: RunCoroutine) -> None:
    files = MemoryFiles({PATH: b"broken\n" + line_of(some_messages(1)[0])})
    reading_it = read_message_file(
        PATH,
        files,
        off_thread=HereAndNow(),
        stop=StopRequest(),
        on_progress=lambda _: None,
        only_exported=True,
    )
    assert run(reading_it).readable == 1
