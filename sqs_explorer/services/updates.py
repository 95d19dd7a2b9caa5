"""Whether a newer version is published: how the answer is read, and which page may be opened."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import SplitResult, urlsplit

MAXIMUM_BYTES = 64 * 1024
"""A longer answer is not read."""

_VERSION = re.compile(r"v?(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})")


class NoNewsError(Exception):
    """Why nothing is known of newer versions, in sentences. `answered` is False if nobody was reached."""

    def __init__(self, sentences: str, *, answered: bool = True) -> None:
        super().__init__(sentences)
        self.answered = answered


@dataclass(frozen=True, slots=True)
class Release:
    """A published version such as `1.2.3`, and the page where one gets it."""

    version: str
    page_url: str


class ReleaseFeed(Protocol):
    """Where versions are published."""

    async def newest(self) -> Release:
        """Return the newest version. Raises NoNewsError."""
        ...


def version_numbers(text: str) -> tuple[int, int, int] | None:
    """Return the three numbers of `1.2.3` or `v1.2.3`; None for all else, pre-releases among it."""
    found = _VERSION.fullmatch(text)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def is_newer(version: str, than: str) -> bool:
    """Tell whether a version comes after another; False if one of them is none."""
    numbers, others = version_numbers(version), version_numbers(than)
    return numbers is not None and others is not None and numbers > others


def is_address(url: str) -> bool:
    """Tell whether an address may be asked or opened: https, a host, no name or password in it."""
    parts = _parts(url)
    return parts is not None and parts.scheme == "https" and bool(parts.hostname) and parts.username is None


def is_same_place(url: str, other: str) -> bool:
    """Tell whether two addresses are of one host and port, both by https."""
    return is_address(url) and is_address(other) and _place(url) == _place(other)


def is_page_of(page_url: str, feed_url: str) -> bool:
    """Tell whether a page belongs to a feed: of the same host, or of `example.org` for `api.example.org`."""
    if not is_address(page_url) or not is_address(feed_url):
        return False
    (host, port), (feed_host, feed_port) = _place(page_url), _place(feed_url)
    return port == feed_port and feed_host in {host, f"api.{host}"}


def release_from(answer: bytes, feed_url: str) -> Release:
    """Read a release as GitHub and those like it describe one. Raises NoNewsError."""
    try:
        content = json.loads(answer)
    except (ValueError, RecursionError):
        raise NoNewsError(unreadable(feed_url)) from None
    if not isinstance(content, dict) or content.get("draft") or content.get("prerelease"):
        raise NoNewsError(unreadable(feed_url))
    tag, page = content.get("tag_name"), content.get("html_url")
    if not isinstance(tag, str) or version_numbers(tag) is None:
        raise NoNewsError(unreadable(feed_url))
    if not isinstance(page, str) or not is_page_of(page, feed_url):
        raise NoNewsError(unreadable(feed_url))
    return Release(tag.removeprefix("v"), page)


def host_of(url: str) -> str:
    """Return the host of an address, in words for a person."""
    parts = _parts(url)
    return (parts.hostname if parts else None) or "The server"


def unreadable(feed_url: str) -> str:
    """Return that an answer made no sense."""
    return f"What {host_of(feed_url)} answered could not be read."


def _parts(url: str) -> SplitResult | None:
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _place(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or 443
