"""The view-models behind the window, in one value for the composition root to hand over."""

from __future__ import annotations

from dataclasses import dataclass

from sqs_explorer.viewmodels.about.about_view_model import AboutViewModel
from sqs_explorer.viewmodels.activity.activity_view_model import ActivityViewModel
from sqs_explorer.viewmodels.activity.connection_notes import ConnectionNotes
from sqs_explorer.viewmodels.activity.history_view_model import ActivityHistoryViewModel
from sqs_explorer.viewmodels.activity.jobs import ActivityLog
from sqs_explorer.viewmodels.connecting.connections_view_model import ConnectionsViewModel
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue
from sqs_explorer.viewmodels.queues.queue_tree_view_model import QueueTreeViewModel
from sqs_explorer.viewmodels.recovery.recovery_view_model import RecoveryViewModel
from sqs_explorer.viewmodels.reporting.problem_report_view_model import ProblemReportViewModel
from sqs_explorer.viewmodels.shell.demo import DemoViewModel
from sqs_explorer.viewmodels.shell.ending import Step
from sqs_explorer.viewmodels.shell.identity import IdentityViewModel
from sqs_explorer.viewmodels.shell.opened_files import OpenedFiles
from sqs_explorer.viewmodels.shell.settings_keeper import SettingsKeeper
from sqs_explorer.viewmodels.shell.starting import StartingViewModel
from sqs_explorer.viewmodels.shell.workspace import WorkspaceViewModel
from sqs_explorer.viewmodels.shell.write_unlocking import WriteUnlocking
from sqs_explorer.viewmodels.signing_in.sign_in_view_model import SignInViewModel


@dataclass(frozen=True)
class WindowViewModels:
    """Everything the window's commands act on."""

    catalogue: QueueCatalogue
    workspace: WorkspaceViewModel
    starting: StartingViewModel
    tree: QueueTreeViewModel
    connecting: ConnectionsViewModel
    identity: IdentityViewModel
    demo: DemoViewModel
    settings: SettingsKeeper
    activity: ActivityLog
    activity_line: ActivityViewModel
    history: ActivityHistoryViewModel
    notes: ConnectionNotes
    recovery: RecoveryViewModel
    sign_in: SignInViewModel
    unlocking: WriteUnlocking
    about: AboutViewModel
    reports: ProblemReportViewModel
    opened_files: OpenedFiles

    @property
    def endings(self) -> tuple[Step, ...]:
        """What ends their work: first what waits for a sign-in, then pages; writes under way are finished."""
        return (
            self.reports.close,
            self.about.close,
            self.notes.close,
            self.sign_in.close,
            self.unlocking.close,
            self.activity_line.close,
            self.opened_files.close,
            self.workspace.close_all,
            self.recovery.close,
            self.starting.close,
            self.tree.close,
            self.connecting.close,
            self.identity.close,
            self.demo.close,
            self.catalogue.end,
        )
