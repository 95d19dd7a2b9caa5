"""Faults on demand for FakeSqs: errors, lost answers, refused entries, wrong sums, gates that hold a call."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqs_explorer.domain.errors import OperationNotOffered, SqsExplorerError
from sqs_explorer.domain.messages import EntryFailure


@dataclass(frozen=True, slots=True)
class Call:
    """One call that reached the fake server, as recorded in `FakeSqs.calls`."""

    operation: str
    region: str
    queue_name: str = ""
    profile: str = ""
    entries: int = 0


@dataclass(slots=True)
class Gate:
    """Holds matching calls until released, so that a test can look at the state in between."""

    operation: str
    region: str = ""
    queue_name: str = ""
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _opened: asyncio.Event = field(default_factory=asyncio.Event)

    def holds(self, call: Call) -> bool:
        """Whether this gate is in the way of the call."""
        return not self._opened.is_set() and _matches(call, self.operation, self.region, self.queue_name)

    async def pass_through(self) -> None:
        """Wait as a call: until `release()`."""
        self._arrived.set()
        await self._opened.wait()

    async def reached(self) -> None:
        """Wait until a call stands at the gate; five seconds of real time at most."""
        await asyncio.wait_for(self._arrived.wait(), 5)

    def release(self) -> None:
        """Let all calls through, now and later."""
        self._opened.set()


@dataclass(slots=True)
class _Fault:
    operation: str
    region: str
    queue_name: str
    times: int
    error: SqsExplorerError | None = None
    failures: dict[int, EntryFailure] = field(default_factory=dict)


class Faults:
    """What will go wrong, in the order it was asked for. `FakeSqs` passes the calls on to these methods."""

    def __init__(self) -> None:
        self.gates: list[Gate] = []
        self._errors: list[_Fault] = []
        self._lost: list[_Fault] = []
        self._entries: list[_Fault] = []
        self._wrong_sums: list[str] = []
        self._withdrawn: set[str] = set()

    def fail_next(
        self,
        operation: str,
        error: SqsExplorerError,
        *,
        times: int = 1,
        region: str = "",
        queue_name: str = "",
    ) -> None:
        """Answer the next `times` calls with `error`, before anything is done."""
        self._errors.append(_Fault(operation, region, queue_name, times, error))

    def lose_answer(self, operation: str, error: SqsExplorerError, *, times: int = 1) -> None:
        """Do the next `times` calls, then raise `error` instead of answering."""
        self._lost.append(_Fault(operation, "", "", times, error))

    def fail_entries(
        self, operation: str, indexes: Iterable[int], failure: EntryFailure, *, times: int = 1
    ) -> None:
        """Refuse these entries (from 0) of the next `times` batches; the other entries are done."""
        self._entries.append(_Fault(operation, "", "", times, failures=dict.fromkeys(indexes, failure)))

    def spoil_md5(self, what: str = "body") -> None:
        """Answer the next message sent or received with a wrong MD5 of its "body" or "attributes"."""
        self._wrong_sums.append(what)

    def withdraw(self, *operations: str) -> None:
        """Be a server that does not have these operations."""
        self._withdrawn.update(operations)

    def heal(self) -> None:
        """Forget all faults and open all gates."""
        for gate in self.gates:
            gate.release()
        self.gates.clear()
        self._errors.clear()
        self._lost.clear()
        self._entries.clear()
        self._wrong_sums.clear()
        self._withdrawn.clear()

    def raise_before(self, call: Call) -> None:
        """Raise what was asked for instead of doing the call."""
        if call.operation in self._withdrawn:
            raise OperationNotOffered(
                f"This server does not offer {call.operation}.",
                operation=call.operation,
                code="InvalidAction",
            )
        self._raise_first(self._errors, call)

    def raise_after(self, call: Call) -> None:
        """Raise what was asked for although the call was done."""
        self._raise_first(self._lost, call)

    def entry_failures(self, call: Call) -> dict[int, EntryFailure]:
        """Return which entries of this batch are to be refused."""
        fault = _take_first(self._entries, call)
        return fault.failures if fault else {}

    def md5(self, what: str, true_value: str) -> str:
        """Return the sum to answer: the true one unless a wrong one was asked for."""
        if what in self._wrong_sums and true_value:
            self._wrong_sums.remove(what)
            return "0" * 32
        return true_value

    def _raise_first(self, faults: list[_Fault], call: Call) -> None:
        fault = _take_first(faults, call)
        if fault is not None and fault.error is not None:
            raise fault.error


def _take_first(faults: list[_Fault], call: Call) -> _Fault | None:
    for fault in faults:
        if _matches(call, fault.operation, fault.region, fault.queue_name):
            fault.times -= 1
            if fault.times <= 0:
                faults.remove(fault)
            return fault
    return None


def _matches(call: Call, operation: str, region: str, queue_name: str) -> bool:
    return call.operation == operation and region in ("", call.region) and queue_name in ("", call.queue_name)
