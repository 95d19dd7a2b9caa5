"""The profiles with what can be done about them: sign in, read again, type an access key, forget one."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QMenu, QWidget

from sqs_explorer.domain.connections import Profile, ProfileKind
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.viewmodels.connecting.connections_view_model import ConnectionsViewModel
from sqs_explorer.viewmodels.connecting.profile_list_model import profile_key
from sqs_explorer.views.connecting.check_list import CheckCard, CheckTable
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.actions import LookAction, styled_menu
from sqs_explorer.views.parts.buttons import icon_button, outlined_button
from sqs_explorer.views.parts.plain_text import LinkButton


class ProfileCard(CheckCard):
    """`forget_requested(str)` asks to delete the typed key of that name."""

    forget_requested = Signal(object)

    def __init__(
        self, look: Look, view_model: ConnectionsViewModel, *, rows: int, parent: QWidget | None = None
    ) -> None:
        self._look = look
        self._view_model = view_model
        profiles = CheckTable(look, "Profiles", view_model.profiles, rows=rows)
        self.sign_in = outlined_button(look, "Sign in", "login")
        self.read_again = icon_button(look, "refresh", "Read again", tooltip="Read the AWS files again")
        self.type_key = LinkButton("Type an access key", name="Type an access key")
        self.type_key.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.forget_key = LinkButton("Forget key", on_click=self._forget_current, name="Forget key")
        foot = QWidget()
        line = QHBoxLayout(foot)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.type_key)
        line.addStretch(1)
        line.addWidget(self.forget_key)
        super().__init__(profiles, "Profiles", self.sign_in, self.read_again, foot=foot, parent=parent)
        profiles.set_columns((164, 128, 170))
        profiles.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self._connect()
        self._show()

    def _connect(self) -> None:
        view_model = self._view_model
        self.sign_in.clicked.connect(view_model.signing_in.start)
        self.read_again.clicked.connect(view_model.read)
        self.type_key.clicked.connect(self._toggle_typing)
        self.table.selection_changed.connect(self._show)
        self.table.context_menu_requested.connect(self._show_menu)
        view_model.changed.connect(self._show)
        view_model.typed_keys.key_kept.connect(self._bring_in_sight)
        self._look.changed.connect(self._show)

    def _show(self) -> None:
        view_model = self._view_model
        listing = view_model.listing
        count = count_words(len(view_model.profiles.profiles), "profile") if listing else ""
        self.note.setText("reading" if view_model.is_reading else count)
        self.read_again.set_available(not view_model.is_reading)
        self.sign_in.set_available(view_model.signing_in.is_possible)
        self.sign_in.set_tooltip("" if view_model.signing_in.is_possible else "Check a profile that signs in")
        self.forget_key.setVisible(self._current_key() is not None)
        chevron = "up" if view_model.is_typing_key else "down"
        self.type_key.setIcon(self._look.icon(chevron, "accent"))

    def _bring_in_sight(self, name: str) -> None:
        """Bring the row of a key that was kept just now to the front: it may be below the others in sight."""
        keys = list(self._view_model.profiles.profiles)
        self.table.select_rows([keys.index(profile_key(name, ProfileKind.TYPED))])

    def _toggle_typing(self) -> None:
        if self._view_model.is_typing_key:
            self._view_model.stop_typing_key()
        else:
            self._view_model.start_typing_key()

    def _current_key(self) -> Profile | None:
        profile = self._view_model.profiles.profile(self.table.current_row())
        return profile if profile is not None and profile.kind is ProfileKind.TYPED else None

    def _forget_current(self) -> None:
        profile = self._current_key()
        if profile is not None:
            self.forget_requested.emit(profile.name)

    def row_menu(self) -> QMenu:
        """Return what can be done with the row in front; empty for what is no typed key."""
        menu = styled_menu(self)
        if self._current_key() is not None:
            action = LookAction(self._look, "Forget key", "trash", parent=menu)
            action.triggered.connect(self._forget_current)
            menu.addAction(action)
        return menu

    def _show_menu(self, position: QPoint) -> None:
        menu = self.row_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(position)
