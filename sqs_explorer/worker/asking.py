"""What a child asks its parent, who has the keys or knows who has; no question waits for ever."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable

from sqs_explorer.domain.errors import ConnectionClosed, SignInExpired
from sqs_explorer.domain.keys import SessionKeys
from sqs_explorer.services.ports import Clock
from sqs_explorer.worker.frames import Answer, KeysGiven, KeysWanted, Question, SignInEnded, SignInWanted

KEPT_SECONDS = 10.0
"""So long at most keys are given again without asking: near their end each call would ask for newer ones."""


class ParentQuestions:
    """Gives the keys of connections, and is the SignInDesk of a child. Made and used in a running loop.

    `send` sends a question. One question of a kind is open for a connection; who asks meanwhile shares it.
    `on_signed_in` is called with a connection's ID before anybody who waited goes on: what fails from then on
    has failed with the former keys, and is no reason to ask the person again.
    """

    def __init__(self, send: Callable[[Question], None], clock: Clock) -> None:
        self._send = send
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._keys_wanted: dict[str, asyncio.Future[KeysGiven]] = {}
        self._sign_ins_wanted: dict[str, asyncio.Future[bool]] = {}
        self._kept: dict[str, SessionKeys] = {}
        self._kept_until: dict[str, float] = {}
        self._expired: dict[str, SignInExpired] = {}
        self._refused: set[str] = set()
        self._sign_ins: Counter[str] = Counter()
        self._given_up = ""
        self.on_signed_in: Callable[[str], None] = lambda _: None

    async def keys(self, connection_id: str) -> SessionKeys:
        """Return what signs a connection's calls now.

        Raises what the parent's connection raises, ConnectionClosed if nobody answers (any more).
        """
        if self._clock.monotonic() < self._kept_until.get(connection_id, 0.0):
            return self._kept[connection_id]
        if self._given_up:
            raise ConnectionClosed(self._given_up)
        wanted = self._keys_wanted.get(connection_id)
        if wanted is None:
            wanted = self._keys_wanted[connection_id] = self._loop.create_future()
            self._send(KeysWanted(connection_id))
        given = await asyncio.shield(wanted)
        if given.keys is None:
            raise given.error or ConnectionClosed("The program has no keys for this connection.")
        return given.keys

    def note_expired(self, connection_id: str, error: SignInExpired) -> None:
        """Remember why a sign-in will be asked for."""
        self._expired[connection_id] = error

    async def wait(self, connection_id: str) -> bool:
        """Return True once the person has signed in again; False if they will not, or nobody can tell.

        Who has refused is not asked again, by another call of the move that ends for it.
        """
        if self._given_up or connection_id in self._refused or connection_id not in self._expired:
            return False
        wanted = self._sign_ins_wanted.get(connection_id)
        if wanted is None:
            wanted = self._sign_ins_wanted[connection_id] = self._loop.create_future()
            error = self._expired[connection_id]
            self._send(SignInWanted(connection_id, error, self._sign_ins[connection_id]))
        return await asyncio.shield(wanted)

    def take(self, answer: Answer) -> None:
        """Take in an answer; one that nobody waits for (any more) is let go."""
        if isinstance(answer, KeysGiven):
            self._take_keys(answer)
            return
        if answer.is_signed_in:
            self._sign_ins[answer.connection_id] += 1
            self._kept_until.pop(answer.connection_id, None)
            self.on_signed_in(answer.connection_id)
        else:
            self._refused.add(answer.connection_id)
        wanted = self._sign_ins_wanted.pop(answer.connection_id, None)
        if wanted is not None:
            wanted.set_result(answer.is_signed_in)

    def give_up(self, why: str) -> None:
        """Ask nothing any more and end what is asked: nobody will answer, or there is no time for it."""
        self._given_up = self._given_up or why
        for connection_id in tuple(self._keys_wanted):
            self.take(KeysGiven(connection_id, error=ConnectionClosed(why)))
        for connection_id in tuple(self._sign_ins_wanted):
            self.take(SignInEnded(connection_id, is_signed_in=False))

    def _take_keys(self, answer: KeysGiven) -> None:
        if answer.keys is not None:
            self._keep(answer.connection_id, answer.keys)
        if isinstance(answer.error, SignInExpired):
            self._refused.add(answer.connection_id)
        else:
            self._refused.discard(answer.connection_id)
        wanted = self._keys_wanted.pop(answer.connection_id, None)
        if wanted is not None:
            wanted.set_result(answer)

    def _keep(self, connection_id: str, keys: SessionKeys) -> None:
        seconds = KEPT_SECONDS
        if keys.expires_at is not None:
            seconds = min(seconds, (keys.expires_at - self._clock.now()).total_seconds())
        self._kept[connection_id] = keys
        self._kept_until[connection_id] = self._clock.monotonic() + seconds
