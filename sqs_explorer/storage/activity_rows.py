"""The activity's reads and writes as SQL: rows to records and back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqs_explorer.domain.activity import ActivityRecord, ApiCall, Outcome, search_words
from sqs_explorer.services.activity_records import ActivityPage

_PUT = (
    "INSERT INTO records (words, started_at, duration_seconds, who, what, place, result, outcome, request_id,"
    " calls) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_COLUMNS = "number, started_at, duration_seconds, who, what, place, result, outcome, request_id, calls"
_AFTER_ALL = 2**63 - 1
_WORD = " AND instr(words, ?)"
_CALL_TEXTS = ("region", "profile", "endpoint_url", "credentials", "note", "config_file", "credentials_file")


def put_records(connection: sqlite3.Connection, records: Sequence[ActivityRecord]) -> None:
    """Write records in their order."""
    connection.executemany(
        _PUT,
        (
            (
                _utf8(record.words),
                record.started_at.astimezone(UTC).isoformat(),
                record.duration_seconds,
                _utf8(record.who),
                _utf8(record.what),
                _utf8(record.where),
                _utf8(record.result),
                record.outcome.value,
                _utf8(record.request_id),
                json.dumps([_call_content(call) for call in record.calls]),
            )
            for record in records
        ),
    )


def read_page(connection: sqlite3.Connection, text: str, before: int | None, maximum: int) -> ActivityPage:
    """Return the records that hold each word of `text`, last kept first."""
    words = [_utf8(word) for word in search_words(text)]
    found_here = "FROM records WHERE 1" + _WORD * len(words)
    found = 0
    if before is None:
        found = connection.execute(f"SELECT count(*) {found_here}", words).fetchone()[0]
    rows = connection.execute(
        f"SELECT {_COLUMNS} {found_here} AND number < ? ORDER BY number DESC LIMIT ?",
        (*words, _AFTER_ALL if before is None else before, maximum + 1),
    ).fetchall()
    next_before = rows[maximum - 1][0] if len(rows) > maximum else None
    return ActivityPage(tuple(_record(row) for row in rows[:maximum]), next_before, found)


def _record(row: Sequence[Any]) -> ActivityRecord:
    return ActivityRecord(
        started_at=datetime.fromisoformat(row[1]),
        duration_seconds=row[2],
        who=row[3],
        what=row[4],
        where=row[5],
        result=row[6],
        outcome=Outcome(row[7]),
        request_id=row[8],
        calls=tuple(_call(content) for content in json.loads(row[9])),
    )


def _call_content(call: ApiCall) -> dict[str, object]:
    content: dict[str, object] = {name: getattr(call, name) for name in _CALL_TEXTS if getattr(call, name)}
    return {
        "operation": call.operation,
        "parameters": dict(call.parameters),
        "left_out": list(call.left_out),
        **content,
    }


def _call(content: dict[str, Any]) -> ApiCall:
    texts = {name: str(content.get(name, "")) for name in _CALL_TEXTS}
    return ApiCall(
        operation=content["operation"],
        parameters=content["parameters"],
        left_out=tuple(content["left_out"]),
        **texts,
    )


def _utf8(text: str) -> str:
    """Return a text that SQLite takes: a server or a file's name may hold what is no UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode()
