"""Profiles, regions, options and Open: the inner part of the first screen and of the Connections dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.domain.connections import Environment
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.viewmodels.connecting.connections_view_model import ConnectionsViewModel
from sqs_explorer.views.connecting.check_list import CheckCard, CheckTable
from sqs_explorer.views.connecting.command_dialog import CommandDialog
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import icon_button, primary_button
from sqs_explorer.views.parts.dialog_frame import ask
from sqs_explorer.views.parts.fields import CheckBox, ChoiceBox, TextField
from sqs_explorer.views.parts.form_field import FormField, InlineField
from sqs_explorer.views.parts.ground import divider
from sqs_explorer.views.parts.notes import Note, NoteKind
from sqs_explorer.views.parts.plain_text import LinkButton, PlainLabel
from sqs_explorer.views.parts.search_field import SearchField

_ENVIRONMENTS = (Environment.DEVELOPMENT, Environment.TEST, Environment.PRODUCTION)
_BY_NAME = "By profile name"
ROWS = 6


class ConnectionsPanel(QWidget):
    """Shows a ConnectionsViewModel; reads the AWS files whenever it appears, keeping what is checked."""

    def __init__(self, look: Look, view_model: ConnectionsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._view_model = view_model
        self.setObjectName("connections_panel")
        self.problems = Note(look)
        self.profiles = CheckTable(look, "Profiles", view_model.profiles)
        self.regions = CheckTable(look, "Regions", view_model.regions)
        self.read_again = icon_button(look, "refresh", "Read again", tooltip="Read the AWS files again")
        self.filter_regions = SearchField(look, "Filter regions", "Filter regions")
        self.environment = ChoiceBox(look, name="Environment")
        self.read_only = CheckBox(look, "Read-only")
        self.reopen = CheckBox(look, "Open these again at the next start")
        self.endpoint_link = LinkButton("Endpoint URL")
        self.endpoint_link.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.endpoint = TextField("http://localhost:4566", mono=True, name="Endpoint URL")
        self.endpoint_field = FormField(
            "Endpoint URL", self.endpoint, hint="For a server that is not AWS. Empty: what the profile says."
        )
        self.sum = PlainLabel(tone="muted", wrap=True, name="What Open does")
        self.sign_in = PlainLabel(tone="muted", wrap=True, selectable=True, name="Sign-in")
        self.open = primary_button(look, "Open", "plug")
        self._arrange()
        self._connect()
        self._show()

    def begin(self) -> None:
        """Take the keyboard to the profiles."""
        self.profiles.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Read the files anew: they may have changed since."""
        super().showEvent(event)
        if not event.spontaneous():
            self._view_model.read()

    def _arrange(self) -> None:
        self.profile_card = CheckCard(self.profiles, "Profiles", self.read_again, rows=ROWS)
        region_card = CheckCard(self.regions, "Regions", self.filter_regions, rows=ROWS)
        self.filter_regions.setFixedWidth(140)
        self.profiles.set_columns((154, 136, 200))
        self.regions.set_columns((170, 126), stretch=0)
        cards = QHBoxLayout()
        cards.setSpacing(16)
        cards.addWidget(self.profile_card, 532)
        cards.addWidget(region_card, 332)
        options = QHBoxLayout()
        options.setSpacing(16)
        options.addWidget(InlineField("Environment", self.environment))
        options.addWidget(self.read_only)
        options.addWidget(self.reopen)
        options.addStretch(1)
        options.addWidget(self.endpoint_link)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.sum)
        words.addWidget(self.sign_in)
        foot.addLayout(words, 1)
        self.open.setMinimumWidth(104)
        foot.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for part, gap in (
            (self.problems, 12),
            (cards, 16),
            (options, 8),
            (self.endpoint_field, 8),
            (divider(), 8),
            (foot, 0),
        ):
            rows.addWidget(part) if isinstance(part, QWidget) else rows.addLayout(part)
            rows.addSpacing(gap)

    def _connect(self) -> None:
        view_model = self._view_model
        view_model.changed.connect(self._show)
        self.read_again.clicked.connect(view_model.read)
        self.filter_regions.textChanged.connect(view_model.regions.set_filter)
        self.environment.activated.connect(self._choose_environment)
        self.read_only.clicked.connect(view_model.set_read_only)
        self.reopen.clicked.connect(view_model.set_reopens_at_start)
        self.endpoint_link.clicked.connect(self._toggle_endpoint)
        self.endpoint.textChanged.connect(view_model.set_endpoint_url)
        self.open.clicked.connect(self._start_opening)
        self._look.changed.connect(self._show_chevron)
        self._unfold_endpoint(unfolded=False)

    def _show(self) -> None:
        view_model = self._view_model
        self._show_problems()
        listing = view_model.listing
        count = count_words(len(listing.profiles), "profile") if listing else ""
        self.profile_card.note.setText("reading" if view_model.is_reading else count)
        self.read_again.set_available(not view_model.is_reading)
        self._show_environment()
        self.read_only.setChecked(view_model.read_only)
        self.reopen.setChecked(view_model.reopens_at_start)
        if self.endpoint.text().strip() != view_model.endpoint_url:
            self.endpoint.setText(view_model.endpoint_url)
        if view_model.endpoint_url and self.endpoint_field.isHidden():
            self._unfold_endpoint(unfolded=True)
        self.endpoint_field.set_error(view_model.endpoint_problem or None)
        self.sum.setText(view_model.sum_words)
        self.sign_in.setText(view_model.sign_in_words)
        self.sign_in.setVisible(bool(view_model.sign_in_words))
        self.open.set_available(view_model.can_open)

    def _show_problems(self) -> None:
        error, problems = self._view_model.error, self._view_model.problems
        if error is not None:
            self.problems.show_note(
                NoteKind.WARNING,
                error.text,
                title=error.title,
                next_step=error.next_step,
                details=error.details,
            )
        elif problems:
            step = "Mend it, then Read again. What could be read is listed."
            self.problems.show_note(NoteKind.WARNING, "\n".join(problems), next_step=step)
        else:
            self.problems.clear()

    def _show_environment(self) -> None:
        chosen = self._view_model.environment
        names = [environment.value for environment in _ENVIRONMENTS]
        if chosen is None:
            names.insert(0, _BY_NAME)
        if names != [self.environment.itemText(row) for row in range(self.environment.count())]:
            self.environment.clear()
            self.environment.addItems(names)
        self.environment.setCurrentText(_BY_NAME if chosen is None else chosen.value)

    def _choose_environment(self) -> None:
        name = self.environment.currentText()
        self._view_model.set_environment(None if name == _BY_NAME else Environment(name))

    def _toggle_endpoint(self) -> None:
        unfolds = self.endpoint_field.isHidden()
        self._unfold_endpoint(unfolded=unfolds)
        if unfolds:
            self.endpoint.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.endpoint.clear()

    def _unfold_endpoint(self, *, unfolded: bool) -> None:
        self.endpoint_field.setVisible(unfolded)
        self._show_chevron()

    def _show_chevron(self) -> None:
        name = "down" if self.endpoint_field.isHidden() else "up"
        self.endpoint_link.setIcon(self._look.icon(name, "accent"))

    def _start_opening(self) -> None:
        self._view_model.scope.start(self._agree_and_open())

    async def _agree_and_open(self) -> None:
        """Ask about each command, once; open only if all were agreed to."""
        for profile in self._view_model.commands_to_agree:
            if not await ask(CommandDialog(self._look, profile, self.window())):
                return
            self._view_model.agree(profile.command)
        self._view_model.open()
