"""The port on 127.0.0.1 that waits for the browser: whoever knocks, only the right answer counts."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import pytest

from sqs_explorer.aws.sso.callback_server import MAX_CONNECTIONS, CallbackServer, listening
from sqs_explorer.domain.errors import SignInFailed
from tests.guards.event_loops import RunCoroutine

RIGHT = "GET /oauth/callback?code=c1&state=s1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


async def ask(server: CallbackServer, text: str) -> str:
    """Send a request as it stands and return the whole answer, "" if the connection was cut."""
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(server.redirect_uri).port)
    try:
        writer.write(text.encode())
        return (await reader.read()).decode()
    except ConnectionError:
        return ""
    finally:
        writer.close()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("GET /favicon.ico HTTP/1.1\r\n\r\n", 404),
        ("POST /oauth/callback?code=c2&state=s1 HTTP/1.1\r\n\r\n", 405),
        ("GET /oauth/callback HTTP/1.1\r\n\r\n", 400),
        ("GET /oauth/callback?state=s1 HTTP/1.1\r\n\r\n", 400),
        ("GET /oauth/callback?code=c2&state=s2 HTTP/1.1\r\n\r\n", 400),
        ("GET /oauth/callback?code=c2&state=s1&state=s2 HTTP/1.1\r\n\r\n", 400),
        ("GET /oauth/callback?code=c2&state=%C3%A9 HTTP/1.1\r\n\r\n", 400),
        ("GET http://[ HTTP/1.1\r\n\r\n", 404),
        ("GET\r\n\r\n", 404),
        ("\r\n\r\n", 405),
        ("GET /" + "x" * 20_000 + " HTTP/1.1\r\n\r\n", 431),
    ],
)
def test_what_is_not_the_answer_is_turned_away_and_the_wait_goes_on(
    run: RunCoroutine, text: str, status: int
) -> None:
    async def scenario() -> None:
        async with listening("s1") as server:
            reply = await ask(server, text)
            assert reply == "" if status == 431 and not reply else reply.startswith(f"HTTP/1.1 {status} ")
            assert "HTTP/1.1 200 OK" in await ask(server, RIGHT)
            assert await server.answer() == "c1"

    run(scenario())


def test_a_second_answer_changes_nothing(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with listening("s1") as server:
            await ask(server, RIGHT)
            assert "has its answer already" in await ask(server, RIGHT.replace("c1", "c2"))
            assert await server.answer() == "c1"

    run(scenario())


def test_a_slow_request_is_cut_off(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with listening("s1", request_seconds=0.05) as server:
            assert await ask(server, "GET /oauth") == ""
            await ask(server, RIGHT)
            assert await server.answer() == "c1"

    run(scenario())


def test_connections_that_say_nothing_do_not_delay_the_end(run: RunCoroutine) -> None:
    async def scenario() -> float:
        async with listening("s1") as server:
            silent = [asyncio.create_task(ask(server, "")) for _ in range(3)]
            await ask(server, RIGHT)
            await server.answer()
            begun = asyncio.get_running_loop().time()
        taken = asyncio.get_running_loop().time() - begun
        assert await asyncio.gather(*silent) == ["", "", ""]
        return taken

    assert run(scenario()) < 0.9


def test_more_connections_than_a_browser_opens_are_refused(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with listening("s1") as server:
            asked = [asyncio.create_task(ask(server, "")) for _ in range(MAX_CONNECTIONS + 1)]
            done, _ = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED, timeout=5)
            assert len(done) == 1
        await asyncio.gather(*asked)

    run(scenario())


def test_the_page_repeats_nothing_of_the_request_and_may_load_nothing(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with listening("s1") as server:
            reply = await ask(server, RIGHT)
            assert "default-src 'none'" in reply
            assert "no-store" in reply
            assert "c1" not in reply
            assert "s1" not in reply

    run(scenario())


def test_the_reason_of_a_refusal_is_short_and_shows_hidden_characters(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with listening("s1") as server:
            words = "%E2%80%AE" + "x" * 5_000
            query = f"error=access_denied&error_description={words}&state=s1"
            await ask(server, f"GET /oauth/callback?{query} HTTP/1.1\r\n\r\n")
            with pytest.raises(SignInFailed) as caught:
                await server.answer()
            assert "⟨U+202E⟩xxx" in str(caught.value)
            assert len(str(caught.value)) < 400

    run(scenario())


def test_a_refusal_that_nobody_waits_for_is_no_error(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with listening("s1") as server:
            await ask(server, "GET /oauth/callback?error=e&state=s1 HTTP/1.1\r\n\r\n")

    run(scenario())
