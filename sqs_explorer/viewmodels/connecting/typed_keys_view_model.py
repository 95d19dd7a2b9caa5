"""Access keys typed into the program: where one would be kept, keeping it, forgetting it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.connections import Profile, ProfileKind
from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.keys import KeptWhere, TypedKey
from sqs_explorer.services.sign_in_ports import SecretStore
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.queues.kept_settings import KeptSettings
from sqs_explorer.viewmodels.task_scope import TaskScope


class TypedKeysViewModel(QObject):
    """Knows the names of typed keys; the keys themselves are in the SecretStore only.

    Signals: `changed` for what is shown, `key_kept(str)` and `key_forgotten(str)` with the name.
    """

    changed = Signal()
    key_kept = Signal(object)
    key_forgotten = Signal(object)

    def __init__(
        self, secrets: SecretStore, kept: KeptSettings, scope: TaskScope, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._secrets = secrets
        self._kept = kept
        self._scope = scope
        self._this_run: list[str] = []
        self._place: tuple[KeptWhere, str] | None = None
        self.is_keeping = False
        self.error: ErrorText | None = None

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """The typed keys as entries of the list of profiles."""
        return tuple(
            Profile(name, ProfileKind.TYPED, note=note)
            for names, note in (
                (self._kept.settings.kept_keys, "in the keyring"),
                (self._this_run, "for this run only"),
            )
            for name in names
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all typed keys."""
        return tuple(profile.name for profile in self.profiles)

    @property
    def place_words(self) -> str:
        """Where a key typed now would be kept."""
        if self._place is None:
            return "It will be kept in this machine's keyring where there is one, never in a file."
        where, reason = self._place
        return f"It will be kept {where.value}. {reason}" if reason else f"It will be kept {where.value}."

    def begin(self) -> None:
        """Forget what went wrong before, and look where a key would be kept."""
        self.error = None
        self.changed.emit()
        self._scope.start(self._look_up_place(), lambda _: None)

    async def _look_up_place(self) -> None:
        self._place = await self._secrets.place()
        self.changed.emit()

    def keep(self, name: str, key: TypedKey, *, for_this_run: bool = False) -> None:
        """Keep a key, in memory alone if that is wished for; one at a time."""
        if not self.is_keeping:
            self.is_keeping, self.error = True, None
            self.changed.emit()
            self._scope.start(self._keep(name, key, for_this_run), self._fail)

    async def _keep(self, name: str, key: TypedKey, for_this_run: bool) -> None:
        try:
            if for_this_run:
                self._secrets.keep_for_this_run(name, key)
                where = KeptWhere.THIS_RUN
            else:
                where = await self._secrets.keep(name, key)
        finally:
            self.is_keeping = False
        if where is KeptWhere.THIS_RUN:
            self._this_run.append(name)
        else:
            self._kept.change(kept_keys=(*self._kept.settings.kept_keys, name))
        self.key_kept.emit(name)
        self.changed.emit()

    def forget(self, name: str) -> None:
        """Delete a key; its entry stays in the list if the keyring refuses."""
        self.error = None
        self.changed.emit()
        self._scope.start(self._forget(name), self._fail)

    async def _forget(self, name: str) -> None:
        await self._secrets.forget(name)
        if name in self._this_run:
            self._this_run.remove(name)
        self._kept.change(kept_keys=tuple(one for one in self._kept.settings.kept_keys if one != name))
        self.key_forgotten.emit(name)
        self.changed.emit()

    def _fail(self, error: SqsExplorerError) -> None:
        self.error = error_text(error)
        self.changed.emit()
