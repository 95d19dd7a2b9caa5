"""One version: what the program says, what each package says, and what the list of news has a section for."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import release_notes
from building import deb_package, linux_tree, rpm_package
from building.places import RESOURCES, numbers_of, version
from sqs_explorer import __version__
from sqs_explorer.services.updates import version_numbers
from tests.architecture.sources import CHECKOUT
from windows.version_resource import version_resource


def test_the_program_says_the_version_that_is_packed_and_the_look_for_updates_can_compare_it() -> None:
    command = [sys.executable, "-m", "sqs_explorer", "--version"]
    said = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    assert version() == __version__ == said.split()[-1]
    assert version_numbers(__version__) is not None


def test_every_package_says_that_version() -> None:
    told = {
        ".deb": re.search(r"^Version: (.+)$", deb_package.control("amd64", 1, []), re.MULTILINE),
        ".rpm": re.search(r"^Version: +(.+)$", rpm_package.specification([], Path("root")), re.MULTILINE),
        "metainfo": re.search(r'<release version="([^"]+)"', linux_tree.metainfo()),
        "Windows": re.search(r"'ProductVersion', '([^']+)'", version_resource(version())),
    }
    assert {kind: found[1] for kind, found in told.items() if found} == dict.fromkeys(told, __version__)
    assert __version__.startswith(numbers_of(version(), 3))
    assert release_notes.section((RESOURCES / "whats_new.md").read_text(encoding="utf-8"), __version__)


def test_what_packs_takes_the_version_from_one_place() -> None:
    assert (
        "version"
        in tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dynamic"]
    )
    spec = (CHECKOUT / "packaging" / "sqs-explorer.spec").read_text(encoding="utf-8")
    assert "bundle_values(version())" in spec
    assert "version=version()" in spec
    written = re.compile(r"\b\d+\.\d+\.\d+\b")
    for name in ("sqs-explorer.spec", "macos/Info.plist", "linux/deb/control", "linux/rpm/sqs-explorer.spec"):
        assert not written.search((CHECKOUT / "packaging" / name).read_text(encoding="utf-8")), name
