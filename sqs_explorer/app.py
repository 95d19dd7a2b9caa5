"""The composition root: everything is made here, bottom-up, and ended here, top-down."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import qasync
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from sqs_explorer import __version__
from sqs_explorer.aws.opening import BotocoreConnectionOpener
from sqs_explorer.aws.profiles import AwsProfileReader
from sqs_explorer.aws.sso.signing_in import IdentityCenterSignIns
from sqs_explorer.command_line import Options
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.releases.https_feed import known_feed
from sqs_explorer.sandbox.embedded import OrderDemo
from sqs_explorer.services.asked_person import AskedPerson
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.services.moving.running import InProcessMoves, MoveRuns
from sqs_explorer.services.ports import Clock, MoveRunner, ProfileReader
from sqs_explorer.services.updates import ReleaseFeed
from sqs_explorer.storage.activity_store import SqliteActivity
from sqs_explorer.storage.folders import Folders, find_folders
from sqs_explorer.storage.keyring_secrets import KeyringSecrets
from sqs_explorer.storage.message_file_store import MessageFileStore
from sqs_explorer.storage.move_journal import SqliteJournal
from sqs_explorer.storage.off_thread import WorkerThread
from sqs_explorer.storage.program_shelf import ProgramFiles
from sqs_explorer.storage.run_traces import RunTraces
from sqs_explorer.storage.settings_file import SettingsFile
from sqs_explorer.storage.system_clock import SystemClock
from sqs_explorer.tour.guide import run_tour
from sqs_explorer.tour.sample_profiles import SampleProfiles
from sqs_explorer.viewmodels.about.about_view_model import AboutViewModel
from sqs_explorer.viewmodels.about.updates_view_model import UpdatesViewModel
from sqs_explorer.viewmodels.activity.activity_view_model import ActivityViewModel
from sqs_explorer.viewmodels.activity.connection_notes import ConnectionNotes
from sqs_explorer.viewmodels.activity.history_view_model import ActivityHistoryViewModel
from sqs_explorer.viewmodels.activity.jobs import ActivityLog
from sqs_explorer.viewmodels.composing.deduplication_memory import DeduplicationMemory
from sqs_explorer.viewmodels.connecting.connecting_outside import ConnectingOutside
from sqs_explorer.viewmodels.connecting.connections_view_model import ConnectionsViewModel
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.queues.added_queues import AddedQueues
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue
from sqs_explorer.viewmodels.queues.queue_tree_view_model import QueueTreeViewModel
from sqs_explorer.viewmodels.recovery.recovery_view_model import RecoveryViewModel
from sqs_explorer.viewmodels.reporting.problem_report_view_model import ProblemReportViewModel
from sqs_explorer.viewmodels.shell.bug_reporter import BugReporter
from sqs_explorer.viewmodels.shell.demo import DemoViewModel
from sqs_explorer.viewmodels.shell.ending import end_in_order, ended_by_signals, result_until
from sqs_explorer.viewmodels.shell.garbage_collector import MainThreadCollector
from sqs_explorer.viewmodels.shell.identity import IdentityViewModel
from sqs_explorer.viewmodels.shell.opened_files import OpenedFiles
from sqs_explorer.viewmodels.shell.settings_keeper import SettingsKeeper
from sqs_explorer.viewmodels.shell.starting import StartingViewModel
from sqs_explorer.viewmodels.shell.workspace import WorkspaceViewModel
from sqs_explorer.viewmodels.shell.write_unlocking import WriteUnlocking
from sqs_explorer.viewmodels.signing_in.sign_in_view_model import SignInViewModel
from sqs_explorer.viewmodels.task_scope import TaskScope
from sqs_explorer.views.about.update_strip import UpdateStrip
from sqs_explorer.views.connecting.first_screen import FirstScreen
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.palette import Theme
from sqs_explorer.views.queues.queue_tree_panel import QueueTreePanel
from sqs_explorer.views.recovery.unfinished_strip import UnfinishedStrip
from sqs_explorer.views.reporting.problem_strip import ProblemStrip
from sqs_explorer.views.shell.activity_panel import ActivityPanel
from sqs_explorer.views.shell.identity_header import IdentityHeader
from sqs_explorer.views.shell.main_window import MainWindow, WindowParts
from sqs_explorer.views.shell.opened_file_strip import OpenedFileStrip
from sqs_explorer.views.shell.page_area import PageArea
from sqs_explorer.views.shell.program_application import ProgramApplication
from sqs_explorer.views.shell.qt_messages import log_qt_messages
from sqs_explorer.views.shell.window_conduct import WindowConduct
from sqs_explorer.views.shell.window_memory import WindowMemory
from sqs_explorer.views.shell.window_view_models import WindowViewModels
from sqs_explorer.views.signing_in.expired_strip import ExpiredStrip
from sqs_explorer.worker.process import WorkerMoves


def main(options: Options) -> int:
    """Run the window until it is closed, or the tour, and return the exit status."""
    if options.tour_folder is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    log_qt_messages()
    qt = ProgramApplication()
    with data_folder_of(options) as data_folder:
        options = replace(options, data_folder=data_folder)
        with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(qt)) as runner:
            return runner.run(run_program(options, qt))


@contextmanager
def data_folder_of(options: Options) -> Iterator[Path | None]:
    """Give the folder for settings and logs, None for the usual ones.

    A tour for which none is named has one of its own until it ends: it leaves the person's settings alone.
    """
    if options.tour_folder is None or options.data_folder is not None:
        yield options.data_folder
        return
    with TemporaryDirectory(prefix="sqs-explorer-tour-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@dataclass(frozen=True)
class Outside:
    """What the screens reach the world by; `worker` and `journal` have their own ends."""

    folders: Folders
    off_thread: WorkerThread
    bugs: BugReporter
    traces: RunTraces
    settings: SettingsKeeper
    clock: Clock
    person: AskedPerson
    secrets: KeyringSecrets
    opener: BotocoreConnectionOpener
    sign_ins: IdentityCenterSignIns
    connections: OpenConnections
    journal: SqliteJournal
    worker: WorkerMoves
    moves: MoveRunner
    message_files: MessageFileStore
    releases: ReleaseFeed | None

    def scope(self) -> TaskScope:
        """Return a new scope for a screen's work."""
        return TaskScope(self.bugs.report)


