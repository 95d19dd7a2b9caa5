"""The newest version is asked for by HTTPS of one host, and nothing else leaves this machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from sqs_explorer.releases.https_feed import HttpsReleaseFeed
from sqs_explorer.services.updates import MAXIMUM_BYTES, NoNewsError, Release
from tests.fakes.release_server import Answer, ReleaseServer, make_certificate, release_server
from tests.guards.event_loops import RunCoroutine


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a certificate for this machine."""
    return make_certificate(tmp_path_factory.mktemp("tls") / "own.pem")


@pytest.fixture
def server(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReleaseServer]:
    """Give a server that this system trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with release_server(certificate) as running:
        yield running


def refused(run: RunCoroutine, server: ReleaseServer, **options: float) -> NoNewsError:
    """Ask, and return why there is no news."""
    with pytest.raises(NoNewsError) as caught:
        run(HttpsReleaseFeed(f"{server.url}/latest", "0.1.0", **options).newest())
    return caught.value


def test_one_request_says_the_programs_version_and_nothing_else(
    run: RunCoroutine, server: ReleaseServer
) -> None:
    server.publish("1.2.3")
    newest = run(HttpsReleaseFeed(f"{server.url}/latest", "0.1.0").newest())
    assert newest == Release("1.2.3", f"{server.url}/tag/v1.2.3")
    ((path, headers),) = server.requests
    assert path == "/latest"
    assert headers == {
        "Accept-Encoding": "identity",
        "Host": server.url.removeprefix("https://"),
        "User-Agent": "SQS-Explorer/0.1.0",
        "Accept": "application/json",
        "Connection": "close",
    }


def test_another_path_of_the_same_host_is_followed(run: RunCoroutine, server: ReleaseServer) -> None:
    server.publish("1.2.3")
    server.answers["/moved"] = Answer(301, headers={"Location": "/latest"})
    newest = run(HttpsReleaseFeed(f"{server.url}/moved", "0.1.0").newest())
    assert newest.version == "1.2.3"


@pytest.mark.parametrize("elsewhere", ["https://localhost:{port}/latest", "http://127.0.0.1:{port}/latest"])
def test_another_host_is_not_asked(run: RunCoroutine, server: ReleaseServer, elsewhere: str) -> None:
    port = server.url.rpartition(":")[2]
    server.answers["/latest"] = Answer(302, headers={"Location": elsewhere.format(port=port)})
    assert str(refused(run, server)) == "127.0.0.1 points to another address, which is not asked."
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(404), "No version is published there yet."),
        (Answer(429), "127.0.0.1 takes no more questions for now. Try again in an hour."),
        (Answer(500), "127.0.0.1 answered with an error (500). Try again later."),
        (Answer(body=b"<html>"), "What 127.0.0.1 answered could not be read."),
        (Answer(302, headers={"Location": "file:///etc/passwd"}), "127.0.0.1 answered with an error (302)."),
    ],
)
def test_an_answer_without_news_is_said(
    run: RunCoroutine, server: ReleaseServer, answer: Answer, words: str
) -> None:
    server.answers["/latest"] = answer
    problem = refused(run, server)
    assert str(problem).startswith(words)
    assert problem.answered


def test_more_than_the_limit_is_not_read(run: RunCoroutine, server: ReleaseServer) -> None:
    server.publish("1.2.3")
    padding = b" " * MAXIMUM_BYTES
    server.answers["/latest"] = Answer(body=server.answers["/latest"].body + padding)
    assert str(refused(run, server)) == "What 127.0.0.1 answered could not be read."


def test_a_server_that_nobody_trusts_is_not_believed(
    run: RunCoroutine, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with release_server(certificate) as server:
        server.publish("1.2.3")
        problem = refused(run, server)
        assert "127.0.0.1 could not be trusted" in str(problem)
        assert not problem.answered
        assert server.requests == []


def test_silence_ends_after_the_limit_and_counts_as_no_answer(
    run: RunCoroutine, server: ReleaseServer
) -> None:
    server.answers["/latest"] = Answer(hangs=True)
    problem = refused(run, server, limit_seconds=0.2)
    assert str(problem) == "127.0.0.1 did not answer within 0.2 seconds. Try again later."
    assert not problem.answered


def test_a_host_that_cannot_be_reached_is_no_answer(run: RunCoroutine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"https://127.0.0.1:{taken.getsockname()[1]}"
    problem = refused(run, ReleaseServer(url))
    assert "127.0.0.1 could not be reached. Look at the connection" in str(problem)
    assert not problem.answered


def test_plain_http_is_never_spoken(run: RunCoroutine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        refused(run, ReleaseServer(f"http://127.0.0.1:{listening.getsockname()[1]}"))
        with pytest.raises(BlockingIOError):
            listening.accept()
