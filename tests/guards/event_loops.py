"""Runs a test's coroutine to its end and fails it when it leaves tasks behind or an error unseen."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

from tests.guards.patience import patient

Result = TypeVar("Result")
ENDING_SECONDS = 3.0


class RunCoroutine(Protocol):
    """What the fixtures `run` and `qt_run` give to a test."""

    def __call__(self, coroutine: Coroutine[Any, Any, Result], timeout_seconds: float = 20) -> Result:
        """Return the coroutine's result or raise its error."""
        ...


def run_on(
    loop_factory: Callable[[], asyncio.AbstractEventLoop] | None,
    coroutine: Coroutine[Any, Any, Result],
    timeout_seconds: float,
) -> Result:
    """Run a coroutine on a loop of its own, then look after what it left there."""
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        return runner.run(_supervised(coroutine, timeout_seconds))


async def _supervised(coroutine: Coroutine[Any, Any, Result], timeout_seconds: float) -> Result:
    unseen: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: unseen.append(_described(context)))
    try:
        async with asyncio.timeout(patient(timeout_seconds)) as limit:
            result = await coroutine
    except TimeoutError as error:
        if limit.expired():
            problem = f"the test's coroutine did not end within {patient(timeout_seconds):g} s"
            raise AssertionError(problem) from error
        raise
    others = asyncio.all_tasks() - {asyncio.current_task()}
    if others:
        _, others = await asyncio.wait(others, timeout=ENDING_SECONDS)
    assert not others, "tasks left running: " + ", ".join(str(task.get_coro()) for task in others)
    assert not unseen, "errors that nobody caught: " + "; ".join(unseen)
    return result


def _described(context: dict[str, Any]) -> str:
    return f"{context.get('message')}: {context.get('exception')!r}"
