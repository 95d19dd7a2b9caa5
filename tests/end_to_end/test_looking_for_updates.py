"""The real program asks nobody for a newer version until it is told to; then once, and again after a day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox

from sqs_explorer.releases import address
from sqs_explorer.tour.hands import find
from sqs_explorer.views.shell.more_button import MoreButton
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.fakes.release_server import ReleaseServer, make_certificate, release_server


@pytest.fixture
def releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReleaseServer]:
    """Give the server where this copy's versions are published, with 9.8.7 as the newest."""
    certificate = make_certificate(tmp_path / "own.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setattr(address, "resource_folder", lambda: tmp_path)
    with release_server(certificate) as server:
        server.publish("9.8.7")
        (tmp_path / address.FILE_NAME).write_text(f"{server.url}/latest\n", encoding="utf-8")
        yield server


async def open_about(person: Person) -> None:
    """Choose About in the program's menu."""
    find(MoreButton, "Program menu", person.window).menu_of_program.actions()[0].trigger()
    await person.until(QApplication.activeModalWidget, "About")


def test_no_request_leaves_before_check_now_and_the_switch_holds_for_later_starts(
    use_program: UseProgram, data_folder: Path, releases: ReleaseServer
) -> None:
    async def first_day(person: Person) -> None:
        await open_about(person)
        await person.reads("Never looked so far.")
        assert releases.requests == []
        person.press("Check now")
        await person.told("Newest version", "Version 9.8.7 is out.")
        assert len(releases.requests) == 1
        person.find(QCheckBox, "Look for a new version once a day").click()
        await person.answers("Close")
        await person.reads("Version 9.8.7 is out.")
        person.press("Not now")

    async def later(person: Person) -> None:
        await open_about(person)
        await person.told("Newest version", "Looked last on")
        assert len(releases.requests) == 1

    async def next_day(person: Person) -> None:
        await person.until(lambda: len(releases.requests) == 2, "the daily look")
        await open_about(person)
        await person.told("Newest version", "Version 9.8.7 is out.")
        await person.answers("Close")
        assert "9.8.7" not in person.words()

    use_program(first_day)
    settings = data_folder / "settings.json"
    kept = json.loads(settings.read_text(encoding="utf-8"))
    assert (kept["look_for_updates"], kept["passed_version"]) == (True, "9.8.7")
    use_program(later)
    settings.write_text(json.dumps({**kept, "last_look": "2020-01-01T00:00:00+00:00"}), encoding="utf-8")
    use_program(next_day)
