"""Whether a newer version is out: asked for by hand, or once a day where a person has switched that on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from sqs_explorer import __version__
from sqs_explorer.domain.quantities import date_words
from sqs_explorer.services.ports import Clock
from sqs_explorer.services.updates import NoNewsError, Release, ReleaseFeed, is_newer
from sqs_explorer.viewmodels.shell.settings_keeper import SettingsKeeper
from sqs_explorer.viewmodels.task_scope import TaskScope

NOT_KNOWN = "This copy does not know where new versions are published."
LOOK_EVERY = timedelta(days=1)
AGAIN_MS = 3_600_000
"""How often it is considered whether a day has passed."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UpdateWords:
    """What is said of the check: an icon, a sentence, a tone."""

    icon: str
    text: str
    tone: str = "muted"


class UpdatesViewModel(QObject):
    """Asks nobody before `look_now` is called, or `set_on` was: then and there, and in later runs."""

    changed = Signal()

    def __init__(
        self,
        feed: ReleaseFeed | None,
        settings: SettingsKeeper,
        clock: Clock,
        scope: TaskScope,
        *,
        open_page: Callable[[str], bool],
        version: str = __version__,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._feed = feed
        self._settings = settings
        self._clock = clock
        self._scope = scope
        self._open_page = open_page
        self._version = version
        self._newest: Release | None = None
        self._problem = ""
        self.page_problem = ""
        self._is_looking = False
        self._by_hand = False
        self._timer = QTimer(self)
        self._timer.setInterval(AGAIN_MS)
        self._timer.timeout.connect(self.look_if_due)

    @property
    def is_possible(self) -> bool:
        """Whether this copy knows where to ask."""
        return self._feed is not None

    @property
    def is_on(self) -> bool:
        """Whether it is looked for once a day."""
        return self._settings.settings.look_for_updates

    @property
    def is_looking(self) -> bool:
        """Whether an answer is waited for."""
        return self._is_looking

    @property
    def newer(self) -> Release | None:
        """The version that is out and newer than this one."""
        found = self._newest
        return found if found is not None and is_newer(found.version, self._version) else None

    @property
    def notice(self) -> Release | None:
        """The newer version, unless the person does not want to hear of it any more."""
        found = self.newer
        return found if found and found.version != self._settings.settings.passed_version else None

    @property
    def words(self) -> UpdateWords:
        """What the check came to, or when it was made last."""
        if self._is_looking and self._by_hand:
            return UpdateWords("refresh", "Looking for a new version")
        if self._problem or self.page_problem:
            return UpdateWords("warn", self._problem or self.page_problem, "warning")
        if self.newer is not None:
            return UpdateWords("info", f"Version {self.newer.version} is out.", "text")
        if self._newest is not None:
            return UpdateWords("check", f"This is the newest version, {self._version}.", "success")
        last = self._last_look()
        return UpdateWords("", f"Looked last on {date_words(last)}." if last else "Never looked so far.")

    def begin(self) -> None:
        """Look once a day from now on, if that is switched on."""
        if self.is_possible and self.is_on:
            self._timer.start()
            self.look_if_due()

    def set_on(self, on: bool) -> None:
        """Switch the daily look on or off, and remember that."""
        self._settings.change(look_for_updates=on)
        if on:
            self.begin()
        else:
            self._timer.stop()
        self.changed.emit()

    def look_if_due(self) -> None:
        """Look if that is switched on and a day has passed since the last answer."""
        last, now = self._last_look(), self._clock.now()
        is_due = last is None or not timedelta(0) <= now - last < LOOK_EVERY
        if self.is_on and is_due:
            self._look()

    def look_now(self) -> None:
        """Look because a person asked; what goes wrong is said."""
        if self._feed is None:
            return
        self._by_hand = True
        self._problem = ""
        self._look()
        self.changed.emit()

    def open_page(self) -> None:
        """Open the newer version's page in the browser."""
        found = self.newer
        if found is not None:
            opened = self._open_page(found.page_url)
            self.page_problem = "" if opened else f"No browser could be opened. The page is {found.page_url}"
            self.changed.emit()

    def pass_over(self) -> None:
        """Say nothing of this version any more."""
        if self.newer is not None:
            self._settings.change(passed_version=self.newer.version)
            self.changed.emit()

    async def close(self) -> None:
        """Stop looking; an answer under way is not waited for."""
        self._timer.stop()
        await self._scope.close()

    def _look(self) -> None:
        if self._feed is not None and not self._is_looking:
            self._is_looking = True
            self._scope.start(self._ask(self._feed))

    async def _ask(self, feed: ReleaseFeed) -> None:
        try:
            self._newest = await feed.newest()
            self._problem = ""
            self._note_look()
        except NoNewsError as problem:
            if problem.answered:
                self._note_look()
            if self._by_hand:
                self._problem = str(problem)
            logger.info("No news of versions: %s", problem)
        finally:
            self._is_looking = self._by_hand = False
            self.changed.emit()

    def _note_look(self) -> None:
        self._settings.change(last_look=self._clock.now().isoformat(timespec="seconds"))

    def _last_look(self) -> datetime | None:
        try:
            last = datetime.fromisoformat(self._settings.settings.last_look)
        except ValueError:
            return None
        return last if last.tzinfo is not None else None
