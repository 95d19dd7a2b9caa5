"""A copy knows where to ask only if it was built with an address."""

from __future__ import annotations

from pathlib import Path

import pytest

from sqs_explorer.releases import address
from sqs_explorer.releases.https_feed import known_feed
from tests.architecture.sources import CHECKOUT

ADDRESS = "https://api.example.invalid/repos/a/b/releases/latest"


def test_a_checkout_knows_no_address() -> None:
    assert address.published_at() == ""
    assert known_feed("0.1.0") is None
    assert not (CHECKOUT / "resources" / address.FILE_NAME).exists()


@pytest.mark.parametrize(
    ("content", "known"),
    [
        (f"{ADDRESS}\n".encode(), ADDRESS),
        (b"http://example.invalid/", ""),
        (b"\xff\xfe", ""),
        (b"", ""),
        (b"https://example.invalid/ and more", ""),
    ],
)
def test_what_the_build_wrote_is_read_if_it_is_an_https_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, known: str
) -> None:
    (tmp_path / "releases.txt").write_bytes(content)
    monkeypatch.setattr(address, "resource_folder", lambda: tmp_path)
    assert address.published_at() == known
    assert (known_feed("0.1.0") is not None) == bool(known)