async def run_program(options: Options, qt: ProgramApplication) -> int:
    """Wire the program, show its window, wait for its end, end everything in order."""
    folders, collector = find_folders(options.data_folder), MainThreadCollector()
    off_thread, bugs = WorkerThread(), BugReporter.catching_all(SystemClock())
    outside = await make_outside(folders, off_thread, bugs)
    collector.start()
    models = make_view_models(options, outside)
    look = Look(qt, Theme(outside.settings.settings.theme))
    window, conduct = make_window(look, folders, models, bugs)
    window.show()
    models.recovery.load()
    closed = asyncio.Event()
    conduct.close_agreed.connect(closed.set)
    with ended_by_signals(closed):
        try:
            if options.tour_folder is not None:
                return await result_until(
                    closed, run_tour(window, models, look, options.tour_folder, outside.worker.kill)
                )
            open_at_start(options, models, qt)
            await closed.wait()
            return 0
        finally:
            await end_in_order(
                bugs.report,
                partial(models.starting.keep_for_next_start, began_with_demo=options.demo),
                conduct.close,
                *models.endings,
                outside.worker.close,
                outside.journal.close,
                outside.connections.close_all,
                models.history.close,
                outside.settings.close,
                window.close_now,
                off_thread.close,
                outside.traces.close,
                collector.stop,
                bugs.let_go,
            )


