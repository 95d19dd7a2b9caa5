"""What can be said on the command line."""

from dataclasses import replace
from pathlib import Path

import pytest

from sqs_explorer import __version__
from sqs_explorer.app import data_folder_of
from sqs_explorer.command_line import Options, parse_command_line


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


def test_a_tour_has_a_data_folder_of_its_own_unless_one_is_named(tmp_path: Path) -> None:
    tour = Options(tour_folder=tmp_path / "pictures")
    with data_folder_of(tour) as folder:
        assert folder is not None
        assert folder.is_dir()
    assert not folder.exists()
    with data_folder_of(replace(tour, data_folder=tmp_path)) as named:
        assert named == tmp_path
    with data_folder_of(Options()) as usual:
        assert usual is None


def test_files_may_stand_among_options_and_are_named_by_their_whole_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    here = Path.cwd()
    url = (here / "Größe 100%.jsonl").as_uri()
    words = ["für Jörg.jsonl", "--demo", url, "für Jörg.jsonl", "--queue", "q", "--", "-x.jsonl", "--demo"]
    options = parse_command_line(words)
    names = ("für Jörg.jsonl", "Größe 100%.jsonl", "-x.jsonl", "--demo")
    assert options.files == tuple(str(here / name) for name in names)
    assert (options.demo, options.queue, options.names_connections) == (True, "q", False)


@pytest.mark.parametrize("url", ["file:///a%00b", "file://localhost/a%20b.jsonl"])
def test_an_odd_file_url_is_no_traceback(url: str) -> None:
    (path,) = parse_command_line([url]).files
    assert "\0" not in path
    assert path in {url, str(Path("/a b.jsonl").absolute())}


def test_help_tells_of_files(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse_command_line(["--help"])
    told = capsys.readouterr().out
    assert "[FILE ...]" in told
    assert "JSON Lines" in told


def test_a_tour_opens_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse_command_line(["--tour", str(tmp_path), "orders.jsonl"])
    assert "a tour opens no FILE" in capsys.readouterr().err
