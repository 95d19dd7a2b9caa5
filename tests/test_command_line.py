"""What can be said on the command line."""

from pathlib import Path

import pytest

from sqs_explorer import __version__
from sqs_explorer.command_line import parse_command_line


def test_every_profile_and_region_named_is_opened_once() -> None:
    options = parse_command_line(
        ["--profile", "a", "--profile", "b", "--profile", "a", "--region", "eu-west-1"]
    )
    assert options.profiles == ("a", "b")
    assert options.regions == ("eu-west-1",)
    assert options.names_connections


def test_the_tour_opens_the_demo(tmp_path: Path) -> None:
    options = parse_command_line(["--tour", str(tmp_path)])
    assert options.demo
    assert options.tour_folder == tmp_path


def test_an_endpoint_url_must_be_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse_command_line(["--endpoint-url", "localhost:4566"])
    assert "http://" in capsys.readouterr().err


def test_the_version_is_the_packages_own(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_command_line(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.strip() == f"sqs-explorer {__version__}"
