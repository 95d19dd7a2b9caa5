"""All queues of the open connections and what is known of them.

The tree and the pages read it, so they agree.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.connections import ConnectionSpec, Environment
from sqs_explorer.domain.errors import ConnectionClosed, QueueNotFound, SignInExpired, SqsExplorerError
from sqs_explorer.domain.queues import QueueAttributes, QueueRef
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.services.ports import ConnectionGateway
from sqs_explorer.services.queue_adding import FoundQueue
from sqs_explorer.services.queue_listing import list_queues
from sqs_explorer.viewmodels.queues.added_queues import AddedQueues, queue_identity
from sqs_explorer.viewmodels.queues.attribute_reading import Answer, AttributeReading, RegionKey
from sqs_explorer.viewmodels.queues.dlq_index import DlqIndex
from sqs_explorer.viewmodels.queues.listings import ListingState, RegionListing
from sqs_explorer.viewmodels.task_scope import TaskScope

__all__ = ["ListingState", "QueueCatalogue", "RegionKey", "RegionListing"]

NAMES_AT_ONCE = 250
"""A page of 1,000 names is taken over in parts, so that the window answers in between."""


class QueueCatalogue(QObject):
    """Lists (names first, page by page), then reads attributes.

    Those asked for first, the rest of a region behind.

    Each region works by itself, in parallel. Queues that a person `added` are there however a list stands.
    Signals carry frozen values: `connections_changed()` when one
    opens or closes, `listing_changed(RegionListing)`, `attributes_changed(tuple[QueueRef, ...])` with the
    queues of which something else is known now, `queue_gone(QueueRef)`.
    """

    connections_changed = Signal()
    listing_changed = Signal(object)
    attributes_changed = Signal(object)
    queue_gone = Signal(object)

    def __init__(
        self,
        connections: OpenConnections,
        scope: TaskScope,
        parent: QObject | None = None,
        *,
        added: AddedQueues | None = None,
    ) -> None:
        super().__init__(parent)
        self._connections = connections
        self._scope = scope
        self._listings: dict[RegionKey, RegionListing] = {}
        self._listing_tasks: dict[RegionKey, asyncio.Task[None]] = {}
        self._once_more: set[RegionKey] = set()
        self._added = added or AddedQueues()
        self.attributes: dict[QueueRef, QueueAttributes] = {}
        self.attribute_errors: dict[QueueRef, SqsExplorerError] = {}
        self._dlqs = DlqIndex(self.attributes)
        self._reading = AttributeReading(connections, scope, self._take)

    @property
    def specs(self) -> tuple[ConnectionSpec, ...]:
        """The open connections."""
        return self._connections.specs

    def spec(self, connection_id: str) -> ConnectionSpec | None:
        """Return an open connection's spec, or None."""
        return next((spec for spec in self.specs if spec.connection_id == connection_id), None)

    def gateway(self, connection_id: str) -> ConnectionGateway:
        """Return an open connection's gateway. Raises ConnectionClosed."""
        return self._connections.gateway(connection_id)

    def environment(self, connection_id: str) -> Environment:
        """Return a connection's environment (Development if it is closed)."""
        spec = self.spec(connection_id)
        return spec.environment if spec else Environment.DEVELOPMENT

    def is_read_only(self, connection_id: str) -> bool:
        """Whether writing is off now in a connection; False if it is closed."""
        spec = self.spec(connection_id)
        return spec is not None and self.gateway(connection_id).write_lock.is_locked

    def endpoint_url(self, connection_id: str) -> str:
        """Return the server that a connection calls instead of AWS; "" for AWS, the demo, or a closed one."""
        spec = self.spec(connection_id)
        if spec is None or spec.environment is Environment.DEMO:
            return ""
        return self.gateway(connection_id).custom_endpoint_url

    def note_lock_changed(self) -> None:
        """Let every screen look again whether it may write."""
        self.connections_changed.emit()

    @property
    def listings(self) -> tuple[RegionListing, ...]:
        """All regions' listings, in the order opened."""
        return tuple(self._listings.values())

    def listing(self, connection_id: str, region: str) -> RegionListing | None:
        """Return one region's listing, or None if it isn't open."""
        return self._listings.get((connection_id, region))

    @property
    def queues(self) -> tuple[QueueRef, ...]:
        """Every queue listed."""
        return tuple(queue for listing in self._listings.values() for queue in listing.queues)

    async def open(self, spec: ConnectionSpec, *, keep_regions: bool = True) -> None:
        """Open a connection and list its regions in the background.

        If it is open already it is opened anew, by default with its former regions as well; without
        `keep_regions` those that `spec` does not name are dropped.
        """
        former = self.spec(spec.connection_id)
        if former is not None:
            self._end_work(spec.connection_id)
            if keep_regions:
                spec = spec.with_regions(tuple(dict.fromkeys(former.regions + spec.regions)))
            for region in set(former.regions) - set(spec.regions):
                self._forget_region((spec.connection_id, region))
        for region in spec.regions:
            self._begin_region((spec.connection_id, region))
        await self._connections.open(spec)
        self.connections_changed.emit()
        for region in spec.regions:
            self.refresh(spec.connection_id, region)

    async def close(self, connection_id: str) -> None:
        """Close a connection and forget its queues; answers that are still to come are dropped."""
        self._end_work(connection_id)
        for key in [key for key in self._listings if key[0] == connection_id]:
            self._forget_region(key)
        gateway = self._connections.remove(connection_id)
        self.connections_changed.emit()
        if gateway is not None:
            await gateway.close()

    async def replace(self, former_id: str, spec: ConnectionSpec) -> None:
        """Open a connection in the place of another: regions that `spec` does not name are closed."""
        if former_id != spec.connection_id:
            await self.close(former_id)
        await self.open(spec, keep_regions=False)

    def _end_work(self, connection_id: str) -> None:
        for key in [key for key in self._listing_tasks if key[0] == connection_id]:
            self._listing_tasks.pop(key).cancel()
            self._once_more.discard(key)
        self._reading.forget(connection_id)

    def _begin_region(self, key: RegionKey) -> None:
        if key not in self._listings:
            queues = self._added.of(key)
            self._listings[key] = RegionListing(*key, queues=queues, added=frozenset(queues))
            self._dlqs.add(queues)

    def _forget_region(self, key: RegionKey) -> None:
        listing = self._listings.pop(key, None)
        for queue in listing.queues if listing else ():
            self._forget(queue)

    def _forget(self, queue: QueueRef) -> None:
        self.attributes.pop(queue, None)
        self.attribute_errors.pop(queue, None)
        self._dlqs.forget(queue)

    def refresh_all(self) -> None:
        """List every region again; the old lists stay until the new ones are there."""
        for connection_id, region in tuple(self._listings):
            self.refresh(connection_id, region)

    def refresh_connection(self, connection_id: str) -> None:
        """List the regions of one connection again, such as after a sign-in.

        A list under way that fails for the expired sign-in is asked for once more.
        """
        spec = self.spec(connection_id)
        for region in spec.regions if spec else ():
            listing = self._listings.get((connection_id, region))
            if listing is not None and self._is_being_listed(listing):
                self._once_more.add((connection_id, region))
            else:
                self.refresh(connection_id, region)

    def refresh(self, connection_id: str, region: str) -> None:
        """List one region again in the background, unless that is under way or the region is not open."""
        key = (connection_id, region)
        listing = self._listings.get(key)
        if listing is None or self._is_being_listed(listing):
            return
        was_listed = bool(listing.listed_count) or listing.state is ListingState.LISTED
        self._set(replace(listing, state=ListingState.REFRESHING if was_listed else ListingState.OPENING))
        task = self._scope.start(self._list(key), lambda error: self._fail(key, error))
        if task is not None:
            self._listing_tasks[key] = task
            task.add_done_callback(lambda ended: self._end_listing(key, ended))

    def _is_being_listed(self, listing: RegionListing) -> bool:
        """Whether a list is still to come: once its task has told the end, it counts as over."""
        is_told = listing.state in {ListingState.LISTED, ListingState.FAILED}
        return not is_told and (listing.connection_id, listing.region) in self._listing_tasks

    def _end_listing(self, key: RegionKey, ended: asyncio.Task[None]) -> None:
        if self._listing_tasks.get(key) is not ended:
            return
        del self._listing_tasks[key]
        listing = self._listings.get(key)
        if key in self._once_more:
            self._once_more.discard(key)
            if listing is not None and isinstance(listing.error, SignInExpired):
                self.refresh(*key)

    def _fail(self, key: RegionKey, error: SqsExplorerError) -> None:
        listing = self._listings.get(key)
        if listing is None:
            return
        self._set(replace(listing, state=ListingState.FAILED, error=error))
        self._reading.request_later(key, [one for one in listing.added if one not in self.attributes])

    async def _list(self, key: RegionKey) -> None:
        shows_pages = self._listings[key].state is ListingState.OPENING
        found: dict[QueueRef, None] = {}
        async for page in list_queues(self._connections.gateway(key[0]), key[1]):
            for start in range(0, len(page), NAMES_AT_ONCE):
                names = self._added.known_as(key, page[start : start + NAMES_AT_ONCE])
                found.update((queue, None) for queue in names)
                if shows_pages:
                    self._dlqs.add(names)
                    self._set(self._listed(key, ListingState.OPENING, found))
                    await asyncio.sleep(0)
        former, listing = self._listings[key].queues, self._listed(key, ListingState.LISTED, found)
        gone: list[QueueRef] = []
        if listing.queues != former:
            known, kept = set(former), set(listing.queues)
            gone = [queue for queue in former if queue not in kept]
            self._dlqs.add(queue for queue in listing.queues if queue not in known)
        for queue in gone:
            self._forget(queue)
        self._set(listing)
        for queue in gone:
            self.queue_gone.emit(queue)
        self._reading.request_later(key, [queue for queue in listing.queues if queue not in self.attributes])

    def _listed(self, key: RegionKey, state: ListingState, found: dict[QueueRef, None]) -> RegionListing:
        """Return how a region stands with these queues of SQS's list; those added stand in front of them."""
        added = tuple(queue for queue in self._added.of(key) if queue not in found)
        return RegionListing(*key, state, (*added, *found), added=frozenset(added))

    def add(self, found: FoundQueue) -> QueueRef:
        """Keep a queue that was found by its URL, ARN or name, and return it as it is in the list.

        One that SQS lists already stays as listed. Its region must be open: raises KeyError.
        """
        queue = found.queue
        listing = self._listings[queue.connection_id, queue.region]
        same = queue_identity(queue)
        known = next((one for one in listing.queues if queue_identity(one) == same), None)
        if known is None:
            # The demo's queues end with the program.
            is_lasting = self.environment(queue.connection_id) is not Environment.DEMO
            self._added.add(queue, for_good=is_lasting)
            self._dlqs.add([queue])
            self._set(replace(listing, queues=(*listing.queues, queue), added=listing.added | {queue}))
        queue = known or queue
        answer = found.attributes or found.denial
        if answer is not None:
            self._take(((queue, answer),))
        return queue

    def is_added(self, queue: QueueRef) -> bool:
        """Whether a person added this queue and SQS does not list it: it can be removed from the list."""
        listing = self._listings.get((queue.connection_id, queue.region))
        return listing is not None and queue in listing.added

    def remove_added(self, queue: QueueRef) -> None:
        """Take an added queue out of the list; the queue itself stays, and so does its page."""
        self._added.remove(queue)
        if self.is_added(queue):
            self._dlqs.forget(queue)
            self._drop(queue)

    def note_deleted(self, queue: QueueRef) -> None:
        """Take a queue that was deleted just now out of the list; a list read meanwhile may bring it back."""
        self._added.remove(queue)
        self._forget(queue)
        self._drop(queue)
        self.queue_gone.emit(queue)

    def _drop(self, queue: QueueRef) -> None:
        listing = self._listings.get((queue.connection_id, queue.region))
        if listing is not None and queue in listing.queues:
            queues = tuple(one for one in listing.queues if one != queue)
            self._set(replace(listing, queues=queues, added=listing.added - {queue}))

    def _set(self, listing: RegionListing) -> None:
        self._listings[listing.connection_id, listing.region] = listing
        self.listing_changed.emit(listing)

    def request_attributes(self, queues: Iterable[QueueRef], *, again: bool = False) -> None:
        """Read attributes now, before those of queues out of sight.

        Of queues that have none, with `again` of all.
        """
        self._reading.request(
            [
                queue
                for queue in queues
                if (again or queue not in self.attributes)
                and (queue.connection_id, queue.region) in self._listings
            ],
            again=again,
        )

    def _take(self, answers: tuple[Answer, ...]) -> None:
        changed: dict[QueueRef, None] = {}
        gone: list[QueueRef] = []
        for queue, answer in answers:
            if (queue.connection_id, queue.region) not in self._listings or isinstance(
                answer, ConnectionClosed
            ):
                continue
            changed[queue] = None
            if isinstance(answer, QueueAttributes):
                changed.update(self._note(queue, answer))
                continue
            self.attribute_errors[queue] = answer
            if isinstance(answer, QueueNotFound):
                gone.append(queue)
        if changed:
            self.attributes_changed.emit(tuple(changed))
        for queue in gone:
            self.queue_gone.emit(queue)

    def _note(self, queue: QueueRef, attributes: QueueAttributes) -> dict[QueueRef, None]:
        self.attributes[queue] = attributes
        self.attribute_errors.pop(queue, None)
        no_longer_dlq = self._dlqs.note(queue, attributes)
        affected = (no_longer_dlq, self.dlq_of(queue))
        return dict.fromkeys(other for other in affected if other is not None)

    def note_attributes(self, queue: QueueRef, attributes: QueueAttributes) -> None:
        """Take over attributes that a page has just read, unless its region is closed by now."""
        if (queue.connection_id, queue.region) not in self._listings:
            return
        self.attributes_changed.emit(tuple({queue: None} | self._note(queue, attributes)))

    def dlq_of(self, queue: QueueRef) -> QueueRef | None:
        """Return the queue's DLQ if it is listed, by its redrive policy."""
        attributes = self.attributes.get(queue)
        if attributes is None or attributes.redrive_policy is None:
            return None
        return self.by_arn(queue, attributes.redrive_policy.dead_letter_target_arn)

    def by_arn(self, near: QueueRef, arn: str) -> QueueRef | None:
        """Return the listed queue with this ARN in the same connection and region as `near`, or None."""
        return self._dlqs.by_arn(near, arn)

    def sources_of(self, dlq: QueueRef) -> tuple[QueueRef, ...]:
        """Return the queues whose known redrive policy names this one."""
        return self._dlqs.sources_of(dlq)

    def is_dlq(self, queue: QueueRef) -> bool:
        """Whether some queue's known redrive policy names this one."""
        return bool(self.sources_of(queue))

    def queues_of_same_kind(self, queue: QueueRef) -> tuple[QueueRef, ...]:
        """Return the other queues of the same connection, region and type, by name.

        Where a redrive may go.
        """
        listing = self._listings.get((queue.connection_id, queue.region))
        others = [other for other in (listing.queues if listing else ()) if other != queue]
        return tuple(
            sorted((q for q in others if q.is_fifo == queue.is_fifo), key=lambda other: other.name.lower())
        )

    async def end(self) -> None:
        """End every listing and reading under way; the program is closing."""
        await self._scope.close()
