"""What a connection's or a region's row says of its state, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqs_explorer.domain.connections import ConnectionSpec, Environment, ProfileKind
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.viewmodels.error_text import error_text
from sqs_explorer.viewmodels.queues.listings import ListingState, RegionListing


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
        title = _in_row(text.title)
        words = f"{title}, {count} from before" if total else title
        return RowState(
            words, "warning", "\n".join(part for part in (text.text, text.next_step, text.details) if part)
        )
    if listing.state is ListingState.OPENING:
        return RowState(
            f"opening, {count} so far" if total else "opening", tooltip="The queues are being listed."
        )
    if listing.state is ListingState.REFRESHING:
        return RowState(
            f"{count}, refreshing", tooltip="This is the list from before; it is being read again."
        )
    return RowState(count)


def connection_state(spec: ConnectionSpec, listings: Sequence[RegionListing]) -> RowState:
    """Say what a connection is for and how its regions stand together."""
    parts = [spec.environment.value]
    if spec.read_only:
        parts.append("read-only")
    failed = [listing for listing in listings if listing.state is ListingState.FAILED]
    total = sum(len(listing.queues) for listing in listings)
    if any(listing.state is ListingState.OPENING for listing in listings):
        parts.append("opening")
    elif failed and len(failed) == len(listings) and not total:
        titles = {_in_row(error_text(listing.error).title) for listing in failed if listing.error}
        parts.append(titles.pop() if len(titles) == 1 else "no region answers")
    elif total or not failed:
        parts.append(count_words(total, "queue") if total else "no queues")
    tooltip = [f"{spec.title}: {spec.kind.value.lower()}, {count_words(len(spec.regions), 'region')}"]
    if spec.endpoint_url:
        tooltip.append(f"Endpoint URL {spec.endpoint_url}")
    if spec.read_only:
        tooltip.append("Read-only: looking and receiving are allowed, writing is off.")
    if failed:
        tooltip.append(f"Not listed: {', '.join(listing.region for listing in failed)}")
    return RowState(" · ".join(parts), spec.environment.tone, "\n".join(tooltip))


def connection_icon(spec: ConnectionSpec) -> str:
    """Return the icon of a connection's row: its kind's, a plug for the demo's keys."""
    if spec.environment is Environment.DEMO and spec.kind is ProfileKind.KEYS:
        return "plug"
    return spec.kind.icon


def _in_row(title: str) -> str:
    """Return a title as it goes on after a name; abbreviations stay as they are."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
