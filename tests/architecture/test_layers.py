"""Lets import-linter judge the program, and a copy of it in which every import rule is broken once."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.sources import CHECKOUT

LAYERS = "Each layer imports only those below it"
SCREENS = "Screens reach AWS and the disk through services only"
VIEWS = "Views speak to view-models, not to services"
CORE = "Domain and services know neither Qt nor AWS"
OUTSIDE = "What reaches the outside knows no Qt"


@dataclass(frozen=True)
class Breach:
    """One forbidden import and the contract that has to name it."""

    contract: str
    importer: str
    imported: str

    @property
    def module(self) -> str:
        return f"sqs_explorer.{self.importer}.breaks_{self.imported.replace('.', '_')}"


BREACHES = [
    Breach(LAYERS, "domain", "sqs_explorer.services"),
    Breach(LAYERS, "services", "sqs_explorer.viewmodels"),
    Breach(LAYERS, "services", "sqs_explorer.storage"),
    Breach(LAYERS, "aws", "sqs_explorer.storage"),
    Breach(LAYERS, "storage", "sqs_explorer.aws"),
    Breach(LAYERS, "sandbox", "sqs_explorer.aws"),
    Breach(LAYERS, "releases", "sqs_explorer.storage"),
    Breach(LAYERS, "storage", "sqs_explorer.worker"),
    Breach(LAYERS, "worker", "sqs_explorer.viewmodels"),
    Breach(LAYERS, "viewmodels", "sqs_explorer.views"),
    Breach(LAYERS, "views", "sqs_explorer.tour"),
    Breach(LAYERS, "views", "sqs_explorer.app"),
    Breach(SCREENS, "views", "sqs_explorer.aws"),
    Breach(SCREENS, "viewmodels", "sqs_explorer.storage"),
    Breach(SCREENS, "viewmodels", "sqs_explorer.sandbox"),
    Breach(SCREENS, "viewmodels", "sqs_explorer.worker"),
    Breach(SCREENS, "viewmodels", "sqs_explorer.releases"),
    Breach(SCREENS, "views", "boto3"),
    Breach(SCREENS, "viewmodels", "botocore"),
    Breach(SCREENS, "viewmodels", "keyring"),
    Breach(VIEWS, "views", "sqs_explorer.services"),
    Breach(CORE, "domain", "PySide6"),
    Breach(CORE, "services", "qasync"),
    Breach(CORE, "services", "boto3"),
    Breach(OUTSIDE, "worker", "qasync"),
    Breach(OUTSIDE, "aws", "PySide6"),
    Breach(OUTSIDE, "storage", "PySide6"),
    Breach(OUTSIDE, "sandbox", "qasync"),
    Breach(OUTSIDE, "releases", "PySide6"),
]
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on a folder laid out as the checkout. Its lines are not wrapped."""
    return subprocess.run(
        [sys.executable, "-c", LINT],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=_environment(folder),
        check=False,
    )


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "400", "PYTHONIOENCODING": "utf-8"}


def copy_of_checkout(folder: Path) -> Path:
    """Copy the program and its contracts."""
    shutil.copy(CHECKOUT / "pyproject.toml", folder)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(CHECKOUT / "sqs_explorer", folder / "sqs_explorer", ignore=ignored)
    return folder


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says of a copy with all the breaches in it."""
    folder = copy_of_checkout(tmp_path_factory.mktemp("broken"))
    for breach in BREACHES:
        path = folder / (breach.module.replace(".", "/") + ".py")
        path.write_text(f'"""Breaks a rule."""\n\nimport {breach.imported}\n', encoding="utf-8")
    result = lint(folder)
    assert result.returncode == 1, result.stderr
    return result.stdout.partition("Broken contracts")[2]


def section(complaints: str, contract: str) -> str:
    """Return what is said of one contract, which is everything from its name to the next contract's."""
    text = complaints.partition(contract)[2]
    others = [text.find(other) for other in (LAYERS, SCREENS, VIEWS, CORE, OUTSIDE) if other in text]
    return text[: min(others, default=len(text))]


def test_the_program_keeps_its_layers() -> None:
    result = lint(CHECKOUT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: f"{breach.importer}-{breach.imported}")
def test_a_forbidden_import_is_named(breach: Breach, complaints: str) -> None:
    assert f"{breach.module} -> {breach.imported}" in section(complaints, breach.contract)


def test_a_new_top_level_module_fails_until_it_has_its_place(tmp_path: Path) -> None:
    folder = copy_of_checkout(tmp_path)
    (folder / "sqs_explorer" / "newcomer.py").write_text('"""Has no place."""\n', encoding="utf-8")
    result = lint(folder)
    assert result.returncode == 1
    assert "newcomer" in result.stdout + result.stderr
