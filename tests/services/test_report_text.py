"""The report names versions, faults and the log's end, and neither secrets nor the person."""

from __future__ import annotations

import pytest

from sqs_explorer.services.report_text import (
    LOG_LINES,
    CrashNote,
    Fault,
    crash_text,
    redacted_log,
    report_text,
)
from tests.fakes.fake_clock import START
from tests.fakes.fake_traces import FakeTraces

FACTS = (("SQS Explorer", "0.1.0"), ("System", "Debian on desk-7"))
CRASH = """Fatal Python error: Segmentation fault

Current thread 0x00007f12 (most recent call first):
  File "/home/jane/venv/lib/python3.11/site-packages/qasync/__init__.py", line 42 in run_forever
  File "/home/jane/j\\xf6/app.py", line 7 in main
"""


def test_a_report_says_all_there_is_the_newest_fault_first() -> None:
    faults = (Fault(START, "KeyError", "one", times=3), Fault(START, "OSError", "  File two\nOSError"))
    text = report_text(
        FACTS, faults, FakeTraces("2026-01-05 10:00:00 INFO x: hello\n", CrashNote(START, crash_text(CRASH)))
    )
    assert text.splitlines()[:2] == ["SQS Explorer  0.1.0", "System        Debian on [name]"]
    assert text.index("OSError") < text.index("2026-01-05 09:00:00 UTC, 3 times\none")
    assert '  File "qasync/__init__.py", line 42 in run_forever' in text
    assert '  File "app.py", line 7 in main' in text
    assert text.endswith("INFO x: hello\n")
    assert "jane" not in text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (CRASH, "Segmentation fault"),
        ("Windows fatal exception: access violation\n\n", "access violation"),
        ("Windows fatal exception: code 0x8001010d\n\n", ""),
        (
            "Windows fatal exception: code 0x8001010d\n\nWindows fatal exception: code 0xc0000374",
            "code 0xc0000374",
        ),
        ("rubbish", ""),
    ],
)
def test_the_reason_of_a_crash_is_what_was_written_and_no_more(text: str, reason: str) -> None:
    assert CrashNote(START, text).reason == reason


def test_a_log_that_a_former_version_wrote_is_redacted_record_by_record() -> None:
    log = (
        "2026-01-05 10:00:00,000 ERROR x: body: 4711\nwith a second line 4711\n"
        "2026-01-05 10:00:01,000 ERROR x: Unexpected error\n"
        '  File "/home/jane/sqs_explorer/app.py", line 3, in main\n    token = read(4711)\n'
        '  File "/home/jane/sqs_explorer/app.py", line 4, in read\n    return 1 / 0\n'
        "ZeroDivisionError: division by zero\n"
    )
    assert redacted_log(log).split("\n") == [
        "2026-01-05 10:00:00,000 ERROR x: body: [redacted]",
        "2026-01-05 10:00:01,000 ERROR x: Unexpected error",
        '  File "app.py", line 3, in main',
        "    token = [redacted]",
        '  File "app.py", line 4, in read',
        "    return 1 / 0",
        "ZeroDivisionError: division by zero",
    ]


def test_only_the_end_of_a_log_is_told_and_long_lines_are_cut() -> None:
    traces = FakeTraces(
        "".join(f"2026-01-05 10:00:00 INFO x: line {n} {'of it ' * 900}\n" for n in range(900))
    )
    lines = report_text(FACTS, (), traces).splitlines()
    assert len(lines) < LOG_LINES + 10
    assert "line 899" in lines[-1]
    assert max(map(len, lines)) <= 2_001


def test_a_log_that_cannot_be_read_is_said_in_its_place() -> None:
    traces = FakeTraces()
    traces.problem = PermissionError(13, "Permission denied", "/home/jane/x.log")
    text = report_text(FACTS, (), traces)
    assert "No error is known of this run" in text
    assert text.endswith("The log could not be read (PermissionError).\n")
