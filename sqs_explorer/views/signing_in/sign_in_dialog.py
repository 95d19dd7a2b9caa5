"""The Sign in dialog: choose a way, go through it, see what went wrong beside it."""

from __future__ import annotations

from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.domain.sign_in import SignInKind, SignInWay
from sqs_explorer.viewmodels.signing_in.sign_in_run import RunState, SignInRun
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import Button, outlined_button, primary_button
from sqs_explorer.views.parts.dialog_frame import DialogFrame
from sqs_explorer.views.parts.named_label import NamedLabel
from sqs_explorer.views.parts.notes import NoteKind
from sqs_explorer.views.parts.plain_text import ElidedLabel, PlainLabel
from sqs_explorer.views.parts.progress_line import ProgressLine

_CODE_PX = 26


class SignInDialog(DialogFrame):
    """Shows a SignInRun; closing it in any way but success gives the sign-in up."""

    def __init__(self, look: Look, run: SignInRun, parent: QWidget | None = None) -> None:
        super().__init__(look, "Sign in", icon="login", parent=parent)
        self.setObjectName("sign_in_dialog")
        self._run = run
        self._is_sso = run.need.kind is SignInKind.SSO
        self.command = NamedLabel("Command", PlainLabel(role="mono", wrap=True, selectable=True))
        self.copy_command = outlined_button(look, "Copy", "copy", name="Copy command")
        self.step = PlainLabel(wrap=True, selectable=True)
        self.user_code = NamedLabel("Device code", PlainLabel(selectable=True))
        self.copy_code = outlined_button(look, "Copy", "copy", name="Copy code")
        self.address = NamedLabel("Address", ElidedLabel(role="mono", middle=True, selectable=True))
        self.copy_address = outlined_button(look, "Copy", "copy", name="Copy address")
        self.progress = ProgressLine(look, name="Waiting for the sign-in")
        self.left = PlainLabel(role="hint", tone="muted")
        self._lay_out(look)
        self.note = self.add_hidden_note()
        self._add_verbs(look)
        run.changed.connect(self._show)
        run.ended.connect(self._finish)
        self._show()

    def _lay_out(self, look: Look) -> None:
        code_font = QFont(look.fonts.mono)
        code_font.setPixelSize(_CODE_PX)
        code_font.setWeight(QFont.Weight.DemiBold)
        self.user_code.label.setFont(code_font)
        self._lines = {
            "command": _row(self.command, self.copy_command),
            "code": _row(self.user_code, self.copy_code),
            "address": _row(self.address, self.copy_address),
        }
        self._waiting = QWidget()
        waiting = QVBoxLayout(self._waiting)
        waiting.setContentsMargins(0, 0, 0, 0)
        waiting.setSpacing(6)
        waiting.addWidget(self.progress)
        waiting.addWidget(self.left)
        self.progress.set_fraction(None)
        for widget in (
            self._lines["command"],
            self.step,
            self._lines["code"],
            self._lines["address"],
            self._waiting,
        ):
            self.add_field(widget)
        self.copy_command.clicked.connect(self._copy_command)
        self.copy_code.clicked.connect(self._copy_code)
        self.copy_address.clicked.connect(self._copy_address)

    def _add_verbs(self, look: Look) -> None:
        run = self._run
        self.start_again = outlined_button(look, "Start again", "refresh")
        self.start_again.clicked.connect(run.start_again)
        self.add_foot(self.start_again)
        self.device = outlined_button(look, "Use a device code", "key")
        self.device.clicked.connect(self._use_device_code)
        self.add_foot(self.device)
        words, icon = {
            SignInKind.SSO: ("Open the browser", "globe"),
            SignInKind.COMMAND: ("I have signed in", "check"),
        }.get(run.need.kind, ("Try again", "refresh"))
        verb = primary_button(look, words, icon)
        self.set_verb(verb)
        self.set_verb_default()
        verb.setFocus()

    def _use_device_code(self) -> None:
        self._run.start(SignInWay.DEVICE)

    def _copy_command(self) -> None:
        _copy(self.command)

    def _copy_code(self) -> None:
        _copy(self.user_code)

    def _copy_address(self) -> None:
        _copy(self.address)

    def _show(self) -> None:
        run = self._run
        step, running = run.step, run.is_running
        self.set_sentence(run.sentence)
        self.step.setText(run.step_words)
        self.step.setVisible(bool(run.step_words))
        self._show_row(
            "command", self.command, run.need.command if run.need.kind is SignInKind.COMMAND else ""
        )
        self._show_row("code", self.user_code, step.user_code if step else "")
        self._show_row("address", self.address, step.url if step else "")
        self._waiting.setVisible(running)
        self.left.setText(run.left_words)
        self.left.setVisible(bool(run.left_words))
        self.start_again.setVisible(running and self._is_sso)
        self.device.setVisible(self._is_sso and not running)
        if self.verb is not None:
            had_ended = self.verb.isEnabled()
            self.verb.setVisible(not running or not self._is_sso)
            self.verb.set_available(not running)
            if not running and not had_ended:
                self.verb.setFocus()
        self._show_error()

    def _show_row(self, row: str, label: NamedLabel, words: str) -> None:
        if label.label.text() != words:
            label.set_words(words)
        self._lines[row].setVisible(bool(words))

    def _show_error(self) -> None:
        error = self._run.error
        if error is None:
            self.note.clear()
        else:
            self.note.show_note(
                NoteKind.DANGER,
                error.text,
                title=f"{error.title}.",
                next_step=error.next_step,
                details=error.details,
            )

    def _finish(self) -> None:
        if self._run.state is RunState.SIGNED_IN:
            super().accept()
        else:
            super().reject()

    @override
    def accept(self) -> None:
        """Do what the verb says; the dialog closes once that has succeeded."""
        if self._is_sso:
            self._run.start(SignInWay.BROWSER)
        else:
            self._run.check()

    @override
    def reject(self) -> None:
        """Give up: what is under way stops."""
        self._run.give_up()
        super().reject()


def _row(label: QWidget, button: Button) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    layout.addWidget(label, 1)
    layout.addWidget(button)
    return row


def _copy(label: NamedLabel) -> None:
    QGuiApplication.clipboard().setText(label.label.text())
