"""Asks for the newest version by HTTPS, on a thread that nobody waits for at the end.

Sends nothing but the request itself with the program's name and version.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
import time
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from typing_extensions import override

from sqs_explorer.releases.address import published_at
from sqs_explorer.services.updates import (
    MAXIMUM_BYTES,
    NoNewsError,
    Release,
    host_of,
    is_address,
    is_same_place,
    release_from,
    unreadable,
)

LIMIT_SECONDS = 10.0


class HttpsReleaseFeed:
    """Fulfils the port ReleaseFeed."""

    def __init__(self, url: str, version: str, *, limit_seconds: float = LIMIT_SECONDS) -> None:
        self._url = url
        self._version = version
        self._limit_seconds = limit_seconds

    async def newest(self) -> Release:
        """Return the newest version. Raises NoNewsError, after `limit_seconds` at the latest."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[bytes | Exception] = loop.create_future()

        def give(found: bytes | Exception) -> None:
            if not answer.done():
                answer.set_result(found)

        def work() -> None:
            found: bytes | Exception
            try:
                found = self._ask()
            except Exception as error:
                found = error
            with contextlib.suppress(RuntimeError):  # the loop has ended: so will the program
                loop.call_soon_threadsafe(give, found)

        threading.Thread(target=work, name="release-feed", daemon=True).start()
        try:
            async with asyncio.timeout(self._limit_seconds):
                found = await answer
        except TimeoutError:
            raise self._late() from None
        if isinstance(found, Exception):
            raise found
        return release_from(found, self._url)

    # On the thread

    def _ask(self) -> bytes | NoNewsError:
        host = host_of(self._url)
        try:
            return self._read()
        except NoNewsError as error:
            return error
        except HTTPError as error:
            error.close()
            return _refused(host, error.code)
        except (URLError, OSError, HTTPException) as error:
            reason = error.reason if isinstance(error, URLError) else error
            if isinstance(reason, ssl.SSLError):
                return NoNewsError(
                    f"{host} could not be trusted: this system does not accept its certificate. "
                    "A network that asks for a sign-in of its own may be the reason.",
                    answered=False,
                )
            if isinstance(reason, TimeoutError):
                return self._late()
            return NoNewsError(
                f"{host} could not be reached. Look at the connection to the network, then try again.",
                answered=False,
            )

    def _read(self) -> bytes:
        if not is_address(self._url):
            raise NoNewsError(unreadable(self._url))
        headers = {"User-Agent": f"SQS-Explorer/{self._version}", "Accept": "application/json"}
        request = Request(self._url, headers=headers)  # noqa: S310 - is_address allows https alone
        ends = time.monotonic() + self._limit_seconds
        content = b""
        with _opener().open(request, timeout=self._limit_seconds) as response:
            while part := response.read1(MAXIMUM_BYTES):
                content += part
                if len(content) > MAXIMUM_BYTES:
                    raise NoNewsError(unreadable(self._url))
                if time.monotonic() > ends:
                    raise self._late()
        return content

    def _late(self) -> NoNewsError:
        seconds = f"{self._limit_seconds:g} seconds"
        return NoNewsError(
            f"{host_of(self._url)} did not answer within {seconds}. Try again later.", answered=False
        )


def known_feed(version: str) -> HttpsReleaseFeed | None:
    """Return where this copy asks; None if it knows no address. Reads a file."""
    url = published_at()
    return HttpsReleaseFeed(url, version) if url else None


class _SamePlaceOnly(HTTPRedirectHandler):
    """Follows an answer that points elsewhere only on the same host."""

    @override
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """Return the request that follows. Raises NoNewsError for another host, or another way than https."""
        if not is_same_place(newurl, req.full_url):
            fp.close()
            raise NoNewsError(f"{host_of(req.full_url)} points to another address, which is not asked.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> OpenerDirector:
    """Return what opens https and nothing else; the system's proxy is used."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPSHandler(context=_trust()),
        HTTPDefaultErrorHandler(),
        _SamePlaceOnly(),
        HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _trust() -> ssl.SSLContext:
    """Trust whom the system trusts, and those whom botocore brings along: a frozen Python may find none."""
    import botocore

    context = ssl.create_default_context()
    with contextlib.suppress(OSError):
        context.load_verify_locations(cafile=str(Path(botocore.__file__).with_name("cacert.pem")))
    return context


def _refused(host: str, status: int) -> NoNewsError:
    if status == 404:
        return NoNewsError("No version is published there yet.")
    if status in {403, 429}:
        return NoNewsError(f"{host} takes no more questions for now. Try again in an hour.")
    return NoNewsError(f"{host} answered with an error ({status}). Try again later.")
