"""The order demo as the window sees it: opened once, its services paused and resumed, its end noticed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import SandboxFailed, SqsExplorerError
from sqs_explorer.services.ports import EmbeddedSqs
from sqs_explorer.viewmodels.activity.jobs import ActivityLog
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue
from sqs_explorer.viewmodels.task_scope import TaskScope

WATCH_MILLISECONDS = 1_000


class DemoViewModel(QObject):
    """Starts the embedded SQS, opens its connections, and says so when it dies.

    `state_changed` tells that `is_running`, `is_starting`, `services_running`, `error` or `error_title` are
    new; `opened` that its connections are.
    """

    state_changed = Signal()
    opened = Signal()

    def __init__(
        self,
        sandbox: EmbeddedSqs,
        catalogue: QueueCatalogue,
        activity: ActivityLog,
        scope: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._sandbox = sandbox
        self._catalogue = catalogue
        self._activity = activity
        self._scope = scope
        self.is_starting = False
        self.is_running = False
        self.error: SqsExplorerError | None = None
        self.error_title = ""
        self._specs: tuple[ConnectionSpec, ...] = ()
        self._watch = QTimer(self, interval=WATCH_MILLISECONDS)
        self._watch.timeout.connect(self._look_after_it)

    @property
    def services_running(self) -> bool:
        """Whether the demo's services work on the queues now."""
        return self.is_running and self._sandbox.services_running

    def open(self, *, read_only: bool = False) -> None:
        """Start the embedded SQS unless it runs, and open those of its connections that are not open."""
        if self.is_starting or (self.is_running and not self._closed_specs):
            return
        self.is_starting = True
        self.error = None
        self.state_changed.emit()
        self._scope.start(self._open(read_only), self._fail)

    async def _open(self, read_only: bool) -> None:
        job = self._activity.start("Open the demo", "this machine")
        to_open = self._closed_specs
        if not self.is_running:
            try:
                to_open = self._specs = await self._sandbox.start()
            except SandboxFailed:
                job.fail("The demo's SQS did not start")
                raise
        self.is_starting = False
        self.is_running = True
        self._watch.start()
        for spec in to_open:
            await self._catalogue.open(replace(spec, read_only=read_only))
        job.finish("Opened the demo: its own SQS runs in this program")
        self.state_changed.emit()
        self.opened.emit()

    @property
    def _closed_specs(self) -> tuple[ConnectionSpec, ...]:
        return tuple(spec for spec in self._specs if self._catalogue.spec(spec.connection_id) is None)

    def _fail(self, error: SqsExplorerError) -> None:
        self.error_title = "The demo's SQS has ended" if self.is_running else "The demo's SQS did not start"
        self.is_starting = False
        self.is_running = False
        self._watch.stop()
        self.error = error
        self.state_changed.emit()

    def _look_after_it(self) -> None:
        if self.is_running and not self._sandbox.is_running:
            text = "The embedded SQS has ended and its queues are gone. Open the demo again for new ones."
            self._activity.start("Run the demo", "this machine").fail("The demo's SQS has ended")
            self._fail(SandboxFailed(text))
            self._catalogue.refresh_all()

    def toggle_services(self) -> None:
        """Pause the demo's services, or resume them."""
        try:
            if self._sandbox.services_running:
                self._sandbox.pause_services()
            else:
                self._sandbox.resume_services()
        except SandboxFailed as error:
            self._fail(error)
        self.state_changed.emit()

    async def close(self) -> None:
        """End the embedded SQS."""
        self._watch.stop()
        await self._scope.close()
        await self._sandbox.stop()