async def make_outside(folders: Folders, off_thread: WorkerThread, bugs: BugReporter) -> Outside:
    """Open the log, read the settings and make what contacts others, which it does not do yet."""
    traces = await RunTraces.begin(folders.logs, off_thread)
    store, clock = SettingsFile(folders.settings, off_thread), SystemClock()
    settings = SettingsKeeper(await store.load(), store, TaskScope(bugs.report))
    person, secrets, journal = AskedPerson(), KeyringSecrets(), SqliteJournal(folders.journal, clock)
    opener = BotocoreConnectionOpener(
        settings.agreed_commands,
        clock,
        questions=person,
        secrets=secrets,
        desk=person,
        agreed_endpoints=settings.agreed_endpoints,
    )
    connections = OpenConnections(opener)
    agreed = settings.agreed_endpoints
    worker = WorkerMoves(
        connections.spec_now, connections.keys, folders.journal, desk=person, agreed_endpoints=agreed
    )
    here = InProcessMoves(connections.sqs, journal, clock, lock_of=connections.write_lock)
    return Outside(
        folders=folders,
        off_thread=off_thread,
        bugs=bugs,
        traces=traces,
        settings=settings,
        clock=clock,
        person=person,
        secrets=secrets,
        opener=opener,
        sign_ins=IdentityCenterSignIns(open_in_browser, environ=os.environ, clock=clock),
        connections=connections,
        journal=journal,
        worker=worker,
        moves=MoveRuns(here, worker),
        message_files=MessageFileStore(),
        releases=await off_thread.run(known_feed, __version__),
    )


def make_view_models(options: Options, outside: Outside) -> WindowViewModels:
    """Make what the screens know, each with a scope of its own."""
    scope, settings, folders, clock = outside.scope, outside.settings, outside.folders, outside.clock
    reader: ProfileReader = AwsProfileReader(os.environ)
    if options.tour_folder is not None:
        reader = SampleProfiles(folders.demo, os.environ)
    activity = ActivityLog(clock)
    history = make_history(outside, activity)
    catalogue = QueueCatalogue(outside.connections, scope(), added=AddedQueues(settings))
    identity = IdentityViewModel(catalogue, outside.connections, scope())
    sign_in = SignInViewModel(catalogue, outside.connections, outside.sign_ins, clock=clock, scope=scope())
    outside.person.answer_by(sign_in)
    tree = QueueTreeViewModel(catalogue, settings, scope(), identity_of=identity.identity_of)
    context_of = partial(make_context, outside, catalogue, activity, identity)
    workspace = WorkspaceViewModel(
        catalogue, context_of, DeduplicationMemory(clock), tree.favourites, scope=scope()
    )
    return WindowViewModels(
        catalogue=catalogue,
        workspace=workspace,
        starting=StartingViewModel(
            catalogue, workspace, settings, reader, scope=scope(), give_up_waits=sign_in.expired.give_up
        ),
        tree=tree,
        connecting=make_connecting(outside, reader, sign_in),
        identity=identity,
        demo=DemoViewModel(OrderDemo(folders.demo), catalogue, activity, scope()),
        settings=settings,
        activity=activity,
        activity_line=ActivityViewModel(activity, clock, history=history),
        history=history,
        notes=ConnectionNotes(activity, catalogue, identity.identity_of),
        recovery=make_recovery(outside, catalogue, activity, identity),
        sign_in=sign_in,
        unlocking=WriteUnlocking(catalogue, outside.connections, clock),
        about=make_about(outside),
        reports=make_reports(outside),
        opened_files=OpenedFiles(workspace, outside.message_files, outside.off_thread, scope()),
    )


def make_connecting(
    outside: Outside, reader: ProfileReader, sign_in: SignInViewModel
) -> ConnectionsViewModel:
    """Return what the Connections dialog knows."""
    reached = ConnectingOutside(
        outside.opener, outside.secrets, outside.sign_ins, sign_in.sign_in, outside.clock
    )
    return ConnectionsViewModel(reader, outside.settings, reached, outside.scope())


