"""The journal's reads and writes as SQL: rows to domain objects and back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from sqs_explorer.domain.errors import JournalFailed
from sqs_explorer.domain.moves import (
    EntryState,
    JournalEntry,
    MoveKind,
    MoveOrder,
    SentBefore,
    UnfinishedOperation,
)
from sqs_explorer.domain.queues import QueueRef

_PUT_ENTRY = """
INSERT INTO entries (operation_id, source_message_id, state, destination_url, body_sha256, deduplication_id,
    new_message_id, reason, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (operation_id, source_message_id) DO UPDATE SET
    state = excluded.state,
    destination_url = coalesce(nullif(excluded.destination_url, ''), destination_url),
    body_sha256 = coalesce(nullif(excluded.body_sha256, ''), body_sha256),
    deduplication_id = coalesce(nullif(excluded.deduplication_id, ''), deduplication_id),
    new_message_id = coalesce(nullif(excluded.new_message_id, ''), new_message_id),
    reason = coalesce(nullif(excluded.reason, ''), reason),
    at = coalesce(excluded.at, at)
"""
_PUT_OPERATION = (
    "INSERT INTO operations (id, kind, source_connection, source_region, source_url, source_arn,"
    " destination_connection, destination_region, destination_url, keep_originals, started_at, expected)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET ended_at = NULL"
)


def put_operation(
    connection: sqlite3.Connection, order: MoveOrder, started_at: datetime, expected: int | None
) -> None:
    """Write a new operation; one that is known is no longer ended and stays as it was otherwise."""
    connection.execute(
        _PUT_OPERATION,
        (
            order.operation_id,
            order.kind.value,
            *_queue_columns(order.source),
            _utf8(order.source_arn),
            *_queue_columns(order.destination),
            order.keep_originals,
            _as_text(started_at),
            expected,
        ),
    )


def put_entries(connection: sqlite3.Connection, operation_id: str, entries: Sequence[JournalEntry]) -> None:
    """Write entries of an operation. Raises JournalFailed, before it writes, if the operation is unknown."""
    known = connection.execute("SELECT 1 FROM operations WHERE id = ?", (operation_id,)).fetchone()
    if known is None:
        raise JournalFailed("The journal of moves does not know this operation.")
    connection.executemany(
        _PUT_ENTRY,
        (
            (
                operation_id,
                _utf8(entry.source_message_id),
                entry.state.value,
                _utf8(entry.destination_url),
                entry.body_sha256,
                _utf8(entry.deduplication_id),
                _utf8(entry.new_message_id),
                _utf8(entry.reason),
                None if entry.at is None else _as_text(entry.at),
            )
            for entry in entries
        ),
    )


def end_operation(connection: sqlite3.Connection, operation_id: str, ended_at: datetime) -> None:
    """Write when an operation ended. Raises JournalFailed if it is unknown."""
    changed = connection.execute(
        "UPDATE operations SET ended_at = ? WHERE id = ?", (_as_text(ended_at), operation_id)
    )
    if changed.rowcount == 0:
        raise JournalFailed("The journal of moves does not know this operation.")


def read_entries(connection: sqlite3.Connection, operation_id: str) -> tuple[JournalEntry, ...]:
    """Return an operation's entries in the order first written."""
    rows = connection.execute(
        "SELECT source_message_id, state, destination_url, body_sha256, deduplication_id, new_message_id,"
        " reason, at FROM entries WHERE operation_id = ? ORDER BY number",
        (operation_id,),
    )
    return tuple(
        JournalEntry(
            source_message_id=row[0],
            state=EntryState(row[1]),
            destination_url=row[2],
            body_sha256=row[3],
            deduplication_id=row[4],
            new_message_id=row[5],
            reason=row[6],
            at=None if row[7] is None else datetime.fromisoformat(row[7]),
        )
        for row in rows
    )


def read_sent_before(
    connection: sqlite3.Connection, source_arn: str, message_ids: Iterable[str]
) -> Mapping[str, SentBefore]:
    """Return the newest verified copy of each message whose original was to go and isn't known as deleted."""
    rows = connection.execute(
        "SELECT operation_id, source_message_id, body_sha256, entries.destination_url, new_message_id,"
        " coalesce(at, started_at), destination_region"
        " FROM entries JOIN operations ON operations.id = operation_id"
        " WHERE source_message_id IN (SELECT value FROM json_each(?)) AND source_arn = ? AND state = ?"
        " AND NOT keep_originals ORDER BY number",
        (_as_list(message_ids), _utf8(source_arn), EntryState.SENT.value),
    )
    return {
        row[1]: SentBefore(
            operation_id=row[0],
            source_message_id=row[1],
            body_sha256=row[2],
            destination_url=row[3],
            new_message_id=row[4],
            at=datetime.fromisoformat(row[5]),
            destination_region=row[6] or "",
        )
        for row in rows
    }


def read_known_ids(connection: sqlite3.Connection, message_ids: Iterable[str]) -> frozenset[str]:
    """Return those IDs that are a source or a copy."""
    rows = connection.execute(
        "SELECT value FROM json_each(?) WHERE value <> '' AND ("
        "EXISTS (SELECT 1 FROM entries WHERE source_message_id = value)"
        " OR EXISTS (SELECT 1 FROM entries WHERE new_message_id = value))",
        (_as_list(message_ids),),
    )
    return frozenset(row[0] for row in rows)


def read_not_ended(connection: sqlite3.Connection) -> tuple[UnfinishedOperation, ...]:
    """Return the operations that have no end, oldest first, whoever works on them."""
    counts: dict[str, dict[EntryState, int]] = {}
    for operation_id, state, count in connection.execute(
        "SELECT operation_id, state, count(*) FROM operations JOIN entries ON operation_id = operations.id"
        " WHERE ended_at IS NULL GROUP BY operation_id, state"
    ):
        counts.setdefault(operation_id, {})[EntryState(state)] = count
    rows = connection.execute(
        "SELECT id, kind, source_arn, started_at, expected, source_connection, source_region, source_url,"
        " destination_connection, destination_region, destination_url"
        " FROM operations WHERE ended_at IS NULL ORDER BY started_at"
    )
    return tuple(
        UnfinishedOperation(
            operation_id=row[0],
            kind=MoveKind(row[1]),
            source=_as_queue(row[5:8]),
            source_arn=row[2],
            destination=_as_queue(row[8:11]),
            started_at=datetime.fromisoformat(row[3]),
            expected=row[4],
            counts=counts.get(row[0], {}),
        )
        for row in rows
    )


def _queue_columns(queue: QueueRef | None) -> tuple[str | None, str | None, str | None]:
    return (None, None, None) if queue is None else (queue.connection_id, queue.region, queue.url)


def _as_queue(columns: tuple[str, str, str] | tuple[None, None, None]) -> QueueRef | None:
    connection_id, region, url = columns
    return (
        None
        if connection_id is None or region is None or url is None
        else QueueRef(connection_id, region, url)
    )


def _as_text(moment: datetime) -> str:
    """Return a time so that texts sort as times do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _as_list(message_ids: Iterable[str]) -> str:
    return json.dumps([_utf8(message_id) for message_id in message_ids])


def _utf8(text: str) -> str:
    """Return a text that SQLite takes: a server or a file's name may hold what is no UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode()
