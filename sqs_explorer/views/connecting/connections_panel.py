"""Profiles, regions, options and Open: the inner part of the first screen and of the Connections dialog."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.domain.connections import Environment
from sqs_explorer.viewmodels.connecting.connections_view_model import ConnectionsViewModel
from sqs_explorer.viewmodels.error_text import ErrorText
from sqs_explorer.views.connecting.agreeing import agree_to_all
from sqs_explorer.views.connecting.profile_card import ProfileCard
from sqs_explorer.views.connecting.region_card import RegionCard
from sqs_explorer.views.connecting.typed_key_form import TypedKeyForm
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import danger_fill_button, primary_button
from sqs_explorer.views.parts.dialog_frame import DialogFrame, ask
from sqs_explorer.views.parts.fields import CheckBox, ChoiceBox, TextField
from sqs_explorer.views.parts.form_field import FormField, InlineField
from sqs_explorer.views.parts.ground import divider
from sqs_explorer.views.parts.notes import Note, NoteKind
from sqs_explorer.views.parts.plain_text import LinkButton, PlainLabel

_ENVIRONMENTS = (Environment.DEVELOPMENT, Environment.TEST, Environment.PRODUCTION)
_BY_NAME = "By profile name"
_SHARES = (520, 344)
_SHARES_WITH_STATES = (452, 412)
"""How wide profiles and regions are; the regions need more once their states are known."""
ROWS = 6


class ConnectionsPanel(QWidget):
    """Shows a ConnectionsViewModel.

    Reads the AWS files whenever it appears or its window comes to the front, keeping what is checked.
    """

    def __init__(self, look: Look, view_model: ConnectionsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._view_model = view_model
        self.setObjectName("connections_panel")
        self.problems = Note(look)
        self.profile_card = ProfileCard(look, view_model, rows=ROWS)
        self.profiles = self.profile_card.table
        self.sign_in = self.profile_card.sign_in
        self.read_again = self.profile_card.read_again
        self.region_card = RegionCard(look, view_model, rows=ROWS)
        self.regions = self.region_card.table
        self.environment = ChoiceBox(look, name="Environment")
        self.read_only = CheckBox(look, "Read-only")
        self.reopen = CheckBox(look, "Open these again at the next start")
        self.endpoint_link = LinkButton("Endpoint URL")
        self.endpoint_link.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.endpoint = TextField("http://localhost:4566", mono=True, name="Endpoint URL")
        self.endpoint_field = FormField(
            "Endpoint URL", self.endpoint, hint="For a server that is not AWS. Empty: what the profile says."
        )
        self.typed_key = TypedKeyForm(look, view_model)
        self.sum = PlainLabel(tone="muted", wrap=True, name="What Open does")
        self.caution = PlainLabel(tone="warning", wrap=True, name="Caution")
        self.sign_in_words = PlainLabel(tone="muted", wrap=True, selectable=True, name="Sign-in")
        self.refusals = PlainLabel(tone="muted", wrap=True, name="Regions that did not answer")
        self.open = primary_button(look, "Open", "plug")
        self._arrange()
        self._connect()
        self._show()

    def set_stacked(self, *, stacked: bool) -> None:
        """Put the lists, and the options, below each other where there is little room."""
        directions = QBoxLayout.Direction
        direction = directions.TopToBottom if stacked else directions.LeftToRight
        self._cards.setDirection(direction)
        self._options.setDirection(direction)
        self._options.setSpacing(4 if stacked else 16)

    def begin(self) -> None:
        """Take the keyboard to the profiles."""
        self.profiles.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Read the files anew: they may have changed since."""
        super().showEvent(event)
        if not event.spontaneous():
            self._view_model.read()

    @override
    def event(self, event: QEvent) -> bool:
        """Read the files anew when one comes back from where one may have changed them."""
        if event.type() == QEvent.Type.WindowActivate and self.isVisible():
            self._view_model.read()
        return super().event(event)

    def _arrange(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for part, gap in (
            (self.problems, 12),
            (self._make_cards(), 16),
            (self._make_options(), 8),
            (self._make_fields(), 8),
            (divider(), 8),
            (self._make_foot(), 0),
        ):
            rows.addWidget(part) if isinstance(part, QWidget) else rows.addLayout(part)
            rows.addSpacing(gap)

    def _make_cards(self) -> QLayout:
        self._cards = QHBoxLayout()
        self._cards.setSpacing(16)
        for card, share in zip((self.profile_card, self.region_card), _SHARES, strict=True):
            self._cards.addWidget(card, share)
        return self._cards

    def _make_options(self) -> QLayout:
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(InlineField("Environment", self.environment))
        first.addWidget(self.read_only)
        first.addStretch(1)
        second.addWidget(self.reopen)
        second.addStretch(1)
        second.addWidget(self.endpoint_link)
        self._options = QHBoxLayout()
        for layout in (first, second, self._options):
            layout.setSpacing(16)
        self._options.addLayout(first)
        self._options.addLayout(second, 1)
        return self._options

    def _make_fields(self) -> QLayout:
        """What unfolds: hidden, it takes no room."""
        fields = QVBoxLayout()
        fields.setSpacing(8)
        fields.addWidget(self.endpoint_field)
        fields.addWidget(self.typed_key)
        return fields

    def _make_foot(self) -> QLayout:
        foot = QHBoxLayout()
        foot.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (self.sum, self.caution, self.sign_in_words, self.refusals):
            words.addWidget(label)
        foot.addLayout(words, 1)
        self.open.setMinimumWidth(104)
        foot.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)
        return foot

    def _connect(self) -> None:
        view_model = self._view_model
        view_model.changed.connect(self._show)
        self.profile_card.forget_requested.connect(self._start_forgetting)
        self.region_card.find_queues.clicked.connect(self._start_finding)
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
        shares = _SHARES_WITH_STATES if view_model.regions.has_states else _SHARES
        for place, share in enumerate(shares):
            self._cards.setStretch(place, share)
        self._show_environment()
        self.read_only.setChecked(view_model.read_only)
        self.reopen.setChecked(view_model.reopens_at_start)
        if self.endpoint.text().strip() != view_model.endpoint_url:
            self.endpoint.setText(view_model.endpoint_url)
        if view_model.endpoint_url and self.endpoint_field.isHidden():
            self._unfold_endpoint(unfolded=True)
        self.endpoint_field.set_error(view_model.endpoint_problem or None)
        self.sum.setText(view_model.sum_words)
        for label, words in (
            (self.caution, view_model.caution_words),
            (self.sign_in_words, view_model.signing_in.words),
            (self.refusals, view_model.region_finding.refusal_words),
        ):
            label.setText(words)
            label.setVisible(bool(words))
        self.open.set_available(view_model.can_open)

    def _show_problems(self) -> None:
        error, problems = self._error(), self._view_model.problems
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

    def _error(self) -> ErrorText | None:
        """What went wrong last; what concerns a key that is being typed is said beside it."""
        view_model = self._view_model
        of_keys = None if view_model.is_typing_key else view_model.typed_keys.error
        return view_model.error or view_model.signing_in.error or view_model.region_finding.error or of_keys

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

    # What asks first

    def _start_opening(self) -> None:
        self._view_model.scope.start(self._agree_and_open())

    async def _agree_and_open(self) -> None:
        if await agree_to_all(self._look, self._view_model, self.window()):
            self._view_model.open()

    def _start_finding(self) -> None:
        self._view_model.scope.start(self._agree_and_find())

    async def _agree_and_find(self) -> None:
        if await agree_to_all(self._look, self._view_model, self.window()):
            self._view_model.find_regions()

    def _start_forgetting(self, name: str) -> None:
        self._view_model.scope.start(self._ask_and_forget(name))

    async def _ask_and_forget(self, name: str) -> None:
        dialog = DialogFrame(
            self._look,
            "Forget key",
            sentence=f"The access key of {name} is deleted here; what is open goes on with it until it is "
            "closed. The key itself stays valid at AWS until you deactivate it there.",
            icon="key",
            parent=self.window(),
        )
        dialog.set_verb(danger_fill_button(self._look, "Forget key"))
        dialog.set_cancel_default(True)
        if await ask(dialog):
            self._view_model.typed_keys.forget(name)
