"""What lies at the top of the checkout, and what its lock files say."""

import re
import tomllib

import pytest

from tests.architecture.sources import CHECKOUT

TOP_LEVEL = {"LICENSE", "README.md", "packaging", "pyproject.toml", "resources", "sqs_explorer", "tests"}
MADE_BY_TOOLS = {"build", "dist"}
SETS = ("run", "test", "check")


def lock_text(name: str) -> str:
    """Return the text of one file of locked requirements."""
    return (CHECKOUT / "packaging" / "locked" / f"{name}.txt").read_text(encoding="utf-8")


def pins(name: str) -> dict[str, str]:
    """Return the versions that a file locks."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", lock_text(name), re.MULTILINE))


def test_the_top_level_holds_what_the_design_names() -> None:
    names = {path.name for path in CHECKOUT.iterdir() if not path.name.startswith(".")}
    assert names - MADE_BY_TOOLS - {name for name in names if name.endswith(".egg-info")} == TOP_LEVEL


@pytest.mark.parametrize("name", [*SETS, "package", "lock"])
def test_a_lock_file_names_no_download_address(name: str) -> None:
    text = lock_text(name)
    assert "://" not in text
    assert (
        re.search(r"^\s*--?(i|f|index-url|extra-index-url|find-links|trusted-host)\b", text, re.MULTILINE)
        is None
    )


@pytest.mark.parametrize("name", [*SETS, "package", "lock"])
def test_every_locked_requirement_has_a_hash(name: str) -> None:
    requirements = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^\s*#.*\n", "", lock_text(name)).strip())
    assert len(requirements) == len(pins(name)) > 0
    assert [text.split()[0] for text in requirements if "--hash=sha256:" not in text] == []


def test_the_locked_sets_agree_and_each_holds_the_one_before() -> None:
    assert pins("run").items() <= pins("test").items() <= pins("check").items()


def test_every_declared_dependency_is_locked() -> None:
    document = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    names = {re.split(r"[<>=\[]", text)[0].lower() for text in document["project"]["dependencies"]}
    assert {name.replace("_", "-") for name in names} <= pins("run").keys()


def test_the_versions_that_matter_are_the_measured_ones() -> None:
    locked = pins("run")
    assert locked["pyside6-essentials"].startswith("6.11.")
    assert locked["moto"] == "5.2.5"


def test_the_version_stands_in_one_place() -> None:
    document = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" in document["project"]["dynamic"]
    assert document["tool"]["hatch"]["version"]["path"] == "sqs_explorer/__init__.py"
