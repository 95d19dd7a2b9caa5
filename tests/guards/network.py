"""Keeps every test on the loopback: one that reaches further depends on a machine that is not ours."""

import ipaddress
import socket
from typing import Any

import pytest

RESERVED_TOP_LEVEL_DOMAIN = (
    ".invalid"  # RFC 6761: never resolves, so a test may ask for it without a network.
)


class NetworkForbiddenError(RuntimeError):
    """A test tried to leave this machine. Not an OSError, so that no retry takes it for a dead endpoint."""


def is_loopback(host: object) -> bool:
    """Tell whether a host, by name or number, is this machine."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost", "localhost.localdomain"):
        return True
    if not isinstance(name, str):
        return False
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return name.endswith(".localhost")


class LoopbackOnly:
    """Replaces the socket module's ways out, and remembers who tried them."""

    def __init__(self) -> None:
        self.attempts: list[str] = []

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Guard connecting, sending and name look-up until the monkeypatch is undone."""
        for method_name in ("connect", "connect_ex"):
            monkeypatch.setattr(socket.socket, method_name, self._guarded_method(method_name, 0))
        monkeypatch.setattr(socket.socket, "sendto", self._guarded_method("sendto", -1))
        monkeypatch.setattr(socket, "getaddrinfo", self._guarded_look_up())

    def _guarded_method(self, method_name: str, address_index: int) -> Any:
        original = getattr(socket.socket, method_name)

        def guarded(sock: socket.socket, *arguments: Any) -> Any:
            if sock.family in (socket.AF_INET, socket.AF_INET6):
                self._check(arguments[address_index][0])
            return original(sock, *arguments)

        return guarded

    def _guarded_look_up(self) -> Any:
        original = socket.getaddrinfo

        def guarded(host: Any, *arguments: Any, **options: Any) -> Any:
            if str(host).endswith(RESERVED_TOP_LEVEL_DOMAIN):
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            self._check(host)
            return original(host, *arguments, **options)

        return guarded

    def _check(self, host: object) -> None:
        if is_loopback(host) or host in ("0.0.0.0", "::"):
            return
        self.attempts.append(str(host))
        raise NetworkForbiddenError(f"a test tried to reach {host}")
