"""What becomes of a call whose sign-in has expired: it fails, or waits for the person and goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from sqs_explorer.aws.renewals import Renewals
from sqs_explorer.domain.errors import ConnectionClosed, SignInExpired
from sqs_explorer.services.sign_in_ports import SignInDesk
from sqs_explorer.services.stopping import stop_of_waits

T = TypeVar("T")


class SignInWaits:
    """What calls of one connection wait for. Without a desk every call fails by itself."""

    def __init__(self, connection_id: str, desk: SignInDesk | None, renewals: Renewals) -> None:
        self._connection_id = connection_id
        self._desk = desk
        self._renewals = renewals
        self._closing = asyncio.Event()

    async def go_on(self, attempt: Callable[[], Awaitable[T]], *, waits: bool) -> T:
        """Return what `attempt` returns; with `waits` it is repeated once after a new sign-in.

        Raises what the attempt raises, ConnectionClosed.
        """
        before = self._renewals.ordered
        try:
            return await attempt()
        except SignInExpired as error:
            # Renewed while the call was under way: it failed with what is no longer in use.
            is_late = self._renewals.ordered != before
            if not is_late and not await self._signed_in_again(error, waits=waits):
                raise
        if self._renewals.ordered == before:
            # Once for all calls that waited: a second one would ask for a second MFA code.
            self._renewals.order()
        try:
            return await attempt()
        except SignInExpired as error:
            self._note(error)
            raise

    def close(self) -> None:
        """End the calls that wait with ConnectionClosed."""
        self._closing.set()

    def _note(self, error: SignInExpired) -> None:
        if self._desk is not None:
            self._desk.note_expired(self._connection_id, error)

    async def _signed_in_again(self, error: SignInExpired, *, waits: bool) -> bool:
        """Tell the desk, and wait for the person there; False if nobody waits, or a stop was asked for."""
        self._note(error)
        if self._desk is None or not waits:
            return False
        stop = stop_of_waits()
        answer = asyncio.ensure_future(self._desk.wait(self._connection_id))
        ends: list[asyncio.Future[Any]] = [asyncio.ensure_future(self._closing.wait())]
        if stop is not None:
            ends.append(asyncio.ensure_future(stop.wait()))
        try:
            await asyncio.wait({answer, *ends}, return_when=asyncio.FIRST_COMPLETED)
            if self._closing.is_set():
                raise ConnectionClosed("The connection was closed before the sign-in was renewed.")
            return not (stop is not None and stop.is_requested) and answer.result()
        finally:
            for waiting in (answer, *ends):
                waiting.cancel()
            await asyncio.gather(answer, *ends, return_exceptions=True)
