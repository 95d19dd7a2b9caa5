"""The one object that knows the colours, fonts and icons in force; every view gets it as an argument."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from sqs_explorer.resource_files import resource_folder
from sqs_explorer.views.look.fonts import load_fonts
from sqs_explorer.views.look.icons import ICON_BESIDE_TEXT_PX, ICON_PX, IconCache
from sqs_explorer.views.look.palette import DARK, LIGHT, Theme, Tokens
from sqs_explorer.views.look.program_style import ProgramStyle
from sqs_explorer.views.look.style_sheet import style_sheet
from sqs_explorer.views.look.theme import apply_theme, tokens_of


class Look(QObject):
    """Sets the theme on the application, follows the system's, and hands out what painted parts need."""

    changed = Signal()
    """The colours are others now: drop cached icons and repaint."""

    def __init__(self, app: QApplication, theme: Theme = Theme.SYSTEM, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._icons = IconCache(resource_folder() / "icons")
        self._colours: dict[str, QColor] = {}
        self.fonts = load_fonts()
        styles = resource_folder() / "styles"
        self._popup_sheets = {tokens: style_sheet(styles, tokens, self.fonts) for tokens in (LIGHT, DARK)}
        self._theme = theme
        self._tokens = tokens_of(theme)
        self._style = ProgramStyle(self.fonts, self._tokens, self._popup_sheets[self._tokens])
        app.setStyle(self._style)
        app.setFont(self.fonts.base)
        app.setFont(self.fonts.tip, "QTipLabel")  # type: ignore[arg-type]  # The stubs say bytes, Qt takes text
        self._recolour()
        app.styleHints().colorSchemeChanged.connect(self._follow_the_system)

    @property
    def theme(self) -> Theme:
        """What was chosen."""
        return self._theme

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return self._tokens

    @property
    def dark(self) -> bool:
        """Whether the dark table is in force."""
        return self._tokens is DARK

    def set_theme(self, theme: Theme) -> None:
        """Choose a theme, and repaint everything if that changes the colours."""
        self._theme = theme
        self._apply()

    def color(self, token: str) -> QColor:
        """The colour of a token. Raises AttributeError for a name that is not in the table."""
        found = self._colours.get(token)
        if found is None:
            found = self._colours[token] = QColor(getattr(self._tokens, token))
        return found

    def pixmap(self, name: str, tone: str = "muted", size: int = ICON_PX, dpr: float = 1.0) -> QPixmap:
        """An icon of `size` px in a token's colour for a device pixel ratio."""
        return self._icons.pixmap(name, getattr(self._tokens, tone), size, size, dpr)

    def icon(self, name: str, tone: str = "muted", *, beside_text: bool = False) -> QIcon:
        """An icon for a button or an action, with its disabled variant; wider when text stands beside it."""
        width = ICON_BESIDE_TEXT_PX if beside_text else ICON_PX
        icon = QIcon()
        for ratio in (1.0, 2.0):
            for mode, token in ((QIcon.Mode.Normal, tone), (QIcon.Mode.Disabled, "disabled")):
                colour = getattr(self._tokens, token)
                icon.addPixmap(self._icons.pixmap(name, colour, ICON_PX, width, ratio), mode)
        return icon

    @staticmethod
    def icon_size(*, beside_text: bool = False) -> QSize:
        """Size to set on the widget that shows such an icon."""
        return QSize(ICON_BESIDE_TEXT_PX if beside_text else ICON_PX, ICON_PX)

    def _follow_the_system(self) -> None:
        if self._theme is Theme.SYSTEM and tokens_of(Theme.SYSTEM) is not self._tokens:
            self._apply()

    def _apply(self) -> None:
        self._recolour()
        self._colours.clear()
        self.changed.emit()

    def _recolour(self) -> None:
        self._tokens = apply_theme(self._app, self._theme)
        self._style.tokens = self._tokens
        self._style.popup_sheet = self._popup_sheets[self._tokens]
