"""What opens at the start: what the command line names, or what was open when asked to come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.connections import ConnectionSpec, Environment, ProfileListing
from sqs_explorer.domain.errors import InvalidInput
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.ports import ProfileReader
from sqs_explorer.services.queue_adding import FoundQueue
from sqs_explorer.services.starting import connections_named, plain_endpoint, with_kept_keys
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue
from sqs_explorer.viewmodels.shell.settings_keeper import SettingsKeeper
from sqs_explorer.viewmodels.shell.workspace import WorkspaceViewModel
from sqs_explorer.viewmodels.task_scope import TaskScope


class StartingViewModel(QObject):
    """Opens connections and pages, and keeps which are open for the next start.

    `failed(ErrorText)` says why what was named could not be opened. `give_up_waits` lets what waits for a
    connection's sign-in fail: closing it would wait for that.
    """

    failed = Signal(object)

    def __init__(
        self,
        catalogue: QueueCatalogue,
        workspace: WorkspaceViewModel,
        settings: SettingsKeeper,
        profile_reader: ProfileReader,
        *,
        scope: TaskScope,
        give_up_waits: Callable[[str], None] = lambda _: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._give_up_waits = give_up_waits
        self._catalogue = catalogue
        self._workspace = workspace
        self._settings = settings
        self._profile_reader = profile_reader
        self._scope = scope
        self._to_come_back: tuple[ConnectionSpec, ...] = ()
        self._pages_to_come_back: tuple[QueueRef, ...] = ()

    def open_named(
        self,
        profiles: tuple[str, ...],
        regions: tuple[str, ...],
        endpoint_url: str,
        read_only: bool,
        queue: str,
    ) -> None:
        """Open the connections and the queue that the command line names."""
        work = self._open_named(profiles, regions, endpoint_url, read_only, queue)
        self._scope.start(work, lambda error: self.failed.emit(error_text(error)))

    async def _open_named(
        self,
        profiles: tuple[str, ...],
        regions: tuple[str, ...],
        endpoint_url: str,
        read_only: bool,
        queue: str,
    ) -> None:
        settings = self._settings.settings
        listing = await self._profile_reader.read_profiles()
        listing = with_kept_keys(listing, settings.kept_keys)
        refused: list[str] = []
        wanted: list[ConnectionSpec] = []
        each: list[tuple[str, ...]] = [(name,) for name in profiles]
        for names in each or [()]:
            try:
                wanted += connections_named(
                    listing,
                    names,
                    regions,
                    endpoint_url,
                    read_only,
                    environments=settings.environments,
                )
            except InvalidInput as error:
                refused.append(error_text(error).text)
        allowed, plain = self._sorted_out(wanted, listing)
        for spec in allowed:
            await self._open_one(spec)
        self._say_refused(refused, plain)
        if queue and allowed:
            self._workspace.open_named(queue)

    def _sorted_out(
        self, specs: Sequence[ConnectionSpec], listing: ProfileListing
    ) -> tuple[tuple[ConnectionSpec, ...], list[str]]:
        """Return what may open, and a sentence for each that would use plain http unagreed."""
        agreed = self._settings.settings.agreed_endpoints
        plain = {spec: plain_endpoint(spec, listing, agreed) for spec in specs}
        sentences = [f"{spec.title} goes to {url} in plain http." for spec, url in plain.items() if url]
        return tuple(spec for spec, url in plain.items() if not url), sentences

    def _say_refused(self, wrong: Sequence[str], plain: Sequence[str]) -> None:
        steps = []
        if wrong:
            steps.append("Name another one at the start, or open a connection with Ctrl+O.")
        if plain:
            steps.append("Open it in Connections, which asks before anything is sent unencrypted.")
        if steps:
            self.failed.emit(ErrorText("Not opened", " ".join((*wrong, *plain)), " ".join(steps)))

    def open(self, specs: tuple[ConnectionSpec, ...], pages: tuple[QueueRef, ...] = ()) -> None:
        """Open connections, and pages of their queues."""
        self._scope.start(self._open(specs, pages), lambda error: self.failed.emit(error_text(error)))

    async def _open(self, specs: tuple[ConnectionSpec, ...], pages: tuple[QueueRef, ...]) -> None:
        for spec in specs:
            await self._open_one(spec)
        for queue in pages:
            if self._catalogue.listing(queue.connection_id, queue.region) is not None:
                self._workspace.open(queue)
        opened = {spec.connection_id for spec in specs}
        self._pages_to_come_back = tuple(
            queue for queue in self._pages_to_come_back if queue.connection_id not in opened
        )

    async def _open_one(self, spec: ConnectionSpec) -> None:
        """Open a connection; if it is open, the former one is closed once its pages' work has ended."""
        self._give_up_waits(spec.connection_id)
        await self._workspace.finish_work_of(spec.connection_id)
        await self._catalogue.open(spec)
        self._to_come_back = tuple(
            other for other in self._to_come_back if other.connection_id != spec.connection_id
        )

    async def add_queue(self, found: FoundQueue) -> QueueRef:
        """Keep a queue in the list, and return it as it is there; its region is opened if it isn't yet.

        Raises ConnectionClosed.
        """
        connection_id, region = found.queue.connection_id, found.queue.region
        if self._catalogue.listing(connection_id, region) is None:
            spec = self._catalogue.gateway(connection_id).spec
            await self._open_one(spec.with_regions((*spec.regions, region)))
        return self._catalogue.add(found)

    def replace(self, former_id: str, spec: ConnectionSpec) -> None:
        """Open an edited connection in the place of what it was; its pages stay if its ID does."""
        work = self._replace(former_id, spec)
        self._scope.start(work, lambda error: self.failed.emit(error_text(error)))

    async def _replace(self, former_id: str, spec: ConnectionSpec) -> None:
        self._give_up_waits(former_id)
        self._give_up_waits(spec.connection_id)
        if former_id != spec.connection_id:
            await self._workspace.close_pages_of(former_id)
        await self._workspace.finish_work_of(spec.connection_id)
        await self._catalogue.replace(former_id, spec)

    def close_connection(self, connection_id: str) -> None:
        """Close a connection's pages, then the connection: what they do needs it to the end."""
        self._scope.start(self._close_connection(connection_id))

    async def _close_connection(self, connection_id: str) -> None:
        self._give_up_waits(connection_id)
        await self._workspace.close_pages_of(connection_id)
        await self._catalogue.close(connection_id)

    def reopen(self) -> None:
        """Open again what was open at the end of the last run, if the person asked for that."""
        settings = self._settings.settings
        if settings.reopen_connections and settings.connections:
            self._to_come_back, self._pages_to_come_back = settings.connections, settings.pages
            work = self._reopen(settings.connections, settings.pages)
            self._scope.start(work, lambda error: self.failed.emit(error_text(error)))

    async def _reopen(self, specs: tuple[ConnectionSpec, ...], pages: tuple[QueueRef, ...]) -> None:
        allowed, plain = self._sorted_out(specs, await self._profile_reader.read_profiles())
        await self._open(allowed, pages)
        self._say_refused((), plain)

    def keep_for_next_start(self, *, began_with_demo: bool = False) -> None:
        """Note what is open now; the demo is not among it, its queues end with the program.

        A run that began with the demo and opened nothing else leaves what was noted before. What was to come
        back in this run and did not, for it ended too early or plain http was not agreed to, may next time.
        """
        specs = tuple(spec for spec in self._catalogue.specs if spec.environment is not Environment.DEMO)
        if began_with_demo and not specs:
            return
        open_now = {spec.connection_id for spec in specs}
        specs += tuple(spec for spec in self._to_come_back if spec.connection_id not in open_now)
        kept = {spec.connection_id for spec in specs}
        queues = (*(page.queue for page in self._workspace.pages), *self._pages_to_come_back)
        pages = tuple(queue for queue in dict.fromkeys(queues) if queue.connection_id in kept)
        self._settings.change(connections=specs, pages=pages)

    async def close(self) -> None:
        """End what is still opening."""
        await self._scope.close()
