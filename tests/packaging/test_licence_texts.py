"""The licence texts that go along with the frozen program."""

from pathlib import Path

from building import licence_texts
from building.places import PACKAGING

LOCKED = (PACKAGING / "locked" / "package.txt").read_text(encoding="utf-8")


def test_everything_inside_has_a_text(tmp_path: Path) -> None:
    assert licence_texts.collect(tmp_path / "licenses") == []
    names = {path.name.split("-")[0] for path in (tmp_path / "licenses").iterdir()}
    assert {"moto", "botocore", "keyring", "qasync", "Python.txt", "SQS", "LGPL", "GPL"} <= names
    assert all(any(path.iterdir()) for path in (tmp_path / "licenses").iterdir() if path.is_dir())


def test_qt_has_its_notice_and_the_licences_that_it_names() -> None:
    folder = PACKAGING / "licences"
    notice = (folder / "Qt-and-PySide6.txt").read_text(encoding="utf-8")
    for name, title in (("LGPL-3.0.txt", "LESSER GENERAL PUBLIC"), ("GPL-3.0.txt", "GENERAL PUBLIC")):
        assert name in notice
        assert title in (folder / name).read_text(encoding="utf-8")


def test_a_build_tool_is_not_taken_for_a_part_of_the_program() -> None:
    names = licence_texts.locked_names(LOCKED)
    assert {"altgraph", "pyinstaller", "pyside6-essentials"} <= set(names)
    inside = {found.name.lower() for found in licence_texts.bundled_distributions(names)}
    assert "boto3" in inside
    assert not inside & licence_texts.BUILD_TOOLS
