"""One sign-in from the first look at what it takes to its end: what the Sign in dialog shows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import SignInCancelled, SignInFailed, SqsExplorerError
from sqs_explorer.domain.sign_in import SignInKind, SignInNeed, SignInStatus, SignInStep, SignInWay
from sqs_explorer.services.ports import Clock
from sqs_explorer.services.sign_in_ports import SignIns
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.signing_in import sign_in_words
from sqs_explorer.viewmodels.task_scope import TaskScope

SECOND_MS = 1_000


class RunState(Enum):
    """Where a sign-in stands."""

    READY = "the person chooses"
    RUNNING = "under way"
    SIGNED_IN = "signed in"
    GIVEN_UP = "given up"


class SignInRun(QObject):
    """Contacts nobody before `start` or `check`. `changed()`: something shown is new; `ended()`: it is over.

    `check_calls` makes one call to find out whether the person has signed in; None before the connection is
    open: then the token on this machine tells, if there is one. Afterwards `status` says how long it lasts,
    if that is known, and `renewed` which connections read their credentials anew.
    """

    changed = Signal()
    ended = Signal()

    def __init__(
        self,
        spec: ConnectionSpec,
        sign_ins: SignIns,
        check_calls: Callable[[SignInRun], Awaitable[None]] | None,
        *,
        clock: Clock,
        scope: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.spec = spec
        self._sign_ins = sign_ins
        self._check_calls = check_calls
        self._clock = clock
        self._scope = scope
        self._stop: StopRequest | None = None
        self._turn = 0
        self._result: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._timer = QTimer(self)
        self._timer.setInterval(SECOND_MS)
        self._timer.timeout.connect(self.changed)
        self.need = SignInNeed(SignInKind.NONE, spec.profile)
        self._is_need_known = False
        self.state = RunState.READY
        self.step: SignInStep | None = None
        self.error: ErrorText | None = None
        self.status: SignInStatus | None = None
        self.renewed: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return not self._result.done()

    @property
    def is_running(self) -> bool:
        """Whether AWS is asked, or the browser is waited for."""
        return self.state is RunState.RUNNING

    @property
    def sentence(self) -> str:
        """What the dialog is about."""
        if not self._is_need_known:
            return f"How {self.spec.title} is signed in to could not be read."
        return sign_in_words.sentence(self.spec, self.need)

    @property
    def step_words(self) -> str:
        """What the person does now; "" if nothing is under way."""
        if not self.is_running:
            return ""
        if self.step is None:
            return "Asking IAM Identity Center…" if self.need.kind is SignInKind.SSO else "Trying…"
        return sign_in_words.step_words(self.step)

    @property
    def left_words(self) -> str:
        """How long the step still works; "" if nobody said."""
        if not self.is_running or self.step is None or self.step.expires_at is None:
            return ""
        return sign_in_words.left_words((self.step.expires_at - self._clock.now()).total_seconds())

    async def read_need(self) -> None:
        """Find out what the sign-in takes; an error is shown in place of it."""
        try:
            self.need = await self._sign_ins.need(self.spec)
            self._is_need_known = True
        except SqsExplorerError as error:
            self.error = error_text(error)

    def start(self, way: SignInWay) -> None:
        """Sign in to IAM Identity Center in this way, unless something is under way."""
        if self.is_open and not self.is_running:
            stop = self._stop = StopRequest()
            self._begin(lambda turn: self._sign_in(turn, way, stop))

    def check(self) -> None:
        """Find out whether calls work now, unless something is under way."""
        if self.is_open and not self.is_running:
            self._begin(lambda _: self._check())

    def start_again(self) -> None:
        """Stop what is under way, and let the person choose again."""
        if self._stop is not None:
            self._stop.request()
        self._rest()

    def give_up(self) -> None:
        """End it without a sign-in; what is under way stops at once."""
        if self.is_open:
            self.start_again()
            self._end(RunState.GIVEN_UP)

    async def result(self) -> bool:
        """Return whether the person is signed in, once it is over; gives up if nobody waits any more."""
        try:
            return await self._result
        finally:
            self._timer.stop()
            if self._stop is not None:
                self._stop.request()
            self.ended.emit()

    def _begin(self, work: Callable[[int], Awaitable[None]]) -> None:
        self._turn += 1
        self.state, self.step, self.error = RunState.RUNNING, None, None
        self._scope.start(self._guard(self._turn, work))
        self.changed.emit()

    async def _guard(self, turn: int, work: Callable[[int], Awaitable[None]]) -> None:
        try:
            await work(turn)
        except SignInCancelled:
            pass
        except SqsExplorerError as error:
            if self._is_current(turn):
                self.error = error_text(error)
        else:
            if self._is_current(turn):
                self._end(RunState.SIGNED_IN)
        finally:
            if self._is_current(turn):
                self._rest()

    def _is_current(self, turn: int) -> bool:
        return turn == self._turn and self.is_running and self.is_open

    async def _sign_in(self, turn: int, way: SignInWay, stop: StopRequest) -> None:
        def show(step: SignInStep) -> None:
            if self._is_current(turn):
                self.step = step
                if step.expires_at is not None:
                    self._timer.start()
                self.changed.emit()

        self.status = await self._sign_ins.sign_in(self.spec, way, on_step=show, stop=stop)

    async def _check(self) -> None:
        if self._check_calls is not None:
            await self._check_calls(self)
            return
        if self.need.kind is not SignInKind.SSO:
            return  # Only a call could tell, and opening the connection makes one.
        status = self.status = await self._sign_ins.status(self.spec)
        if status.expires_at is None or status.expires_at <= self._clock.now():
            raise SignInFailed(f"No valid sign-in of {self.spec.title} is on this machine yet.")

    def _rest(self) -> None:
        self._stop = None
        self.step = None
        self._timer.stop()
        if self.is_open:
            self.state = RunState.READY
            self.changed.emit()

    def _end(self, state: RunState) -> None:
        self._stop = None
        self._timer.stop()
        self.state = state
        self._result.set_result(state is RunState.SIGNED_IN)
        self.ended.emit()
