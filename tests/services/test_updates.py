"""Only a whole version is one, and only a page of the host that was asked is opened."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_explorer.services.updates import (
    NoNewsError,
    Release,
    is_address,
    is_newer,
    is_page_of,
    release_from,
    version_numbers,
)

FEED = "https://api.example.invalid/repos/a/b/releases/latest"
PAGE = "https://example.invalid/a/b/releases/tag/v1.2.3"


def answer(**fields: object) -> bytes:
    """Return an answer with some fields other than usual."""
    return json.dumps({"tag_name": "v1.2.3", "html_url": PAGE, "draft": False, **fields}).encode()


@given(st.tuples(*[st.integers(0, 999_999)] * 3), st.tuples(*[st.integers(0, 999_999)] * 3))
def test_versions_are_compared_number_by_number(
    first: tuple[int, int, int], second: tuple[int, int, int]
) -> None:
    words, others = (".".join(map(str, numbers)) for numbers in (first, second))
    assert is_newer(words, others) == (first > second)
    assert version_numbers(f"v{words}") == first


@pytest.mark.parametrize(
    "text",
    ["1.2", "1.2.3.4", "1.2.3rc1", "1.2.3-beta", "01.2.3", "1.2.٣", "vv1.2.3", " 1.2.3", "1.2.3\n", ""],
)
def test_a_pre_release_or_rubbish_is_no_version_and_never_newer(text: str) -> None:
    assert version_numbers(text) is None
    assert not is_newer(text, "0.0.0")
    assert not is_newer("9.9.9", text)


def test_a_release_is_its_version_and_its_page() -> None:
    assert release_from(answer(), FEED) == Release("1.2.3", PAGE)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 60_000,
        answer(tag_name="v1.2.3-rc.1"),
        answer(tag_name=123),
        answer(prerelease=True),
        answer(draft=True),
        answer(html_url=None),
        answer(html_url="http://example.invalid/"),
        answer(html_url="https://example.invalid.evil.invalid/"),
        answer(html_url="https://example.invalid@evil.invalid/"),
        answer(html_url="https://evil.invalid/"),
        answer(html_url="https://example.invalid:8443/"),
        answer(html_url="javascript:alert(1)"),
    ],
)
def test_what_makes_no_sense_or_leads_elsewhere_could_not_be_read(body: bytes) -> None:
    with pytest.raises(
        NoNewsError, match=r"^What api\.example\.invalid answered could not be read\.$"
    ) as caught:
        release_from(body, FEED)
    assert caught.value.answered


@pytest.mark.parametrize(
    ("page", "feed", "belongs"),
    [
        ("https://example.invalid/x", "https://example.invalid/api/v3", True),
        ("https://EXAMPLE.invalid/x", "https://api.example.invalid/", True),
        ("https://example.invalid:443/x", "https://api.example.invalid/", True),
        ("https://api.example.invalid/x", "https://example.invalid/", False),
        ("https://other.example.invalid/x", "https://api.example.invalid/", False),
    ],
)
def test_a_page_belongs_to_the_feeds_host_or_to_that_without_api(page: str, feed: str, belongs: bool) -> None:
    assert is_page_of(page, feed) is belongs


@pytest.mark.parametrize(
    "url",
    [
        "http://example.invalid",
        "https://",
        "https://user:secret@example.invalid",
        "https://example.invalid:99999",
        "https://[::1",
        "https://example.invalid\\@evil.invalid",
        "https://exämple.invalid",
        "https://example.invalid/\n",
        "file:///etc/passwd",
    ],
)
def test_an_address_is_https_with_a_host_and_no_password(url: str) -> None:
    assert not is_address(url)
