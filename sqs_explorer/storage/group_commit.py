"""One thread that owns an SQLite connection and commits all that waits in one transaction."""

from __future__ import annotations

import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from sqs_explorer.domain.errors import JournalFailed
from sqs_explorer.storage.journal_schema import journal_failure
from sqs_explorer.storage.sqlite_files import primary_code

Result = TypeVar("Result")
Work = Callable[[sqlite3.Connection], Result]
_CONNECTION_SURVIVES = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY}
_MAXIMUM_GROUP = 500


@dataclass(frozen=True, slots=True)
class _Job:
    """What waits: its work, whether it writes, and who is told."""

    work: Work[Any]
    writes: bool
    future: Future[Any]


class GroupCommits:
    """Runs work on a connection that is opened with the first of it, on a thread of its own.

    A future has its result once the transaction is committed. Work may raise JournalFailed before it has
    written anything: then only it fails. An error of SQLite fails the whole group, and nothing of it is kept.
    """

    def __init__(self, open_connection: Callable[[], sqlite3.Connection], name: str) -> None:
        self._open_connection = open_connection
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._connection: sqlite3.Connection | None = None
        # A daemon: a program that ends in a hurry loses nothing, since nobody was told that it is committed.
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._is_started = False
        self._is_closed = False
        self._ended: Future[None] = Future()

    def submit(self, work: Work[Result], *, writes: bool) -> Future[Result]:
        """Let the thread do `work`; its future may fail with JournalFailed. Called by one thread only."""
        future: Future[Result] = Future()
        if self._is_closed:
            future.set_exception(JournalFailed("The journal of moves is closed."))
            return future
        if not self._is_started:
            self._is_started = True
            self._thread.start()
        self._jobs.put(_Job(work, writes, future))
        return future

    def close(self) -> Future[None]:
        """Refuse more, do what waits, close the connection; the future is done when the thread has ended."""
        if not self._is_closed:
            self._is_closed = True
            self._jobs.put(None)
            if not self._is_started:
                self._ended.set_result(None)
        return self._ended

    def _run(self) -> None:
        is_ending = False
        while not is_ending:
            group, is_ending = self._waiting()
            try:
                self._do(group)
            except sqlite3.Error as error:
                self._recover(error)
                _fail(group, journal_failure(error))
            except Exception as error:
                self._drop_connection()
                _fail(group, error)
        self._drop_connection()
        self._ended.set_result(None)

    def _waiting(self) -> tuple[list[_Job], bool]:
        """Return all that waits, at least one job, and whether the end was asked for."""
        group: list[_Job] = []
        while len(group) < _MAXIMUM_GROUP:
            try:
                job = self._jobs.get(block=not group)
            except queue.Empty:
                break
            if job is None:
                return group, True
            if job.future.set_running_or_notify_cancel():
                group.append(job)
        return group, False

    def _do(self, group: list[_Job]) -> None:
        if not group:
            return
        if self._connection is None:
            self._connection = self._open_connection()
        connection = self._connection
        answers: list[tuple[Future[Any], Any]] = []
        if any(job.writes for job in group):
            connection.execute("BEGIN IMMEDIATE")
        for job in group:
            try:
                answers.append((job.future, job.work(connection)))
            except JournalFailed as error:
                job.future.set_exception(error)
        if connection.in_transaction:
            connection.execute("COMMIT")
        for future, answer in answers:
            future.set_result(answer)

    def _recover(self, error: sqlite3.Error) -> None:
        if self._connection is not None and primary_code(error) in _CONNECTION_SURVIVES:
            try:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
            except sqlite3.Error:
                self._drop_connection()
        else:
            self._drop_connection()

    def _drop_connection(self) -> None:
        """Close the connection, which rolls back what isn't committed; the next work opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()


def _fail(group: list[_Job], error: Exception) -> None:
    for job in group:
        if not job.future.done():
            job.future.set_exception(error)
