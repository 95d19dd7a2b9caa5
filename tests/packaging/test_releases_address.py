"""The address of new versions goes from the build's environment into the program, and into no other file."""

from __future__ import annotations

from pathlib import Path

import pytest

from building.places import PACKAGING
from building.releases_address import FILE_NAME, VARIABLE, WrongAddressError, write_address
from sqs_explorer.releases import address
from tests.architecture.sources import CHECKOUT

ADDRESS = "https://api.example.invalid/repos/a/b/releases/latest"


def test_what_a_build_writes_is_what_the_program_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert write_address(tmp_path, {VARIABLE: ADDRESS}) == tmp_path / address.FILE_NAME
    monkeypatch.setattr(address, "resource_folder", lambda: tmp_path)
    assert address.published_at() == ADDRESS
    spec = (PACKAGING / "sqs-explorer.spec").read_text(encoding="utf-8")
    assert '[(str(WORK / FILE_NAME), "resources")]' in spec
    assert "*ADDRESS" in spec


def test_a_build_without_an_address_writes_none(tmp_path: Path) -> None:
    assert write_address(tmp_path, {}) is None
    assert not (tmp_path / FILE_NAME).exists()


@pytest.mark.parametrize(
    "wrong", ["http://example.invalid", "example.invalid", "https://u:p@example.invalid"]
)
def test_a_wrong_address_stops_the_build(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(WrongAddressError, match=VARIABLE):
        write_address(tmp_path, {VARIABLE: wrong})


def test_the_release_says_the_address_of_its_own_repository() -> None:
    text = (CHECKOUT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    wanted = "${{ github.api_url }}/repos/${{ github.repository }}/releases/latest"
    assert "\nenv:\n" in text.partition(VARIABLE)[0]
    assert f"  {VARIABLE}: {wanted}\n" in text
