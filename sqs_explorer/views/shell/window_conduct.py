"""What the window does on its commands: open, close, go, switch the theme, ask before it ends."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.connecting.connections_view_model import ReplacedConnection
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.shell.quick_open import Command, QuickOpenModel, command_places, queue_places
from sqs_explorer.viewmodels.task_scope import TaskScope
from sqs_explorer.views.connecting.connections_dialog import ConnectionsDialog
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.palette import Theme
from sqs_explorer.views.parts.buttons import danger_fill_button
from sqs_explorer.views.parts.dialog_frame import DialogFrame, ask
from sqs_explorer.views.parts.notes import NoteKind
from sqs_explorer.views.queues.add_queue_dialog import AddQueueDialog
from sqs_explorer.views.recovery.unfinished_dialog import show_unfinished
from sqs_explorer.views.reporting.report_conduct import ReportConduct
from sqs_explorer.views.shell.about_conduct import AboutConduct
from sqs_explorer.views.shell.access_conduct import AccessConduct
from sqs_explorer.views.shell.main_window import MainWindow, WindowParts, with_shortcuts
from sqs_explorer.views.shell.opened_file_conduct import OpenedFileConduct
from sqs_explorer.views.shell.quick_open_dialog import QuickOpenDialog
from sqs_explorer.views.shell.window_view_models import WindowViewModels
from sqs_explorer.views.signing_in.sign_in_conduct import SignInConduct


class WindowConduct(QObject):
    """Connects the window's parts to the view-models behind it. `close_agreed` ends the program."""

    close_agreed = Signal()

    def __init__(
        self,
        look: Look,
        window: MainWindow,
        parts: WindowParts,
        view_models: WindowViewModels,
        scope: TaskScope,
    ) -> None:
        super().__init__(window)
        self._look = look
        self._window = window
        self._parts = parts
        self._models = view_models
        self._scope = scope
        self._asking = False
        self._demo_problem = ""
        self._signing_in = SignInConduct(look, window, view_models.sign_in, scope)
        self._about = AboutConduct(look, window, parts.header.more, view_models.about, scope)
        self._reports = ReportConduct(look, window, (view_models.reports, view_models.about), scope)
        parts.header.more.add_entry("Report a problem…", self._reports.show_report, "warn")
        parts.problem.show_requested.connect(self._reports.show_report)
        self._access = AccessConduct(look, window, (parts.header, parts.pages), view_models, scope)
        OpenedFileConduct(look, window, parts.opened_file, view_models.opened_files, self.quick_open)
        self.commands = self._make_commands()
        window.add_shortcuts(with_shortcuts(self.commands))
        window.add_shortcuts([(f"Alt+{number}", self._tab_chooser(number)) for number in range(1, 5)])
        window.close_requested.connect(self.ask_to_close)
        window.note.action_requested.connect(window.note.clear)
        self._connect_parts()
        self._connect_view_models()
        self.show_what_is_open()

    def _connect_parts(self) -> None:
        parts, models = self._parts, self._models
        parts.header.quick_open_requested.connect(self.quick_open)
        parts.header.theme_toggled.connect(self.toggle_theme)
        parts.pages.page_shown.connect(self._show_page)
        parts.unfinished.show_requested.connect(self.show_unfinished_moves)
        models.tree.queue_open_requested.connect(models.workspace.open)
        models.tree.connections_requested.connect(self.show_connections)
        models.tree.close_connection_requested.connect(models.starting.close_connection)
        models.tree.edit_requested.connect(self.edit_connection)
        models.tree.add_queue_requested.connect(self._ask_for_queue)

    def _connect_view_models(self) -> None:
        models = self._models
        models.connecting.open_requested.connect(self._open)
        models.connecting.replace_requested.connect(self._replace)
        models.connecting.demo_requested.connect(models.demo.open)
        models.catalogue.connections_changed.connect(self.show_what_is_open)
        models.demo.state_changed.connect(self._show_demo)
        models.identity.identity_changed.connect(models.tree.repaint_identities)
        models.identity.identity_changed.connect(self._parts.pages.repaint_tabs)
        models.starting.failed.connect(self._show_error)
        models.workspace.failed.connect(self._show_error)
        models.settings.saving_failed.connect(self._show_settings_problem)

    def _make_commands(self) -> tuple[Command, ...]:
        pages = self._parts.pages
        return (
            Command("Connections", "Ctrl+O", "plug", self.show_connections),
            Command("Quick open", "Ctrl+K", "search", self.quick_open),
            Command("Refresh", "F5", "refresh", self.refresh),
            Command("Add queue", "", "plus", self._models.tree.add_queue),
            Command("Open the demo", "", "play", self._models.demo.open),
            Command("Unfinished moves", "", "move", self.show_unfinished_moves),
            Command("Light or dark", "", "theme", self.toggle_theme),
            Command("Next page", "Ctrl+PgDown", "right", lambda: pages.step(1)),
            Command("Previous page", "Ctrl+PgUp", "right", lambda: pages.step(-1)),
            Command("Close page", "Ctrl+W", "close", pages.close_current),
            *self._about.commands,
            self._reports.command,
            Command("Quit", "Ctrl+Q", "close", self.ask_to_close),
        )

    @property
    def access_commands(self) -> tuple[Command, ...]:
        """What can be done now about the access of the connection in front."""
        return self._access.commands

    def _tab_chooser(self, number: int) -> Callable[[], None]:
        def choose() -> None:
            page = self._parts.pages.current
            if page is not None:
                page.show_tab_number(number - 1)

        return choose

    # What is shown

    def show_what_is_open(self) -> None:
        """Show the first screen while no connection is open, and who one is."""
        nothing_open = not self._models.catalogue.specs
        first_screen = self._parts.first_screen
        focused: QWidget | None = self._window.focusWidget()
        leaves_first_screen = not nothing_open and focused is not None and first_screen.isAncestorOf(focused)
        self._window.show_first_screen(nothing_open)
        if leaves_first_screen or focused is None or not focused.isVisible():
            first_screen.setFocus() if nothing_open else self._parts.tree.take_focus()

    def _show_page(self, page: object) -> None:
        current = self._models.workspace.current
        if current is None:
            self._models.identity.show("", "")
            self._window.setWindowTitle("SQS Explorer")
            return
        self._models.identity.show(current.queue.connection_id, current.queue.region)
        self._window.setWindowTitle(f"{current.queue.name} – {current.connection_title} – SQS Explorer")
        self._models.tree.reveal(current.queue)
        self._models.tree.recent.note(current.queue)

    def _show_error(self, text: ErrorText) -> None:
        self._window.show_problem(text.title, text.text, text.next_step, text.details)

    def _show_demo(self) -> None:
        demo, note = self._models.demo, self._window.note
        if demo.error is not None:
            self._window.show_problem(demo.error_title, str(demo.error))
            self._demo_problem = note.text()
        elif self._demo_problem and note.text() == self._demo_problem:
            note.clear()

    def _show_settings_problem(self, sentence: str) -> None:
        self._window.note.show_note(NoteKind.WARNING, sentence, action="Close")

    # What is done

    def _open(self, specs: tuple[ConnectionSpec, ...]) -> None:
        self._models.starting.open(specs)

    def _replace(self, replaced: ReplacedConnection) -> None:
        self._models.starting.replace(replaced.former_id, replaced.spec)

    def edit_connection(self, spec: ConnectionSpec) -> None:
        """Open Connections with an open connection filled in."""
        self._models.connecting.fill_in(spec)
        self.show_connections()

    def go(self, queue: QueueRef) -> None:
        """Open a queue's page and take the keyboard there."""
        self._models.workspace.open(queue)
        page = self._parts.pages.current
        if page is not None:
            page.take_focus()

    def refresh(self) -> None:
        """List all queues again, read the page in front again, and ask again who one is where that failed."""
        self._models.catalogue.refresh_all()
        self._models.identity.ask_again()
        page = self._parts.pages.current
        if page is not None:
            page.refresh()

    def toggle_theme(self) -> None:
        """Turn light into dark or back, and keep that."""
        theme = Theme.LIGHT if self._look.dark else Theme.DARK
        self._look.set_theme(theme)
        self._models.settings.change(theme=theme.value)

    def show_unfinished_moves(self) -> None:
        """Open Unfinished moves, unless a dialog is open already."""
        self._scope.start(self._show_unfinished_moves())

    async def _show_unfinished_moves(self) -> None:
        if QApplication.activeModalWidget() is None:
            await show_unfinished(self._look, self._models.recovery, self._window)

    def quick_open(self) -> None:
        """Open Quick open, unless a dialog is open already."""
        self._scope.start(self._quick_open())

    async def _quick_open(self) -> None:
        # Asked here, not by the caller: two wishes at once must not open two dialogs.
        if QApplication.activeModalWidget() is not None:
            return
        models, current = self._models, self._models.workspace.current
        queues = queue_places(
            models.catalogue,
            models.tree.favourites,
            models.tree.recent,
            self.go,
            current.queue if current else None,
        )
        model = QuickOpenModel((*queues, *command_places((*self.commands, *self.access_commands))))
        dialog = QuickOpenDialog(self._look, model, self._window)
        if await ask(dialog) and dialog.chosen is not None:
            dialog.chosen.go()

    def _ask_for_queue(self, place: tuple[str, str]) -> None:
        self._scope.start(self._add_queue(*place), lambda error: self._show_error(error_text(error)))

    async def _add_queue(self, connection_id: str, region: str) -> None:
        if QApplication.activeModalWidget() is not None:
            return
        tree = self._models.tree
        if not self._models.catalogue.specs:
            self.show_connections()
            return
        tree.adding.begin(connection_id, region)
        if not await ask(AddQueueDialog(self._look, tree.adding, self._window)):
            return
        found = tree.adding.found
        if found is None:
            return
        queue = await self._models.starting.add_queue(found)
        tree.adding.clear()
        tree.reveal(queue)
        sentence = tree.words_after_adding(queue)
        if sentence:
            details = str(found.denial) if found.denial else ""
            self._window.note.show_note(NoteKind.INFO, sentence, details=details, action="Close")

    def show_connections(self) -> None:
        """Open the Connections dialog, unless a dialog is open already."""
        self._scope.start(self._show_connections())

    async def _show_connections(self) -> None:
        if QApplication.activeModalWidget() is None:
            await ask(ConnectionsDialog(self._look, self._models.connecting, self._window))

    # How it ends

    def ask_to_close(self) -> None:
        """End the program; ask first if something typed or under way would be lost."""
        if self._asking:
            return
        reasons = self._reasons_to_stay()
        if not reasons:
            self.close_agreed.emit()
            return
        self._asking = True
        self._scope.start(self._ask_to_close(reasons))

    def _reasons_to_stay(self) -> list[str]:
        reasons = []
        jobs = self._models.activity.jobs
        if jobs:
            words = count_words(len(jobs), "job")
            reasons.append(
                f"{words} under way: {', '.join(job.record.what for job in jobs[:3])}. "
                "Each is stopped; what it has not done yet stays as it is."
            )
        unsent = self._models.workspace.unsent_queues
        if unsent:
            reasons.append(f"Typed and not sent: {', '.join(unsent[:5])}. This text is not kept.")
        return reasons

    async def _ask_to_close(self, reasons: list[str]) -> None:
        dialog = DialogFrame(
            self._look, "Close SQS Explorer", sentence=" ".join(reasons), parent=self._window
        )
        dialog.set_verb(danger_fill_button(self._look, "Close", "close"))
        dialog.set_cancel_default(True)
        try:
            if await ask(dialog):
                for job in list(self._models.activity.jobs):
                    job.stop()
                self.close_agreed.emit()
        finally:
            self._asking = False

    async def close(self) -> None:
        """End what a command started."""
        await self._scope.close()
