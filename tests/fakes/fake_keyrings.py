"""Keyrings with one fault each, of the modules that `keyring` has its backends in."""

from __future__ import annotations

import threading

TRUSTED = "keyring.backends.SecretService"


class NoKeyringError(RuntimeError):
    """Named like the error of `keyring`."""


class KeyringLocked(Exception):
    """Named like the error of `keyring`."""


class FakeKeyring:
    """Keeps items in `items` by name.

    `refused` are parts of names that it does not keep, or `silently` loses; `longest` is how many characters
    it holds. `error` is raised by every call. While `blocked` is not set, a call waits as for a password.
    """

    def __init__(
        self,
        *,
        refused: str = "",
        silently: bool = False,
        longest: int = 10_000,
        error: Exception | None = None,
    ) -> None:
        self.items: dict[tuple[str, str], str] = {}
        self.threads: list[threading.Thread] = []
        self.unlocked = threading.Event()
        self.unlocked.set()
        self.arrived = threading.Event()
        self.error = error
        self.refused = refused
        self._silently = silently
        self._longest = longest

    def get_password(self, service: str, username: str) -> str | None:
        """Return an item."""
        self._come_in()
        return self.items.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep an item, if it likes."""
        self._come_in()
        is_refused = bool(self.refused) and self.refused in username
        if is_refused and self._silently:
            return
        if is_refused or len(password) > self._longest:
            raise OSError(f"can't keep {password!r}")
        self.items[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Delete an item, which must be there."""
        self._come_in()
        del self.items[service, username]

    def _come_in(self) -> None:
        self.threads.append(threading.current_thread())
        self.arrived.set()
        self.unlocked.wait()
        if self.error is not None:
            raise self.error


class ChainedKeyrings:
    """Several keyrings one behind the other."""

    def __init__(self, *backends: object) -> None:
        self.backends = backends


def of_module(module: str, keyring: object | None = None) -> object:
    """Return a keyring whose class is said to come from a module; a good one unless another is given."""
    made = keyring or FakeKeyring()
    made.__class__ = type(type(made).__name__, (type(made),), {"__module__": module})
    return made
