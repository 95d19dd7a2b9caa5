"""What an endpoint URL tells by itself: whether it is this machine, and whether others can read along."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit

_PORTS = {"http": 80, "https": 443}


def is_loopback(endpoint_url: str) -> bool:
    """Whether the endpoint is this machine, which no proxy can reach."""
    host = (_split(endpoint_url).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_plain_beyond_this_machine(endpoint_url: str) -> bool:
    """Whether calls go out unencrypted: everyone on the way can read messages and session tokens."""
    return _split(endpoint_url).scheme == "http" and not is_loopback(endpoint_url)


def origin(endpoint_url: str) -> str:
    """Return scheme, host and port alone, as `http://10.0.0.5:80`; "" for what is no such URL."""
    parts = _split(endpoint_url)
    try:
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        return ""
    host = (parts.hostname or "").rstrip(".")
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{port}" if host else ""


def _split(url: str) -> SplitResult:
    """Take a URL apart; one that can't be is empty, and whoever calls it says so."""
    try:
        return urlsplit(url.strip())
    except ValueError:
        return urlsplit("")
