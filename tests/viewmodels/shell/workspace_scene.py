"""Everything behind the window on a fake SQS: pages, settings, the tree, who one is, the demo."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqs_explorer.domain.connections import ConnectionSpec, Profile, ProfileKind, ProfileListing
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.domain.settings import Settings
from sqs_explorer.services.moving.running import InProcessMoves
from sqs_explorer.services.ports import MoveRunner
from sqs_explorer.storage.message_file_store import MessageFileStore
from sqs_explorer.viewmodels.activity.activity_view_model import ActivityViewModel
from sqs_explorer.viewmodels.composing.deduplication_memory import DeduplicationMemory
from sqs_explorer.viewmodels.connecting.connecting_outside import ConnectingOutside
from sqs_explorer.viewmodels.connecting.connections_view_model import ConnectionsViewModel
from sqs_explorer.viewmodels.error_text import ErrorText
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.queues.queue_tree_view_model import QueueTreeViewModel
from sqs_explorer.viewmodels.recovery.recovery_view_model import RecoveryViewModel
from sqs_explorer.viewmodels.shell.demo import DemoViewModel
from sqs_explorer.viewmodels.shell.identity import IdentityViewModel
from sqs_explorer.viewmodels.shell.opened_files import OpenedFiles
from sqs_explorer.viewmodels.shell.queue_page import QueuePageViewModel
from sqs_explorer.viewmodels.shell.settings_keeper import SettingsKeeper
from sqs_explorer.viewmodels.shell.starting import StartingViewModel
from sqs_explorer.viewmodels.shell.workspace import WorkspaceViewModel
from sqs_explorer.viewmodels.shell.write_unlocking import WriteUnlocking
from sqs_explorer.viewmodels.signing_in.sign_in_view_model import SignInViewModel
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.fakes.fake_connections import FakeProfileReader
from tests.fakes.fake_journal import FakeJournal
from tests.fakes.fake_secrets import FakeSecrets
from tests.fakes.fake_sign_ins import FakeSignIns
from tests.viewmodels.messages.page import CountedOffThread
from tests.viewmodels.shell.window_scene import FakeEmbeddedSqs, FakeSettingsStore, WindowScene

IRELAND, VIRGINIA = "eu-west-1", "us-east-1"
DEV = ConnectionSpec("dev", (IRELAND,))
LISTING = ProfileListing(
    (
        Profile("dev", ProfileKind.KEYS, IRELAND),
        Profile("prod-orders", ProfileKind.ROLE, VIRGINIA),
        Profile("nowhere", ProfileKind.KEYS),
    ),
    config_path="/home/me/.aws/config",
)
QUIET = Settings(refresh_seconds=0)


class WorkspaceScene(WindowScene):
    """The window's view-models as the composition root wires them, and what they told."""

    def __init__(self, settings: Settings = QUIET) -> None:
        super().__init__()
        self.store = FakeSettingsStore()
        self.reader = FakeProfileReader(LISTING)
        self.sandbox = FakeEmbeddedSqs()
        self.off_thread = CountedOffThread()
        self.journal = FakeJournal()
        self.moves: MoveRunner = InProcessMoves(self.connections.sqs, self.journal, self.clock)
        self.scopes = {
            name: TaskScope(self.bugs.append)
            for name in ("tree", "pages", "start", "who", "demo", "recovery", "sign in", "opened files")
        }
        self.settings = SettingsKeeper(settings, self.store, TaskScope(self.bugs.append))
        self.identity = IdentityViewModel(self.catalogue, self.connections, self.scopes["who"])
        self.tree = QueueTreeViewModel(
            self.catalogue, self.settings, self.scopes["tree"], identity_of=self.identity.identity_of
        )
        self.workspace = WorkspaceViewModel(
            self.catalogue,
            self.context,
            DeduplicationMemory(self.clock),
            self.tree.favourites,
            scope=self.scopes["pages"],
        )
        self.starting = StartingViewModel(
            self.catalogue, self.workspace, self.settings, self.reader, scope=self.scopes["start"]
        )
        self._make_the_rest()
        self.recovery = RecoveryViewModel(
            self.journal,
            self.connections,
            self.catalogue,
            self.activity,
            clock=self.clock,
            scope=self.scopes["recovery"],
        )
        self.failures: list[ErrorText] = []
        self.workspace.failed.connect(self.failures.append)
        self.starting.failed.connect(self.failures.append)

    def _make_the_rest(self) -> None:
        self.demo = DemoViewModel(self.sandbox, self.catalogue, self.activity, self.scopes["demo"])
        self.activity_line = ActivityViewModel(self.activity, self.clock)
        self.sign_ins = FakeSignIns()
        self.sign_in = SignInViewModel(
            self.catalogue, self.connections, self.sign_ins, clock=self.clock, scope=self.scopes["sign in"]
        )
        self.unlocking = WriteUnlocking(self.catalogue, self.connections, self.clock)
        self.opened_files = OpenedFiles(
            self.workspace, MessageFileStore(), self.off_thread, self.scopes["opened files"]
        )
        outside = ConnectingOutside(
            self.opener, FakeSecrets(), self.sign_ins, self.sign_in.sign_in, self.clock
        )
        self.connecting = ConnectionsViewModel(
            self.reader, self.settings, outside, TaskScope(self.bugs.append)
        )

    def context(self, queue: QueueRef) -> PageContext:
        """Return what the tabs of a queue work with."""
        return PageContext(
            queue,
            self.catalogue,
            self.connections,
            self.activity,
            self.clock,
            self.off_thread,
            self.bugs.append,
            self.moves,
            self.journal,
            message_files=MessageFileStore(),
            identity_of=self.identity.identity_of,
        )

    async def open(self, *specs: ConnectionSpec) -> None:
        """Open connections and wait until everything is listed and read."""
        for spec in specs or (DEV,):
            await self.catalogue.open(spec)
        await self.rest()

    async def rest(self) -> None:
        """Wait until nothing is under way."""
        scopes = [self.scope, self.connecting.scope, self.workspace.searches, *self.scopes.values()]
        while any(scope.is_busy for scope in scopes):
            for scope in scopes:
                await scope.idle()

    def queue(self, name: str, region: str = IRELAND, connection_id: str = "dev") -> QueueRef:
        """Return a listed queue by name."""
        return next(
            queue
            for queue in self.catalogue.queues
            if (queue.name, queue.region, queue.connection_id) == (name, region, connection_id)
        )

    async def page(self, name: str) -> QueuePageViewModel:
        """Open a queue's page and wait until it is read."""
        self.workspace.open(self.queue(name))
        await self.rest()
        assert self.workspace.current is not None
        return self.workspace.current

    @property
    def open_names(self) -> list[str]:
        """The queues of the open pages, in order."""
        return [page.queue.name for page in self.workspace.pages]

    async def close_models(self) -> None:
        """End the view-models in the order of the composition root."""
        await self.sign_in.close()
        self.unlocking.close()
        self.activity_line.close()
        await self.opened_files.close()
        await self.workspace.close_all()
        await self.recovery.close()
        for ending in (self.starting, self.tree, self.connecting, self.identity, self.demo):
            await ending.close()

    async def close(self) -> None:
        """End everything, and fail on bugs."""
        await self.close_models()
        await self.settings.close()
        await super().close()


@asynccontextmanager
async def workspace_scene(settings: Settings = QUIET) -> AsyncIterator[WorkspaceScene]:
    """Give a scene, and end its work."""
    scene = WorkspaceScene(settings)
    try:
        yield scene
    finally:
        await scene.close()
