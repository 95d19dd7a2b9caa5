"""What the program is made of is read from a checkout and from what a build has collected."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building.licence_texts import collect
from sqs_explorer import __version__
from sqs_explorer.services.program_parts import Part
from sqs_explorer.storage.folders import find_folders
from sqs_explorer.storage.needed_names import needed_names
from sqs_explorer.storage.part_reading import part_in
from sqs_explorer.storage.program_shelf import ProgramFiles

INSTALLED = {
    "app": ["Big.Lib[fast]>=1; python_version >= '3.8'", "missing", "tool; extra == 'dev'"],
    "big-lib": ["quick-core>=2 ; extra == 'fast'", 'slow_core; extra == "slow"', "app"],
    "quick-core": [],
    "slow-core": [],
    "tool": [],
}


@pytest.fixture
def shelf(tmp_path: Path) -> ProgramFiles:
    """Return the shelf of this checkout."""
    return ProgramFiles(find_folders(tmp_path))


def by_name(parts: tuple[Part, ...]) -> dict[str, Part]:
    """Return parts by their names in small letters."""
    return {part.name.lower(): part for part in parts}


def test_requirements_are_followed_with_the_extras_that_are_asked_for() -> None:
    assert needed_names(["App"], INSTALLED.get) == {"app", "big-lib", "quick-core"}
    assert needed_names(["app[dev]", "big_lib"], INSTALLED.get) == {"app", "big-lib", "quick-core", "tool"}


@given(st.lists(st.text(max_size=20), max_size=5))
def test_no_requirement_breaks_the_walk(requirements: list[str]) -> None:
    assert needed_names(requirements, INSTALLED.get) <= INSTALLED.keys()


def test_a_checkout_lists_itself_python_qt_and_all_that_it_needs_with_their_texts(
    shelf: ProgramFiles,
) -> None:
    parts = shelf.parts()
    assert [part.name for part in parts[:3]] == ["SQS Explorer", "Python", "Qt"]
    found = by_name(parts)
    assert {"boto3", "botocore", "awscrt", "moto", "keyring", "qasync", "pyside6_essentials"} <= found.keys()
    assert not {"pytest", "ruff", "mypy", "pyinstaller"} & found.keys()
    assert found["botocore"].licence == "Apache-2.0"
    assert "MIT License" in shelf.licence_text(found["sqs explorer"])
    for name in ("qt", "pyside6_essentials", "shiboken6"):
        assert "LESSER GENERAL PUBLIC LICENSE" in shelf.licence_text(found[name])
    assert [part.name for part in parts if not shelf.licence_text(part)] == []


def test_the_frozen_program_lists_what_its_build_has_collected(
    shelf: ProgramFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from_source = by_name(shelf.parts())
    assert collect(tmp_path / "licenses") == []
    (tmp_path / "licenses" / "libssl3.txt").write_text("OpenSSL's text", encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    frozen = ProgramFiles(find_folders(tmp_path))
    assert frozen.facts().is_frozen
    parts = frozen.parts()
    assert [part.name for part in parts[:3]] == ["SQS Explorer", "Python", "Qt"]
    found = by_name(parts)
    for name in ("botocore", "pyside6_essentials", "moto"):
        assert (found[name].version, found[name].licence) == (
            from_source[name].version,
            from_source[name].licence,
        )
    assert "LESSER GENERAL PUBLIC LICENSE" in frozen.licence_text(found["shiboken6"])
    assert frozen.licence_text(found["libssl3"]) == "OpenSSL's text"
    assert [part.name for part in parts if not frozen.licence_text(part)] == []


def test_a_licence_is_said_in_few_words_wherever_it_stands(tmp_path: Path) -> None:
    def licence(headers: str) -> str:
        (tmp_path / "METADATA").write_text(f"Name: x\nVersion: 1\n{headers}\n\nLong\n", encoding="utf-8")
        part = part_in(tmp_path)
        assert part is not None
        return part.licence

    kind = "Classifier: License :: OSI Approved :: MIT License"
    assert licence("License-Expression: MIT OR Apache-2.0\nLicense: old") == "MIT OR Apache-2.0"
    assert licence("License: BSD") == "BSD"
    assert licence(f"License: {'all of its text ' * 20}\n{kind}") == "MIT License"
    assert licence("Summary: nothing said") == ""


def test_a_folder_that_tells_nothing_is_no_part(tmp_path: Path) -> None:
    assert part_in(tmp_path) is None
    (tmp_path / "METADATA").write_bytes(b"\xff\x00 rubbish")
    assert part_in(tmp_path) is None


def test_facts_and_news_are_of_this_copy(shelf: ProgramFiles, tmp_path: Path) -> None:
    facts = shelf.facts()
    assert (facts.version, facts.python) == (__version__, platform.python_version())
    assert facts.botocore.startswith("1.")
    assert facts.log_folder == str(tmp_path / "logs")
    assert platform.machine() in facts.system
    assert not facts.is_frozen
    assert f"## {__version__}" in shelf.whats_new()
    assert shelf.is_folder(str(tmp_path))
    assert not shelf.is_folder(facts.log_folder)
