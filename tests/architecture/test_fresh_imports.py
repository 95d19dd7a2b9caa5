"""Imports each part alone in a fresh interpreter: only there one sees what it drags along."""

import json
import re
import subprocess
import sys
import tomllib

import pytest

from tests.architecture.sources import CHECKOUT, package

AWS = ["boto3", "botocore", "moto", "keyring"]
WIDGETS = ["PySide6.QtWidgets", "PySide6.QtGui"]
IMPORT_ALL = """
import importlib, json, pkgutil, sys
part = importlib.import_module(sys.argv[1])
for found in pkgutil.walk_packages(getattr(part, "__path__", []), part.__name__ + "."):
    importlib.import_module(found.name)
print(json.dumps(sorted(sys.modules)))
"""
DECLARED_NAMES = {"pyside6-essentials": "PySide6", "flask-cors": "flask_cors"}
COMES_WITH = {"shiboken6": "PySide6", "botocore": "boto3", "werkzeug": "flask"}


def loaded_by(part: str) -> set[str]:
    """Return the names of all modules in memory once every module of a part is imported."""
    result = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, part], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return set(json.loads(result.stdout))


@pytest.mark.parametrize(
    ("part", "absent"),
    [
        ("sqs_explorer.domain", ["PySide6", "qasync", *AWS]),
        ("sqs_explorer.services", ["PySide6", "qasync", *AWS]),
        ("sqs_explorer.aws", ["PySide6", "qasync"]),
        ("sqs_explorer.storage", ["PySide6", "qasync"]),
        ("sqs_explorer.sandbox", ["PySide6", "qasync"]),
        ("sqs_explorer.worker", ["PySide6", "qasync", *AWS]),
        ("sqs_explorer.viewmodels", [*WIDGETS, *AWS]),
        ("sqs_explorer.views", AWS),
    ],
)
def test_a_part_drags_along_only_what_it_may(part: str, absent: list[str]) -> None:
    assert loaded_by(part).isdisjoint(absent)


def test_the_program_starts_without_boto3_so_that_the_first_paint_is_early() -> None:
    assert loaded_by("sqs_explorer.app").isdisjoint(AWS)


def test_a_module_in_memory_would_be_seen() -> None:
    assert "json" in loaded_by("sqs_explorer.domain")


def test_the_domain_imports_the_standard_library_only() -> None:
    allowed = {*sys.stdlib_module_names, "sqs_explorer"}
    modules = [source for source in package() if source.is_in("domain/")]
    assert [
        f"{source.path}: {name}"
        for source in modules
        for name in source.imports()
        if name.split(".")[0] not in allowed
    ] == []


def test_every_foreign_import_is_a_declared_dependency() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[<>=\[]", requirement)[0].lower() for requirement in project["dependencies"]]
    declared = {DECLARED_NAMES.get(name, name) for name in names}
    declared |= {name for name, owner in COMES_WITH.items() if owner in declared}
    allowed = {*sys.stdlib_module_names, "sqs_explorer", *declared}
    found = {name.split(".")[0]: source.path for source in package() for name in source.imports()}
    assert {name: path for name, path in found.items() if name not in allowed} == {}
