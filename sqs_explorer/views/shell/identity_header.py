"""Who I am and where.

Connection, account, ARN, region, environment, read-only or not, of the page in front.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.domain.connections import Environment
from sqs_explorer.domain.quantities import cut_middle
from sqs_explorer.domain.regions import region_name
from sqs_explorer.viewmodels.shell.identity import IdentityViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import Button, icon_button
from sqs_explorer.views.parts.ground import divider, set_ground
from sqs_explorer.views.parts.icon_label import IconLabel
from sqs_explorer.views.parts.named_label import NamedLabel
from sqs_explorer.views.parts.pills import Chip, EnvironmentPill
from sqs_explorer.views.parts.plain_text import ElidedLabel, PlainLabel, set_plain_tooltip
from sqs_explorer.views.shell.quick_open_button import QuickOpenButton

HEADER_HEIGHT_PX = 44
BAND_PX = 3
NAME_PX = 120
"""What a long name of a connection or a user keeps, before anything else has to go."""
ENDPOINT_CHARACTERS = 36
"""A longer endpoint is cut in the middle, where its tooltip says it whole."""


class IdentityHeader(QWidget):
    """The 44 px on top, with the environment's band; named `Identity`."""

    quick_open_requested = Signal()
    theme_toggled = Signal()

    def __init__(self, look: Look, view_model: IdentityViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.setObjectName("identity")
        self.setAccessibleName("Identity")
        self.setFixedHeight(HEADER_HEIGHT_PX)
        self._band = QWidget(self)
        self._band.setFixedHeight(BAND_PX)
        self._plug = IconLabel(look, "plug")
        self._pill = EnvironmentPill(look)
        self._title = ElidedLabel(role="strong", middle=True)
        self._account_icon = IconLabel(look, "account")
        self._account = NamedLabel("Account ID", PlainLabel(role="mono", selectable=True))
        self._arn_icon = IconLabel(look, "role")
        self._arn = NamedLabel("User or role", ElidedLabel(role="mono", middle=True, selectable=True))
        self._region_icon = IconLabel(look, "globe")
        self._region_name = PlainLabel()
        self._region_code = PlainLabel(role="mono", tone="muted")
        self._access = Chip(look, "Can write", icon="unlock")
        self._endpoint = Chip(look, "", icon="link")
        self._quick_open = QuickOpenButton(look)
        self._quick_open.clicked.connect(self.quick_open_requested)
        self._theme = self._theme_button(look)
        self._has_region_name = False
        self._arrange()
        view_model.identity_changed.connect(self.show_identity)
        look.changed.connect(self.show_identity)
        self.show_identity()

    def _theme_button(self, look: Look) -> Button:
        button = icon_button(look, "theme", "Light or dark", shortcut="Ctrl+Shift+L")
        button.clicked.connect(self.theme_toggled)
        return button

    def _arrange(self) -> None:
        self._groups = [
            self._group(self._account_icon, self._account),
            self._group(self._arn_icon, self._arn),
            self._group(self._region_icon, self._region_name, self._region_code),
            self._group(self._access, self._endpoint),
        ]
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(8)
        for widget in (self._plug, self._pill, self._title):
            row.addWidget(widget)
        for group in self._groups:
            row.addWidget(group)
        row.addStretch(1)
        row.addWidget(self._quick_open)
        row.addSpacing(4)
        row.addWidget(self._theme)
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
        row.setContentsMargins(0, 10, 0, 10)
        row.setSpacing(6)
        line = divider(vertical=True)
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
        may_harm = spec.environment is Environment.PRODUCTION and not spec.read_only
        words, icon = ("Read-only", "lock") if spec.read_only else ("Can write", "unlock")
        self._access.set_content(words, icon, "warning" if may_harm else "muted")
        self._endpoint.setVisible(bool(spec.endpoint_url))
        set_plain_tooltip(self._endpoint, spec.endpoint_url)
        self._fit()

    def _show_who(self) -> None:
        identity, error = self._view_model.identity, self._view_model.error
        if identity is not None:
            self._account.set_words(identity.account_id)
            self._arn.set_words(identity.short_name)
            set_plain_tooltip(self._arn, identity.arn)
            set_plain_tooltip(self._account, "")
        else:
            self._account.set_words(error.title if error else "asking AWS who this is")
            self._arn.set_words("")
            set_plain_tooltip(self._account, f"{error.text} {error.next_step}" if error else "")
        self._account.label.set_tone("text" if identity else "warning" if error else "muted")
        self._arn_icon.setVisible(identity is not None)
        self._groups[1].setVisible(identity is not None)

    def _show_region(self) -> None:
        code = self._view_model.region
        name = region_name(code)
        self._groups[2].setVisible(bool(code))
        self._region_name.setText(name)
        self._region_code.setText(code)
        self._has_region_name = bool(name) and name != code

    def _fit(self) -> None:
        """Drop the region's name first, then Quick open's words, then the endpoint's, until all has room."""
        spec = self._view_model.spec
        endpoint = spec.endpoint_url if spec else ""
        half = (ENDPOINT_CHARACTERS - 1) // 2
        self._region_name.setVisible(self._has_region_name)
        self._quick_open.set_words_shown(True)
        self._endpoint.set_content(cut_middle(endpoint, half, half), "link")
        if self._is_short_of_width():
            self._region_name.hide()
        if self._is_short_of_width():
            self._quick_open.set_words_shown(False)
        if self._is_short_of_width():
            self._endpoint.set_content("", "link")
        self._endpoint.setAccessibleName(endpoint)

    def _is_short_of_width(self) -> bool:
        """Whether something would be cut; layouts learn only later what was hidden a moment ago."""
        for widget in (*self._groups, self):
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
