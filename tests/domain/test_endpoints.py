"""Whether an endpoint is this machine, and whether others on the way can read along."""

from __future__ import annotations

import pytest

from sqs_explorer.domain.endpoints import is_loopback, is_plain_beyond_this_machine, origin


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:4566",
        "http://LOCALHOST.:4566",
        "http://sqs.localhost:4566/",
        "http://127.0.0.1:9324",
        "http://127.9.9.9",
        "http://[::1]:4566",
    ],
)
def test_this_machine_may_be_called_in_plain_http(url: str) -> None:
    assert is_loopback(url)
    assert not is_plain_beyond_this_machine(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.5:4566",
        "HTTP://localstack:4566",
        " http://sqs.example.com ",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://localhost@10.0.0.5",
        "http://[fe80::1]:4566",
    ],
)
def test_plain_http_to_another_machine_is_seen(url: str) -> None:
    assert not is_loopback(url)
    assert is_plain_beyond_this_machine(url)


@pytest.mark.parametrize("url", ["https://10.0.0.5", "", "no address", "http", "http://[broken"])
def test_what_is_encrypted_or_no_url_is_not_plain_http(url: str) -> None:
    assert not is_loopback(url)
    assert not is_plain_beyond_this_machine(url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://10.0.0.5:4566/path?x=1", "http://10.0.0.5:4566"),
        ("HTTP://Host.", "http://host:80"),
        ("https://user:secret@host", "https://host:443"),
        ("http://[FE80::1]:1/", "http://[fe80::1]:1"),
        ("http://host:port", ""),
        ("ftp://host", ""),
        ("http:///path", ""),
        ("http://[broken", ""),
    ],
)
def test_a_server_is_told_by_scheme_host_and_port(url: str, expected: str) -> None:
    assert origin(url) == expected
