"""Asks the person to sign in where AWS wants it, and lets what waited for it go on."""

from __future__ import annotations

import asyncio
import contextlib

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import SignInCancelled, SignInExpired, SqsExplorerError
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.domain.sign_in import MfaRequest, SignInKind, SignInNeed
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.services.ports import Clock
from sqs_explorer.services.sign_in_ports import SignIns
from sqs_explorer.viewmodels.error_text import error_text
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue
from sqs_explorer.viewmodels.signing_in.expired_sign_ins import ExpiredSignIns
from sqs_explorer.viewmodels.signing_in.mfa_questions import MfaQuestions
from sqs_explorer.viewmodels.signing_in.sign_in_lasting import SignInLasting, until_words
from sqs_explorer.viewmodels.signing_in.sign_in_run import SignInRun
from sqs_explorer.viewmodels.task_scope import TaskScope

NAMED = 3
"""So many connections are named in the strip; more are counted."""
Session = tuple[SignInKind, str]
"""What connections are signed in to together: the kind, and the session or else the profile."""


class SignInViewModel(QObject):
    """Fulfils SignInQuestions and SignInDesk. Nothing is contacted before the person presses.

    `asked(SignInRun)` and `mfa.asked(MfaQuestion)` are wishes for a dialog; `changed()`: the strip's words
    are others; `renewed(str)`: a connection has new credentials. `noted(what, connection_id, result)` is
    for Activity; `notice` is what the last sign-in came to, until it is dismissed.
    """

    asked = Signal(object)
    changed = Signal()
    renewed = Signal(str)
    noted = Signal(str, str, str)

    def __init__(
        self,
        catalogue: QueueCatalogue,
        connections: OpenConnections,
        sign_ins: SignIns,
        *,
        clock: Clock,
        scope: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._connections = connections
        self._sign_ins = sign_ins
        self._clock = clock
        self._scope = scope
        self._turn = asyncio.Lock()
        self._is_asked = False
        self.notice = ""
        self.mfa = MfaQuestions(self)
        self.expired = ExpiredSignIns(catalogue, connections, self)
        self.lasting = SignInLasting(
            catalogue, connections, self.expired, clock=clock, scope=scope, parent=self
        )
        self.expired.changed.connect(self._follow_expiry)
        self.expired.renewed_elsewhere.connect(self._read_anew)

    # What calls ask for

    async def mfa_code(self, request: MfaRequest) -> str:
        """Return the code that the person typed. Raises SignInCancelled."""
        return await self.mfa.ask(request)

    def note_expired(self, connection_id: str, error: SignInExpired) -> None:
        """Show that a connection's sign-in has expired."""
        self.expired.note(connection_id)

    async def wait(self, connection_id: str) -> bool:
        """Return True once the person has signed in again, False if they will not."""
        return await self.expired.wait(connection_id)

    # What the person reads and presses

    @property
    def strip_words(self) -> str:
        """What has expired and what waits for it; "" if there is nothing to press."""
        ids = self.expired.in_sight
        if not ids:
            return ""
        titles = [self._title(connection_id) for connection_id in ids]
        names = ", ".join(titles[:NAMED])
        if len(titles) > NAMED:
            names += f" and {len(titles) - NAMED} more"
        waiting = self.expired.waiting_count
        if not waiting:
            return f"Sign-in expired: {names}."
        return f"Sign-in expired: {names}. {count_words(waiting, 'action')} {_waits(waiting)} for it."

    def sign_in_again(self, connection_id: str = "") -> None:
        """Sign in to a connection, or to all that have expired, unless that is being asked already."""
        if self._is_asked:
            return
        self._is_asked = True
        if self._scope.start(self._sign_in_again(connection_id)) is None:
            self._is_asked = False

    def not_now(self) -> None:
        """Let the actions that wait fail, and take the strip away."""
        self.expired.put_off()

    def dismiss_notice(self) -> None:
        """Take away what the last sign-in came to."""
        self.notice = ""
        self.changed.emit()

    async def sign_in(self, spec: ConnectionSpec) -> bool:
        """Ask the person to sign in to what a connection rests on; it need not be open.

        Every open connection on the same session goes on then. False if the person gave up.
        """
        async with self._turn:
            check = self._call if self._is_open(spec) else None
            run = SignInRun(spec, self._sign_ins, check, clock=self._clock, scope=self._scope)
            try:
                succeeded = await self._ask(run)
                if succeeded:
                    await self._take_over(run)
                return succeeded
            finally:
                run.deleteLater()

    async def _ask(self, run: SignInRun) -> bool:
        await run.read_need()
        if run.need.kind is SignInKind.MFA and run.error is None and self._is_open(run.spec):
            try:
                await self._call(run)
            except SignInCancelled:
                return False
            except SqsExplorerError as error:
                run.error = error_text(error)
            else:
                return True
        self.asked.emit(run)
        return await run.result()

    async def _sign_in_again(self, connection_id: str) -> None:
        try:
            for one in (connection_id,) if connection_id else self.expired.in_sight:
                spec = self._connections.spec(one)
                was_renewed_meanwhile = not connection_id and not self.expired.is_expired(one)
                if spec is None or was_renewed_meanwhile:
                    continue
                if not await self.sign_in(spec):
                    return
        finally:
            self._is_asked = False

    async def _call(self, run: SignInRun) -> None:
        """Read the credentials anew and make one call with them."""
        connection_id = run.spec.connection_id
        run.renewed = await self._renew(run)
        gateway = self._connections.gateway(connection_id)
        await gateway.identity()
        run.status = await gateway.sign_in_status()

    async def _renew(self, run: SignInRun) -> tuple[str, ...]:
        """Let the next call of each connection on this session read its credentials anew."""
        session = _session(run.need)
        ids = [run.spec.connection_id] if self._is_open(run.spec) else []
        for spec in self._connections.specs:
            with contextlib.suppress(SqsExplorerError):
                if spec.connection_id not in ids and _session(await self._sign_ins.need(spec)) == session:
                    ids.append(spec.connection_id)
        still_open = tuple(one for one in ids if self._connections.spec(one) is not None)
        for connection_id in still_open:
            self._connections.gateway(connection_id).renew()
        return still_open

    async def _take_over(self, run: SignInRun) -> None:
        # A code of an MFA device serves once: what the check renewed must not be forgotten again.
        ids = run.renewed or await self._renew(run)
        until = run.status.expires_at if run.status else None
        result = f"Signed in until {until_words(until, self._clock.now())}" if until else "Signed in"
        self.notice = f"{run.spec.title}: {result[0].lower()}{result[1:]}."
        self.expired.settle(ids, signed_in=True)
        for connection_id in ids:
            self._read_anew(connection_id)
        self.noted.emit("Sign in", run.spec.connection_id, result)

    def _read_anew(self, connection_id: str) -> None:
        """Read what could not be read, and list the queues again."""
        catalogue = self._catalogue
        self.renewed.emit(connection_id)
        failed = [
            queue
            for queue, error in catalogue.attribute_errors.items()
            if queue.connection_id == connection_id and isinstance(error, SignInExpired)
        ]
        catalogue.request_attributes(failed, again=True)
        catalogue.refresh_connection(connection_id)

    def _is_open(self, spec: ConnectionSpec) -> bool:
        return self._connections.spec(spec.connection_id) is not None

    def _title(self, connection_id: str) -> str:
        spec = self._connections.spec(connection_id)
        return spec.title if spec else connection_id

    def _follow_expiry(self) -> None:
        if self.expired.in_sight:
            self.notice = ""
        self.changed.emit()

    async def close(self) -> None:
        """Let nothing wait any more: calls fail, questions are cancelled."""
        self.mfa.close()
        self.expired.close()
        self.lasting.close()
        await self._scope.close()


def _session(need: SignInNeed) -> Session:
    return (need.kind, need.name or need.profile)


def _waits(count: int) -> str:
    return "waits" if count == 1 else "wait"
