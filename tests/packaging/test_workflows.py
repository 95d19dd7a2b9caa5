"""The workflows of GitHub can't run here: two linters read them, and these rules hold."""

import importlib
import importlib.metadata
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.sources import CHECKOUT

FOLDER = CHECKOUT / ".github" / "workflows"
NAMES = sorted(path.name for path in FOLDER.glob("*.yml"))
STEP_RULE = re.compile(r"^\s*(?:- )?uses: (\S+)(.*)$", re.MULTILINE)


def text_of(name: str) -> str:
    """Return a workflow as it is written."""
    return (FOLDER / name).read_text(encoding="utf-8")


def read(name: str) -> dict[Any, Any]:
    """Return a workflow as a document. YAML reads its key `on` as True."""
    document = importlib.import_module("yaml").safe_load(text_of(name))
    assert isinstance(document, dict)
    return document


def jobs() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every job with its place."""
    for name in NAMES:
        for key, job in read(name)["jobs"].items():
            yield f"{name}: {key}", job


def scripts() -> Iterator[tuple[str, str]]:
    """Yield every script of a step with its place."""
    for place, job in jobs():
        for step in job.get("steps", []):
            if "run" in step:
                yield f"{place}: {step.get('name', step['run'])}", step["run"]


def lint(name: str, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a linter of the group `check`, which lies beside this Python."""
    program = Path(sys.executable).with_name(name + (".exe" if sys.platform == "win32" else ""))
    if not program.exists():
        pytest.skip(f"{name} is not here; dev.py check installs it")
    command = [str(program), *(str(word) for word in words)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_there_are_workflows() -> None:
    assert NAMES == ["release.yml", "tests.yml"]


def test_the_workflows_are_of_the_form_that_github_reads() -> None:
    files = [FOLDER / name for name in NAMES]
    result = lint("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *files)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_job_without_a_machine_is_seen(tmp_path: Path) -> None:
    workflow = tmp_path / "build.yml"
    workflow.write_text("on: push\njobs:\n  a:\n    steps:\n      - run: make\n", encoding="utf-8")
    result = lint("check-jsonschema", "--builtin-schema", "vendor.github-workflows", workflow)
    assert result.returncode != 0


def test_the_security_linter_finds_nothing() -> None:
    result = lint("zizmor", "--offline", "--no-progress", "--no-config", FOLDER)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_script_that_anybody_can_write_into_is_seen(tmp_path: Path) -> None:
    workflow = tmp_path / ".github" / "workflows" / "greet.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(
        "on: issues\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n"
        "      - run: echo ${{ github.event.issue.title }}\n",
        encoding="utf-8",
    )
    result = lint("zizmor", "--offline", "--no-progress", "--no-config", workflow)
    assert result.returncode != 0
    assert "template-injection" in result.stdout


@pytest.mark.parametrize("name", NAMES)
def test_every_action_is_pinned_to_a_commit_and_says_its_version(name: str) -> None:
    used = STEP_RULE.findall(text_of(name))
    assert used
    for action, comment in used:
        if not action.startswith("./"):
            assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", action), action
            assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), action


def test_one_action_has_one_version_everywhere() -> None:
    pairs = {pair for name in NAMES for pair in STEP_RULE.findall(text_of(name))}
    actions = [action.partition("@")[0] for action, _ in pairs]
    assert len(actions) == len(set(actions))


@pytest.mark.parametrize("name", NAMES)
def test_a_workflow_may_do_nothing_and_each_job_says_what_it_needs(name: str) -> None:
    document = read(name)
    assert document["permissions"] == {}
    assert document["concurrency"]["group"]
    for job in document["jobs"].values():
        assert "contents" in job["permissions"]


def test_only_the_release_may_write_and_only_from_a_tag() -> None:
    writing = {place: job for place, job in jobs() if "write" in job["permissions"].values()}
    assert list(writing) == ["release.yml: release"]
    assert writing["release.yml: release"]["if"] == "startsWith(github.ref, 'refs/tags/v')"


def test_every_job_ends_by_itself() -> None:
    assert [place for place, job in jobs() if "uses" not in job and "timeout-minutes" not in job] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_secret_is_within_reach_of_a_pull_request(name: str) -> None:
    events = read(name)[True]
    assert "pull_request_target" not in events
    assert "workflow_run" not in events
    assert not ("pull_request" in events and "secrets." in text_of(name))


def test_secrets_reach_only_the_steps_that_sign() -> None:
    for place, job in jobs():
        assert "secrets." not in str(job.get("env", ""))
        for step in job.get("steps", []):
            if "secrets." in str(step):
                assert step["run"].startswith("packaging/macos/sign_and_notarise.sh "), place
                assert job["environment"] == "signing"


def test_the_tests_come_before_the_packages_on_all_systems_and_pythons() -> None:
    matrix = read("tests.yml")["jobs"]["tests"]["strategy"]["matrix"]
    assert {system.partition("-")[0] for system in matrix["system"]} == {"ubuntu", "windows", "macos"}
    assert matrix["python"] == ["3.11", "3.12", "3.13"]
    release = read("release.yml")["jobs"]
    assert release["tests"]["uses"] == "./.github/workflows/tests.yml"
    assert [release[name]["needs"] for name in ("linux", "windows", "macos")] == ["tests"] * 3


def test_what_is_built_is_started_on_each_system() -> None:
    for name in ("linux", "windows", "macos"):
        steps = read("release.yml")["jobs"][name]["steps"]
        assert any("packaging/dev.py package --smoke" in step.get("run", "") for step in steps), name


def test_nothing_is_released_before_its_packages_were_tried() -> None:
    release = read("release.yml")["jobs"]
    assert set(release["release"]["needs"]) == {"try-linux-packages", "try-windows-installer", "macos"}
    tried = {name: str(release[name]["steps"]) for name in release["release"]["needs"]}
    assert "linux.try_packages build/root dist/*.deb dist/*.tar.xz dist/*.rpm" in tried["try-linux-packages"]
    assert "windows.try_installer" in tried["try-windows-installer"]


def test_the_scripts_that_the_workflows_call_are_there() -> None:
    called = {path for _, script in scripts() for path in re.findall(r"packaging/[\w./-]+", script)}
    modules = {name for _, script in scripts() for name in re.findall(r"python3? -m ([\w.]+)", script)}
    assert called >= {"packaging/dev.py", "packaging/macos/sign_and_notarise.sh"}
    assert modules >= {"linux.appimage", "linux.try_packages", "windows.packages", "windows.try_installer"}
    paths = [*called, *(f"packaging/{name.replace('.', '/')}.py" for name in modules)]
    assert [path for path in paths if not (CHECKOUT / path).is_file()] == []


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not here")
def test_the_steps_have_no_mistake_that_shellcheck_knows() -> None:
    for place, script in scripts():
        command = ["shellcheck", "--shell", "bash", "-"]
        result = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
        assert result.returncode == 0, f"{place}\n{result.stdout}"


@pytest.mark.parametrize("name", NAMES)
def test_a_workflow_names_no_address(name: str) -> None:
    assert "://" not in text_of(name)
