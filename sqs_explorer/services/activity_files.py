"""Writes the activity to a file: CSV for a spreadsheet, or one JSON object a line with the API calls."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC

from sqs_explorer.domain.activity import ActivityRecord, ApiCall
from sqs_explorer.domain.filed_messages import FileFormat
from sqs_explorer.services.activity_records import ActivityPage, ActivityStore
from sqs_explorer.services.message_files.csv_table import BYTE_ORDER_MARK, defused
from sqs_explorer.services.message_files.file_port import MessageFiles, NewFile
from sqs_explorer.services.ports import OffThread
from sqs_explorer.services.stopping import StopRequest

HEADING = ("Time", "Seconds", "Who", "What", "Where", "Outcome", "Result", "Request ID", "API calls")


async def export_activity(
    first: ActivityPage,
    store: ActivityStore,
    text: str,
    path: str,
    file_format: FileFormat,
    *,
    files: MessageFiles,
    off_thread: OffThread,
    stop: StopRequest,
) -> int:
    """Write all that a search finds, newest first, and return how many records; 0, and no file, if stopped.

    `first` is the first page, the others come from `store`. Until the last record is on the disk an older
    file of that name is as it was. Raises FileNotWritten and ActivityNotKept.
    """
    file = await off_thread.run(files.create, path)
    kept = False
    try:
        await off_thread.run(file.write, heading(file_format))
        count, page = 0, first
        while not stop.is_requested:
            await off_thread.run(_write, file, page.records, file_format)
            count += len(page.records)
            if page.next_before is None:
                await off_thread.run(file.keep)
                kept = True
                return count
            page = await store.page(text, page.next_before)
        return 0
    finally:
        if not kept:
            await off_thread.run(file.discard)


def heading(file_format: FileFormat) -> bytes:
    """Return what stands above the records."""
    if file_format is FileFormat.JSON_LINES:
        return b""
    return _csv_line((BYTE_ORDER_MARK + HEADING[0], *HEADING[1:]))


def line_of(record: ActivityRecord, file_format: FileFormat) -> bytes:
    """Return a record as a line of the file; the time is UTC."""
    started_at = record.started_at.astimezone(UTC).isoformat(sep=" ", timespec="milliseconds")
    seconds = round(record.duration_seconds, 3)
    if file_format is FileFormat.JSON_LINES:
        content = {
            "time": started_at,
            "seconds": seconds,
            "who": record.who,
            "what": record.what,
            "where": record.where,
            "outcome": record.outcome.value,
            "result": record.result,
            "request_id": record.request_id,
            "calls": [_call_content(call) for call in record.calls],
        }
        return (json.dumps(content) + "\n").encode()
    calls = ", ".join(call.operation for call in record.calls)
    ended = (record.outcome.value, record.result, record.request_id, calls)
    return _csv_line((started_at, str(seconds), record.who, record.what, record.where, *ended))


def _write(file: NewFile, records: Sequence[ActivityRecord], file_format: FileFormat) -> None:
    for record in records:
        file.write(line_of(record, file_format))


def _call_content(call: ApiCall) -> dict[str, object]:
    content = {
        "operation": call.operation,
        "parameters": dict(call.parameters),
        "left_out": list(call.left_out),
        "region": call.region,
        "profile": call.profile,
        "endpoint_url": call.endpoint_url,
    }
    return {name: value for name, value in content.items() if value}


def _csv_line(cells: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow([defused(cell) for cell in cells])
    return text.getvalue().encode("utf-8", "backslashreplace")
