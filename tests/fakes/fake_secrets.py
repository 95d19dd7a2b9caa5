"""A keyring in memory that can be missing or refuse."""

from __future__ import annotations

import asyncio

from sqs_explorer.domain.errors import KeyringFailed
from sqs_explorer.domain.keys import KeptWhere, TypedKey


class FakeSecrets:
    """Implements SecretStore. `is_missing` keeps for this run; `refusal` is raised once it is set."""

    def __init__(self) -> None:
        self.in_keyring: dict[str, TypedKey] = {}
        self.this_run: dict[str, TypedKey] = {}
        self.is_missing = False
        self.refusal: KeyringFailed | None = None
        self.unlocked = asyncio.Event()
        self.unlocked.set()

    async def keep(self, name: str, key: TypedKey) -> KeptWhere:
        """Keep a key once the keyring is unlocked."""
        await self._answer()
        if self.is_missing:
            self.this_run[name] = key
            return KeptWhere.THIS_RUN
        self.in_keyring[name] = key
        return KeptWhere.KEYRING

    async def place(self) -> tuple[KeptWhere, str]:
        """Return where a key would be kept."""
        await self._answer()
        if self.is_missing:
            return KeptWhere.THIS_RUN, "No keyring is running on this machine."
        return KeptWhere.KEYRING, ""

    def keep_for_this_run(self, name: str, key: TypedKey) -> None:
        """Keep in memory."""
        self.this_run[name] = key

    async def find(self, name: str) -> TypedKey | None:
        """Return a key."""
        await self._answer()
        return self.this_run.get(name) or self.in_keyring.get(name)

    async def forget(self, name: str) -> None:
        """Delete a key."""
        await self._answer()
        self.this_run.pop(name, None)
        self.in_keyring.pop(name, None)

    async def _answer(self) -> None:
        await self.unlocked.wait()
        if self.refusal is not None:
            raise self.refusal
