"""Typed access keys in the system's keyring, one item a field; in memory for this run where there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from sqs_explorer.domain.errors import KeyringFailed
from sqs_explorer.domain.keys import KeptWhere, TypedKey
from sqs_explorer.storage.keyring_choice import Backend, Choice, choose, system_backend
from sqs_explorer.storage.keyring_thread import LIMIT_SECONDS, IsWanted, KeyringThread

Result = TypeVar("Result")

SERVICE = "sqs-explorer"
_ID, _SECRET = "access key ID", "secret access key"
_LONG = 1_000
"""Windows keeps about 1,280 characters of an item; some keyrings less."""


class KeyringSecrets:
    """Fulfils the port SecretStore; used on one loop.

    `load` returns what `keyring` chooses; it runs on the keyring's thread, as everything does that reaches
    it. What a keyring says of an error is never passed on: it may hold the secret.
    """

    def __init__(
        self, load: Callable[[], object] = system_backend, *, limit_seconds: float = LIMIT_SECONDS
    ) -> None:
        self._load = load
        self._thread = KeyringThread(limit_seconds)
        self._this_run: dict[str, TypedKey] = {}

    async def place(self) -> tuple[KeptWhere, str]:
        """Return where a key would be kept now, and why not in the keyring ("" if it would be).

        Raises KeyringFailed if the keyring does not even say that it is there.
        """
        choice = await self._thread.run(lambda _: self._choice())
        return (KeptWhere.KEYRING if choice.backend is not None else KeptWhere.THIS_RUN), choice.reason

    async def keep(self, name: str, key: TypedKey) -> KeptWhere:
        """Keep a key, both fields or none, and tell where it is now. Raises KeyringFailed."""
        wanted = {_item(name, _ID): key.access_key_id, _item(name, _SECRET): key.secret_access_key}
        if not await self._with_backend(lambda backend, is_wanted: _keep(backend, wanted, is_wanted)):
            self.keep_for_this_run(name, key)
            return KeptWhere.THIS_RUN
        self._this_run.pop(name, None)
        return KeptWhere.KEYRING

    def keep_for_this_run(self, name: str, key: TypedKey) -> None:
        """Keep a key in memory alone, whatever the keyring says."""
        self._this_run[name] = key

    async def find(self, name: str) -> TypedKey | None:
        """Return a key, of this run first; None if there is none, or only half of one.

        Raises KeyringFailed, as when the keyring stays locked.
        """
        if name in self._this_run:
            return self._this_run[name]
        return await self._with_backend(lambda backend, _: _found(backend, name))

    async def forget(self, name: str) -> None:
        """Delete a key here and there; one that is not there is fine. Raises KeyringFailed."""
        self._this_run.pop(name, None)
        await self._with_backend(lambda backend, _: _forget(backend, name))

    async def _with_backend(self, work: Callable[[Backend, IsWanted], Result]) -> Result | None:
        """Do work with the keyring, on its thread; None if there is none."""

        def call(is_wanted: IsWanted) -> Result | None:
            choice = self._choice()
            if choice.backend is None:
                return None
            kind = ""
            try:
                return work(choice.backend, is_wanted)
            except KeyringFailed:
                raise
            except Exception as error:
                kind = type(error).__name__
            if kind == "NoKeyringError":
                return None
            # Raised outside the handler, so that it does not carry the keyring's own error along.
            raise KeyringFailed(_WORDS.get(kind, f"The keyring refused: {kind}."))

        return await self._thread.run(call)

    def _choice(self) -> Choice:
        try:
            return choose(self._load())
        except Exception:
            return Choice(None, "The keyring set up on this machine can't be loaded.")


_LOCKED = "The keyring is locked, and was not unlocked when it asked for its password."
_SILENT = "The keyring does not answer."
_WORDS: Mapping[str, str] = {
    "KeyringLocked": _LOCKED,
    "LockedException": _LOCKED,
    "PromptDismissedException": _LOCKED,
    "InitError": "The keyring could not be opened.",
    "SecretServiceNotAvailableException": _SILENT,
    "ConnectionResetError": _SILENT,
    "ConnectionRefusedError": _SILENT,
    "BrokenPipeError": _SILENT,
}
"""What to say of an error, by its class: what it says itself may hold the secret."""


def _item(name: str, field: str) -> str:
    return f"{name}/{field}"


def _found(backend: Backend, name: str) -> TypedKey | None:
    access_key_id = backend.get_password(SERVICE, _item(name, _ID))
    secret = backend.get_password(SERVICE, _item(name, _SECRET)) if access_key_id else None
    return TypedKey(access_key_id, secret) if access_key_id and secret else None


def _keep(backend: Backend, wanted: Mapping[str, str], is_wanted: IsWanted) -> bool:
    """Keep all items, or leave all as they were: also if nobody waits for it any more."""
    before = {item: backend.get_password(SERVICE, item) for item in wanted}
    touched: list[str] = []
    is_kept = False
    try:
        for item, value in wanted.items():
            touched.append(item)
            _set(backend, item, value)
        is_kept = is_wanted()
    finally:
        if not is_kept:
            for item in touched:
                _put_back(backend, item, before[item])
    return is_kept


def _set(backend: Backend, item: str, value: str) -> None:
    """Keep one item and look whether it is there: not every keyring tells that it refused."""
    try:
        backend.set_password(SERVICE, item, value)
        is_there = backend.get_password(SERVICE, item) == value
    except Exception as error:
        if type(error).__name__ in {"NoKeyringError", *_WORDS}:
            raise
        is_there = False
    if not is_there:
        size = f" of {len(value):,} characters, which may be too long for it" if len(value) > _LONG else ""
        raise KeyringFailed(f"The keyring did not keep the {item.rpartition('/')[2]}{size}.")


def _put_back(backend: Backend, item: str, value: str | None) -> None:
    """Leave an item as it was; a keyring that refuses that, too, has nothing more to give."""
    try:
        if value is None:
            backend.delete_password(SERVICE, item)
        else:
            backend.set_password(SERVICE, item, value)
    except Exception:  # noqa: S110 - the failure before is the one to tell
        pass


def _forget(backend: Backend, name: str) -> None:
    for item in (_item(name, _ID), _item(name, _SECRET)):
        if backend.get_password(SERVICE, item) is not None:
            backend.delete_password(SERVICE, item)
