"""The settings in force, and their saving in the background as they change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.settings import Settings
from sqs_explorer.services.ports import SettingsStore
from sqs_explorer.viewmodels.task_scope import TaskScope


class SettingsKeeper(QObject):
    """Holds one frozen Settings.

    A change replaces it, tells `settings_changed`, and saves the newest, one write at a time.

    `saving_failed` carries a sentence when the disk refuses; the settings stay in force for this run.
    """

    settings_changed = Signal(object)
    saving_failed = Signal(object)

    def __init__(
        self, settings: Settings, store: SettingsStore, scope: TaskScope, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self._store = store
        self._scope = scope
        self._saved = settings
        self._saving = False

    def agreed_commands(self) -> frozenset[str]:
        """Return the `credential_process` lines that the person agreed to run, as of now."""
        return self.settings.agreed_commands

    def agreed_endpoints(self) -> frozenset[str]:
        """Return the endpoint URLs in plain http that the person agreed to, as of now."""
        return self.settings.agreed_endpoints

    def change(self, **fields: Any) -> None:
        """Replace fields of the settings by name."""
        changed = replace(self.settings, **fields)
        if changed == self.settings:
            return
        self.settings = changed
        self.settings_changed.emit(changed)
        if not self._saving:
            self._saving = True
            self._scope.start(self._save())

    async def _save(self) -> None:
        try:
            while self._saved != self.settings:
                writing = self.settings
                await self._store.save(writing)
                self._saved = writing
        except OSError as error:
            self.saving_failed.emit(f"Settings are not kept: {error}. They hold for this run.")
        except SqsExplorerError as error:
            self.saving_failed.emit(str(error))
        finally:
            self._saving = False

    async def close(self) -> None:
        """Wait until the newest settings are written."""
        await self._scope.idle()
        await self._scope.close(finish=True)
