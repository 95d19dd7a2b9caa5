"""Which keyring may hold secrets: those that the system protects, and no other that `keyring` offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, cast

_TRUSTED = frozenset(
    f"keyring.backends.{name}" for name in ("SecretService", "libsecret", "kwallet", "Windows", "macOS")
)
"""Modules of `keyring` whose backends encrypt what they keep; others write plain text, or nothing at all."""

NO_KEYRING = "No keyring is running on this machine."

_NONE = "keyring.backends.fail"
_OFF = "keyring.backends.null"
_CHAIN = "keyring.backends.chainer"


class Backend(Protocol):
    """What `keyring` offers of a keyring. Every call may block, and raise any exception."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return a secret, None if there is none."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret in place of one of the same name."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Delete a secret; one that is not there is an error."""
        ...


@dataclass(frozen=True, slots=True)
class Choice:
    """The keyring to use, or None and the reason, a whole sentence."""

    backend: Backend | None
    reason: str = ""


def system_backend() -> Backend:
    """Return the backend that `keyring` chooses on this machine; may block, and raise any exception."""
    import keyring

    return keyring.get_keyring()


def choose(found: object) -> Choice:
    """Return the trusted keyring in what `keyring` has chosen; of a chain the first that is trusted."""
    module = type(found).__module__
    if module in _TRUSTED:
        return Choice(cast(Backend, found))
    if module == _CHAIN:
        links = [choose(link) for link in getattr(found, "backends", ())]
        trusted = [link for link in links if link.backend is not None]
        return next(iter(trusted + links), Choice(None, NO_KEYRING))
    if module == _NONE:
        return Choice(None, NO_KEYRING)
    if module == _OFF:
        return Choice(None, "The keyring is switched off on this machine.")
    return Choice(None, f"What is set up as keyring here ({module}) may keep secrets unprotected.")
