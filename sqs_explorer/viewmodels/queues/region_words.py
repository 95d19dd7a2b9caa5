"""What a connection's or a region's row says of its state, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqs_explorer.domain.connections import ConnectionSpec, Environment, Identity, ProfileKind
from sqs_explorer.domain.errors import AccessDenied
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.viewmodels.error_text import error_text
from sqs_explorer.viewmodels.queues.listings import ListingState, RegionListing

NOT_ALLOWED = "ListQueues is not allowed here. Add a queue by URL."


@dataclass(frozen=True, slots=True)
class RowState:
    """The words after the name, their tone, and the whole of it for the tooltip."""

    words: str
    tone: str = "muted"
    tooltip: str = ""


def region_state(listing: RegionListing, shown: int, *, is_filtered: bool) -> RowState:
    """Say how a region's list stands; `shown` of its queues pass the filter, if one is set."""
    total = len(listing.queues)
    count = count_words(total, "queue") if total else "no queues"
    if is_filtered and total:
        count = f"{shown:,} of {count_words(total, 'queue')}"
    if listing.state is ListingState.FAILED and listing.error is not None:
        text = error_text(listing.error)
        lines = [text.text, text.next_step]
        if isinstance(listing.error, AccessDenied):
            lines.append(NOT_ALLOWED)
        kept = f"{count} from before" if is_filtered and total else _kept_words(listing)
        words = ", ".join(part for part in (_in_row(text.title), kept) if part)
        return RowState(words, "warning", "\n".join(part for part in (*lines, text.details) if part))
    if listing.state is ListingState.OPENING:
        return RowState(
            f"opening, {count} so far" if total else "opening", tooltip="The queues are being listed."
        )
    if listing.state is ListingState.REFRESHING:
        return RowState(
            f"{count}, refreshing", tooltip="This is the list from before; it is being read again."
        )
    return RowState(count)


def _kept_words(listing: RegionListing) -> str:
    """Say which queues are there although they could not be listed."""
    before = count_words(listing.listed_count, "queue") + " from before" if listing.listed_count else ""
    added = f"{len(listing.added):,} added" if listing.added else ""
    return ", ".join(part for part in (before, added) if part)


@dataclass(frozen=True, slots=True)
class ConnectionFacts:
    """What a connection's row says of it besides its regions; `identity` is None until AWS said it."""

    spec: ConnectionSpec
    is_read_only: bool = False
    identity: Identity | None = None
    endpoint_url: str = ""

    @property
    def account(self) -> str:
        """The account ID, with the alias behind: it is what is cut first."""
        return self.identity.account_words if self.identity is not None else ""

    @property
    def writing(self) -> str:
        """Whether it may write, where that is not a matter of course."""
        if self.is_read_only:
            return "read-only"
        return "writing unlocked" if self.spec.read_only else ""


def connection_state(facts: ConnectionFacts, listings: Sequence[RegionListing]) -> RowState:
    """Say what a connection is for, whose it is, and how its regions stand together."""
    spec = facts.spec
    parts = [spec.environment.value, endpoint_host(facts.endpoint_url), facts.account, facts.writing]
    failed = [listing for listing in listings if listing.state is ListingState.FAILED]
    total = sum(len(listing.queues) for listing in listings)
    if any(listing.state is ListingState.OPENING for listing in listings):
        parts.append("opening")
    elif failed and len(failed) == len(listings) and not total:
        titles = {_in_row(error_text(listing.error).title) for listing in failed if listing.error}
        parts.append(titles.pop() if len(titles) == 1 else "no region answers")
    elif total or not failed:
        parts.append(count_words(total, "queue") if total else "no queues")
    words = " · ".join(part for part in parts if part)
    return RowState(words, spec.environment.tone, "\n".join(_connection_tooltip(facts, failed)))


def _connection_tooltip(facts: ConnectionFacts, failed: Sequence[RegionListing]) -> list[str]:
    spec = facts.spec
    lines = [
        f"{spec.title}: {spec.environment.value}, {_in_row(spec.kind.value)}, "
        f"{count_words(len(spec.regions), 'region')}"
    ]
    if facts.identity is not None:
        lines += [f"Account {facts.account}", facts.identity.arn]
    if facts.endpoint_url:
        lines.append(f"Endpoint URL {facts.endpoint_url}")
    if facts.is_read_only:
        lines.append("Read-only: looking and receiving are allowed, writing is off.")
    elif spec.read_only:
        lines.append("Writing is unlocked for a time; this connection starts read-only.")
    if failed:
        lines.append(f"Not listed: {', '.join(listing.region for listing in failed)}")
    return lines


def endpoint_host(endpoint_url: str) -> str:
    """Return host and port of an endpoint, "" where there is none."""
    return urlsplit(endpoint_url).netloc or endpoint_url


def connection_icon(facts: ConnectionFacts) -> str:
    """Return the icon of a connection's row, which is seen where the words have no room.

    A lock, open or not, where it starts read-only; a link for an endpoint of its own; a plug for the demo's
    keys; else its kind's.
    """
    spec = facts.spec
    if facts.writing:
        return "lock" if facts.is_read_only else "unlock"
    if facts.endpoint_url:
        return "link"
    if spec.environment is Environment.DEMO and spec.kind is ProfileKind.KEYS:
        return "plug"
    return spec.kind.icon


def _in_row(title: str) -> str:
    """Return a title as it goes on after a name; abbreviations stay as they are."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
