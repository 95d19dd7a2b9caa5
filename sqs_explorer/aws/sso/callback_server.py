"""Hears on 127.0.0.1 what AWS's page tells the browser to tell this program: the code of a sign-in.

Any page and any program on this machine can knock here. Only the answer with our state counts;
whatever else comes is turned away and the wait goes on.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs

from sqs_explorer.domain.errors import SignInFailed
from sqs_explorer.domain.visible_text import one_line

CALLBACK_PATH = "/oauth/callback"
REDIRECT_URI = f"http://127.0.0.1{CALLBACK_PATH}"
"""What is registered: any port of this machine, as for every program of this kind."""

MAX_REQUEST_BYTES = 16_384
MAX_CONNECTIONS = 16
REQUEST_SECONDS = 10.0
FAREWELL_SECONDS = 1.0
_MAX_REASON_LENGTH = 300
_REASONS = {200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 431: "Too Large"}


class CallbackServer:
    """What `listening` gives: `redirect_uri` leads here, `answer` returns what the browser brought."""

    def __init__(self, state: str, request_seconds: float) -> None:
        self._state = state
        self._request_seconds = request_seconds
        self._answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._tasks: set[asyncio.Task[None]] = set()
        self._reading: set[asyncio.StreamWriter] = set()
        self.redirect_uri = ""

    async def answer(self) -> str:
        """Return the code. Raises SignInFailed with AWS's reason if there is none."""
        return await self._answer

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a connection; there is no need for many."""
        if len(self._tasks) >= MAX_CONNECTIONS:
            writer.transport.abort()
            return
        self._reading.add(writer)
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def end(self) -> None:
        """Let replies under way reach their browser, then end everything."""
        for writer in self._reading:
            writer.transport.abort()
        if left := set(self._tasks):
            _, left = await asyncio.wait(left, timeout=FAREWELL_SECONDS)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        self._answer.cancel()
        if not self._answer.cancelled():
            self._answer.exception()  # it counts as seen, also if nobody waited for it

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(self._request_seconds):
                head = await _read_head(reader)
                self._reading.discard(writer)
                await _reply(writer, *self._judge(head))
        except (OSError, EOFError):  # too slow, or gone: browsers open connections that they never use
            pass
        finally:
            self._reading.discard(writer)
            writer.transport.abort()

    def _judge(self, head: bytes) -> tuple[int, str]:
        """Return the status and the words for a request; keep the answer if it is the one waited for."""
        method, _, target = head.partition(b"\r\n")[0].decode("ascii", "replace").partition(" ")
        if not head:
            return 431, "This request is too large."
        if method != "GET":
            return 405, "Only a browser's own request is answered here."
        path, _, query = target.partition(" ")[0].partition("?")
        if path != CALLBACK_PATH:
            return 404, "There is nothing here."
        fields = {name: values for name, values in parse_qs(query).items() if len(values) == 1}
        state, code, error = (fields.get(name, [""])[0] for name in ("state", "code", "error"))
        if not hmac.compare_digest(state.encode(), self._state.encode()) or not (code or error):
            return 400, "This answer belongs to another sign-in. Begin again in SQS Explorer."
        if self._answer.done():
            return 400, "This sign-in has its answer already. You can close this page."
        if error:
            description = fields.get("error_description", [""])[0]
            self._answer.set_exception(SignInFailed(_refusal(error, description)))
            return 200, "AWS did not sign you in. SQS Explorer says why."
        self._answer.set_result(code)
        return 200, "SQS Explorer has the answer of AWS. You can close this page."


@asynccontextmanager
async def listening(state: str, *, request_seconds: float = REQUEST_SECONDS) -> AsyncIterator[CallbackServer]:
    """Listen on a free port until the block ends. Raises SignInFailed if no port can be opened."""
    callback = CallbackServer(state, request_seconds)
    try:
        server = await asyncio.start_server(callback.accept, "127.0.0.1", 0, limit=MAX_REQUEST_BYTES)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SignInFailed(
            f"No port could be opened on 127.0.0.1 for the browser's answer: {reason}. Use a device code."
        ) from error
    callback.redirect_uri = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}{CALLBACK_PATH}"
    try:
        yield callback
    finally:
        server.close()
        await callback.end()
        await server.wait_closed()


def _refusal(error: str, description: str) -> str:
    reason = one_line(description, _MAX_REASON_LENGTH).rstrip(".")
    name = one_line(error, _MAX_REASON_LENGTH)
    return f"AWS did not sign you in: {reason} ({name})." if reason else f"AWS did not sign you in: {name}."


async def _read_head(reader: asyncio.StreamReader) -> bytes:
    """Return a request up to its empty line; b"" if it is too large."""
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError:
        return b""


async def _reply(writer: asyncio.StreamWriter, status: int, words: str) -> None:
    """Send a plain page without scripts, links or anything of the request."""
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
        f"<title>SQS Explorer</title><h1>SQS Explorer</h1><p>{words}</p></html>"
    ).encode()
    head = (
        f"HTTP/1.1 {status} {_REASONS[status]}\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(page)}\r\nConnection: close\r\nCache-Control: no-store\r\n"
        "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
        "Referrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n\r\n"
    )
    writer.write(head.encode("ascii") + page)
    await writer.drain()
    writer.close()
    await writer.wait_closed()
