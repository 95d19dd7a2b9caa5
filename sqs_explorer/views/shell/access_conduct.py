"""What the window does about access: unlocking and locking, signing in again, and noting both."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from sqs_explorer.viewmodels.shell.quick_open import Command
from sqs_explorer.viewmodels.task_scope import TaskScope
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.dialog_frame import ask
from sqs_explorer.views.shell.identity_header import IdentityHeader
from sqs_explorer.views.shell.page_area import PageArea
from sqs_explorer.views.shell.unlock_dialog import UnlockDialog
from sqs_explorer.views.shell.window_view_models import WindowViewModels


class AccessConduct(QObject):
    """Acts on the connection of the page in front, or on the one that the header names."""

    def __init__(
        self,
        look: Look,
        window: QWidget,
        parts: tuple[IdentityHeader, PageArea],
        models: WindowViewModels,
        scope: TaskScope,
    ) -> None:
        super().__init__(window)
        self._look = look
        self._window = window
        self._header, self._pages = parts
        self._models = models
        self._scope = scope
        self._header.sign_in_requested.connect(models.sign_in.sign_in_again)
        self._header.unlock_requested.connect(self.unlock)
        self._header.lock_requested.connect(models.unlocking.lock)
        models.identity.answered.connect(models.sign_in.lasting.read)
        models.sign_in.renewed.connect(self._read_anew)
        models.identity.answered.connect(models.notes.learn)
        models.sign_in.noted.connect(models.notes.note)
        models.unlocking.noted.connect(models.notes.note)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.applicationStateChanged.connect(self._look_again)

    @property
    def commands(self) -> tuple[Command, ...]:
        """What can be done now about the connection in front."""
        models, spec = self._models, self._models.identity.spec
        if spec is None:
            return ()
        found = []
        if models.unlocking.starts_locked(spec.connection_id):
            if models.unlocking.is_locked(spec.connection_id):
                found.append(Command("Unlock writing", "", "unlock", self._unlock_in_front))
            else:
                found.append(Command("Lock writing", "", "lock", self._lock_in_front))
        if models.sign_in.expired.connection_ids or models.sign_in.lasting.words(spec.connection_id).text:
            found.append(Command("Sign in again", "", "login", self._sign_in_again))
        return tuple(found)

    def unlock(self, connection_id: str) -> None:
        """Ask whether and for how long writing is unlocked, unless a dialog is open already."""
        self._scope.start(self._unlock(connection_id))

    async def _unlock(self, connection_id: str) -> None:
        models = self._models
        spec = models.catalogue.spec(connection_id)
        if spec is None or QApplication.activeModalWidget() is not None:
            return
        identity = models.identity.identity_of(connection_id)
        endpoint_url = models.catalogue.endpoint_url(connection_id)
        dialog = UnlockDialog(self._look, spec, identity, endpoint_url, self._window)
        if await ask(dialog):
            models.unlocking.unlock(connection_id, dialog.seconds)

    def _unlock_in_front(self) -> None:
        if self._models.identity.spec is not None:
            self.unlock(self._models.identity.spec.connection_id)

    def _lock_in_front(self) -> None:
        if self._models.identity.spec is not None:
            self._models.unlocking.lock(self._models.identity.spec.connection_id)

    def _sign_in_again(self) -> None:
        sign_in, spec = self._models.sign_in, self._models.identity.spec
        expired = sign_in.expired
        in_front = spec.connection_id if spec else ""
        others = expired.connection_ids[:1] or ("",)
        sign_in.sign_in_again(in_front if expired.is_expired(in_front) or not others[0] else others[0])

    def _look_again(self) -> None:
        """Look at the clock when one comes back to the window: timers stand still while a machine sleeps."""
        self._models.unlocking.look_again()
        if self._models.sign_in.lasting.is_ticking:
            self._models.sign_in.lasting.read_again()

    def _read_anew(self, connection_id: str) -> None:
        self._models.identity.ask_anew(connection_id)
        page = self._pages.current
        if page is not None and page.view_model.queue.connection_id == connection_id:
            page.refresh()
