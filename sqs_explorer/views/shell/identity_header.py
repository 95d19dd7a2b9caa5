"""Who I am and where.

Connection, account, ARN, region, environment, read-only or not, of the page in front.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.domain.connections import Environment
from sqs_explorer.domain.quantities import cut_middle
from sqs_explorer.domain.regions import region_name
from sqs_explorer.viewmodels.shell.identity import IdentityViewModel
from sqs_explorer.viewmodels.shell.write_unlocking import WriteUnlocking
from sqs_explorer.viewmodels.signing_in.sign_in_lasting import NOTHING, SignInLasting
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import Button, icon_button
from sqs_explorer.views.parts.ground import divider, set_ground
from sqs_explorer.views.parts.icon_label import IconLabel
from sqs_explorer.views.parts.named_label import NamedLabel
from sqs_explorer.views.parts.pills import Chip, EnvironmentPill
from sqs_explorer.views.parts.plain_text import ElidedLabel, PlainLabel, set_plain_tooltip
from sqs_explorer.views.shell.access_chip import AccessChip
from sqs_explorer.views.shell.more_button import MoreButton
from sqs_explorer.views.shell.quick_open_button import QuickOpenButton
from sqs_explorer.views.shell.sign_in_chip import SignInChip

HEADER_HEIGHT_PX = 44
BAND_PX = 3
DIVIDER_PX = 20
NAME_PX = 120
"""What a long name of a connection or a user keeps, before anything else has to go."""
ENDPOINT_CHARACTERS = 36
"""A longer endpoint is cut in the middle, where its tooltip says it whole."""


class IdentityHeader(QWidget):
    """The 44 px on top, with the environment's band; named `Identity`.

    The signals with a text tell which connection is meant.
    """

    quick_open_requested = Signal()
    theme_toggled = Signal()
    sign_in_requested = Signal(str)
    unlock_requested = Signal(str)
    lock_requested = Signal(str)

    def __init__(
        self,
        look: Look,
        view_model: IdentityViewModel,
        lasting: SignInLasting,
        unlocking: WriteUnlocking,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._lasting = lasting
        self.setObjectName("identity")
        self.setAccessibleName("Identity")
        self.setFixedHeight(HEADER_HEIGHT_PX)
        self._band = QWidget(self)
        self._band.setFixedHeight(BAND_PX)
        self._plug = IconLabel(look, "plug")
        self._pill = EnvironmentPill(look)
        self._title = ElidedLabel(role="strong", middle=True)
        self._account_icon = IconLabel(look, "account")
        self._alias = NamedLabel("Account alias", PlainLabel(tone="muted", selectable=True))
        self._account = NamedLabel("Account ID", PlainLabel(role="mono", selectable=True))
        self._arn_icon = IconLabel(look, "role")
        self._arn = NamedLabel("User or role", ElidedLabel(role="mono", middle=True, selectable=True))
        self._region_icon = IconLabel(look, "globe")
        self._region_name = PlainLabel()
        self._region_code = PlainLabel(role="mono", tone="muted")
        self._sign_in = SignInChip(look)
        self._access = AccessChip(look, unlocking)
        self._endpoint = Chip(look, "", icon="link")
        self._quick_open = QuickOpenButton(look)
        self._quick_open.clicked.connect(self.quick_open_requested)
        self._theme = self._theme_button(look)
        self.more = MoreButton(look)
        self._has_region_name = False
        self._arrange()
        self._connect_chips()
        for changed in (view_model.identity_changed, lasting.changed, unlocking.changed, look.changed):
            changed.connect(self.show_identity)
        self.show_identity()

    def _connect_chips(self) -> None:
        self._sign_in.sign_in_requested.connect(self._request_sign_in)
        self._access.unlock_requested.connect(self._request_unlock)
        self._access.lock_requested.connect(self._request_lock)

    def _request_sign_in(self) -> None:
        self.sign_in_requested.emit(self._connection_id)

    def _request_unlock(self) -> None:
        self.unlock_requested.emit(self._connection_id)

    def _request_lock(self) -> None:
        self.lock_requested.emit(self._connection_id)

    @property
    def _connection_id(self) -> str:
        spec = self._view_model.spec
        return spec.connection_id if spec else ""

    def _theme_button(self, look: Look) -> Button:
        button = icon_button(look, "theme", "Light or dark", shortcut="Ctrl+Shift+L")
        button.clicked.connect(self.theme_toggled)
        return button

    def _arrange(self) -> None:
        self._groups = [
            self._group(self._account_icon, self._account, self._alias),
            self._group(self._arn_icon, self._arn),
            self._group(self._region_icon, self._region_name, self._region_code),
            self._group(self._sign_in),
            self._group(self._access, self._endpoint),
        ]
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 8, 0)
        # Else the row is no higher than what stands in it, and the band does not stay on top.
        row.addStrut(HEADER_HEIGHT_PX - BAND_PX - 1)
        row.setSpacing(8)
        for widget in (self._plug, self._pill, self._title):
            row.addWidget(widget)
        for group in self._groups:
            row.addWidget(group)
        row.addStretch(1)
        row.addWidget(self._quick_open)
        row.addSpacing(4)
        row.addWidget(self._theme)
        row.addSpacing(-4)
        row.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._band)
        column.addLayout(row, 1)
        column.addWidget(divider(self))

    @staticmethod
    def _group(*widgets: QWidget) -> QWidget:
        group = QWidget()
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        line = divider(vertical=True)
        line.setFixedHeight(DIVIDER_PX)
        row.addWidget(line)
        row.addSpacing(8)
        for widget in widgets:
            row.addWidget(widget)
        return group

    def show_identity(self) -> None:
        """Show the connection of the page in front, or that nothing is open."""
        spec = self._view_model.spec
        self._plug.setVisible(spec is None)
        for group in self._groups:
            group.setVisible(spec is not None)
        if spec is None:
            self._pill.set_environment("")
            self._title.set_role("base")
            self._title.set_tone("muted")
            self._title.setText("No connection open")
            set_ground(self._band, "border")
            set_ground(self, "window")
            return
        self._pill.set_environment(spec.environment.tone)
        self._title.set_role("strong")
        self._title.set_tone("text")
        self._title.setText(spec.title)
        set_ground(self._band, spec.environment.band)
        set_ground(self, "prodbg" if spec.environment is Environment.PRODUCTION else "window")
        self._show_who()
        self._show_region()
        self._show_sign_in(short=False)
        endpoint_url = self._view_model.endpoint_url
        self._endpoint.setVisible(bool(endpoint_url))
        set_plain_tooltip(self._endpoint, endpoint_url)
        self._fit()

    def _show_who(self) -> None:
        identity, error = self._view_model.identity, self._view_model.error
        if identity is not None:
            self._account.set_words(identity.account_id)
            self._arn.set_words(identity.short_name)
            set_plain_tooltip(self._arn, identity.arn)
            set_plain_tooltip(self._account, "")
            self._alias.set_words(identity.alias)
        else:
            self._alias.set_words("")
            self._account.set_words(error.title if error else "asking AWS who this is")
            self._arn.set_words("")
            set_plain_tooltip(self._account, f"{error.text} {error.next_step}" if error else "")
        self._account.label.set_tone("text" if identity else "warning" if error else "muted")
        self._groups[1].setVisible(identity is not None)

    def _show_sign_in(self, *, short: bool) -> None:
        words = self._lasting.words(self._connection_id)
        self._groups[3].setVisible(words != NOTHING)
        self._sign_in.show_words(words, short=short)

    def _show_region(self) -> None:
        code = self._view_model.region
        name = region_name(code)
        self._groups[2].setVisible(bool(code))
        self._region_name.setText(name)
        self._region_code.setText(code)
        self._has_region_name = bool(name) and name != code

    def _fit(self) -> None:
        """Show all, then drop and shorten one thing after the other until the rest has room."""
        spec = self._view_model.spec
        if spec is None:
            self._quick_open.set_words_shown(True)
            return
        half = (ENDPOINT_CHARACTERS - 1) // 2
        self._region_name.setVisible(self._has_region_name)
        self._alias.setVisible(bool(self._alias.text()))
        self._show_sign_in(short=False)
        self._access.show_access(spec)
        self._quick_open.set_words_shown(True)
        self._show_icons(shown=True)
        self._endpoint.set_content(cut_middle(self._view_model.endpoint_url, half, half), "link")
        shortenings: tuple[Callable[[], None], ...] = (
            self._region_name.hide,
            self._alias.hide,
            lambda: self._quick_open.set_words_shown(False),
            lambda: self._show_sign_in(short=True),
            lambda: self._access.show_access(spec, short=True),
            lambda: self._endpoint.set_content("", "link"),
            self._hide_quiet_sign_in,
            lambda: self._show_icons(shown=False),
        )
        for shorten in shortenings:
            if not self._is_short_of_width():
                break
            shorten()
        self._endpoint.setAccessibleName(self._view_model.endpoint_url)
        self._share_room()

    def _share_room(self) -> None:
        """Cut the longer of two names: a layout takes as much of both and leaves nothing of a short one."""
        names = [name for name in (self._title, self._arn) if not name.isHidden()]
        layout = self.layout()
        least = layout.minimumSize().width() if layout is not None else 0
        room = self.width() - least + sum(name.minimumSizeHint().width() for name in names)
        wishes = [name.sizeHint().width() for name in names]
        for place, name in enumerate(names):
            others = sum(wishes) - wishes[place]
            share = max(room - others, room // len(names))
            name.setMaximumWidth(max(share, name.minimumSizeHint().width()))

    def _hide_quiet_sign_in(self) -> None:
        if self._lasting.words(self._connection_id).tone == "muted":
            self._groups[3].hide()

    def _show_icons(self, *, shown: bool) -> None:
        for icon in (self._account_icon, self._arn_icon, self._region_icon):
            icon.setVisible(shown)

    def _is_short_of_width(self) -> bool:
        """Whether something would be cut; layouts learn only later what was hidden a moment ago."""
        for widget in (self._sign_in, self._access, *self._groups, self):
            layout = widget.layout()
            if layout is not None:
                layout.invalidate()
                layout.activate()
        return self._room_px() > self.width()

    def _room_px(self) -> int:
        """The width in which nothing is cut but a long name or ARN."""
        layout = self.layout()
        least = layout.minimumSize().width() if layout is not None else 0
        names = (self._title, self._arn)
        return least + sum(
            min(name.sizeHint().width(), NAME_PX) - name.minimumSizeHint().width()
            for name in names
            if not name.isHidden()
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make all fit."""
        super().resizeEvent(event)
        self._fit()