def make_recovery(
    outside: Outside, catalogue: QueueCatalogue, activity: ActivityLog, identity: IdentityViewModel
) -> RecoveryViewModel:
    """Return what is known of moves that broke off."""
    return RecoveryViewModel(
        outside.journal,
        outside.connections,
        catalogue,
        activity,
        clock=outside.clock,
        scope=outside.scope(),
        identity_of=identity.identity_of,
    )


def make_history(outside: Outside, activity: ActivityLog) -> ActivityHistoryViewModel:
    """Return what Activity knows of this run and of those before."""
    return ActivityHistoryViewModel(
        activity,
        SqliteActivity(outside.folders.activity, outside.clock),
        files=outside.message_files,
        off_thread=outside.off_thread,
        scope=outside.scope(),
    )


def make_about(outside: Outside) -> AboutViewModel:
    """Return what is known about the program itself."""
    settings, clock, scope = outside.settings, outside.clock, outside.scope
    return AboutViewModel(
        ProgramFiles(outside.folders),
        outside.off_thread,
        scope(),
        updates=UpdatesViewModel(outside.releases, settings, clock, scope(), open_page=open_in_browser),
        open_folder=open_folder,
    )


def make_reports(outside: Outside) -> ProblemReportViewModel:
    """Return what is known of faults and crashes."""
    return ProblemReportViewModel(
        outside.bugs,
        ProgramFiles(outside.folders),
        outside.traces,
        clock=outside.clock,
        off_thread=outside.off_thread,
        scope=outside.scope(),
    )


def open_folder(path: str) -> bool:
    """Show a folder in the system's file manager; False if there is none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(path))


def open_in_browser(url: str) -> bool:
    """Open a page in the person's browser; False if there is none."""
    return QDesktopServices.openUrl(QUrl(url))


def make_context(
    outside: Outside,
    catalogue: QueueCatalogue,
    activity: ActivityLog,
    identity: IdentityViewModel,
    queue: QueueRef,
) -> PageContext:
    """Return what the tabs of a queue's page work with."""
    return PageContext(
        queue=queue,
        catalogue=catalogue,
        connections=outside.connections,
        activity=activity,
        clock=outside.clock,
        off_thread=outside.off_thread,
        report_bug=outside.bugs.report,
        moves=outside.moves,
        journal=outside.journal,
        message_files=outside.message_files,
        identity_of=identity.identity_of,
    )


def make_window(
    look: Look, folders: Folders, models: WindowViewModels, bugs: BugReporter
) -> tuple[MainWindow, WindowConduct]:
    """Make the window's parts, lay them out, and connect them."""
    memory = WindowMemory(folders.settings)
    parts = WindowParts(
        IdentityHeader(look, models.identity, models.sign_in.lasting, models.unlocking),
        QueueTreePanel(look, models.tree),
        FirstScreen(look, models.connecting),
        PageArea(look, models.workspace, memory),
        ActivityPanel(look, models.activity_line, models.demo),
        UnfinishedStrip(look, models.recovery),
        ExpiredStrip(look, models.sign_in),
        UpdateStrip(look, models.about.updates),
        OpenedFileStrip(look, models.opened_files),
        ProblemStrip(look, models.reports),
    )
    window = MainWindow(look, parts, memory)
    conduct = WindowConduct(look, window, parts, models, TaskScope(bugs.report))
    return window, conduct


def open_at_start(options: Options, models: WindowViewModels, qt: ProgramApplication) -> None:
    """Open what the command line names; with nothing named, what was open when asked to come back."""
    models.opened_files.open(options.files)
    qt.give_files_to(models.opened_files.open)
    if options.demo:
        if options.queue:
            models.demo.opened.connect(lambda: models.workspace.open_named(options.queue))
        models.demo.open(read_only=options.read_only)
    if options.names_connections or (options.queue and not options.demo):
        models.starting.open_named(
            options.profiles, options.regions, options.endpoint_url, options.read_only, options.queue
        )
    elif not options.demo:
        models.starting.reopen()
