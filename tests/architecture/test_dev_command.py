"""The decisions of packaging/dev.py: what it installs, where it shows the demo, and what it never deletes."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

from tests.architecture.sources import CHECKOUT

DEV = CHECKOUT / "packaging" / "dev.py"


@pytest.fixture(scope="module")
def dev() -> ModuleType:
    """Load the command as a module."""
    spec = importlib.util.spec_from_file_location("dev", DEV)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def venv(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an environment that is not there yet, with made-up locked requirements."""
    locked = tmp_path / "locked"
    locked.mkdir()
    for name in (*dev.SETS, "package", "lock"):
        (locked / f"{name}.txt").write_text(f"made-up-{name}==1\n", encoding="utf-8")
    monkeypatch.setattr(dev, "LOCKED", locked)
    monkeypatch.setenv("SQS_EXPLORER_VENV", str(tmp_path / "venv"))
    return tmp_path / "venv"


class Commands:
    """Stands in for the calls of other programs, and remembers them."""

    def __init__(self, exit_code: int = 0) -> None:
        self.exit_code = exit_code
        self.lines: list[str] = []
        self.environment: Mapping[str, str] = {}

    def __call__(self, command: list[object], environment: Mapping[str, str], *_: object) -> int:
        """Remember the command and the environment; make what `venv` would make."""
        self.environment = environment
        words = [str(word) for word in command]
        self.lines.append(" ".join(words))
        if words[1:3] == ["-m", "venv"]:
            Path(words[3], "pyvenv.cfg").touch()
            python = Path(words[3], "bin", "python")
            python.parent.mkdir(parents=True)
            python.symlink_to(sys.executable)
            # Debian's own Python has no pip of its own that this one would find.
            version = f"python{sys.version_info.major}.{sys.version_info.minor}"
            pip = Path(words[3], "lib", version, "site-packages", "pip.py")
            pip.parent.mkdir(parents=True)
            pip.touch()
        return self.exit_code


@pytest.fixture
def commands(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Replace the running of programs."""
    stand_in = Commands()
    monkeypatch.setattr(dev, "call", stand_in)
    monkeypatch.setattr(dev, "run_quietly", stand_in)
    return stand_in


def test_it_needs_the_standard_library_only() -> None:
    code = "import sys, runpy; runpy.run_path(sys.argv[1]); print(*sys.modules)"
    command = [sys.executable, "-I", "-S", "-c", code, str(DEV)]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert {name.split(".")[0] for name in loaded} <= {*sys.stdlib_module_names, "__main__"}


def test_it_names_its_tasks_when_asked_for_none(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main([]) == 2
    assert dev.main(["--help"]) == 0
    assert dev.main(["dance"]) == 2
    listed = capsys.readouterr().err
    tasks = ("run", "demo", "test", "check", "bench", "package", "lock")
    assert all(f"  {task} " in listed for task in tasks)


def test_a_missing_library_is_named_by_its_package_on_each_system(dev: ModuleType) -> None:
    missing = {"libEGL.so.1": dev.QT_LIBRARIES["libEGL.so.1"], "libGL.so.1": dev.QT_LIBRARIES["libGL.so.1"]}
    assert dev.packages_for(missing, "apt-get") == ["libegl1", "libgl1"]
    assert dev.packages_for(missing, "dnf") == ["libglvnd-egl", "libglvnd-glx"]
    assert dev.packages_for(missing, None) == ["libegl1", "libgl1"]


def test_only_linux_needs_libraries_and_more_with_an_x11_display(dev: ModuleType) -> None:
    assert dev.wanted_libraries({"DISPLAY": ":0"}, "darwin") == {}
    assert dev.wanted_libraries({"DISPLAY": ":0"}, "win32") == {}
    assert "libxcb-cursor.so.0" not in dev.wanted_libraries({}, "linux")
    assert {"libEGL.so.1", "libxcb-cursor.so.0"} <= dev.wanted_libraries({"DISPLAY": ":0"}, "linux").keys()


def test_a_library_that_is_not_there_is_noticed(dev: ModuleType) -> None:
    assert not dev.can_load("libno-such-thing.so.1")


def test_root_gets_the_packages_installed(
    dev: ModuleType, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "system_installer", lambda: "apt-get")
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0, raising=False)
    dev.install_system_packages(["libegl1"], "Qt needs it.")
    assert commands.lines == ["apt-get update", "apt-get install -y --no-install-recommends libegl1"]


@pytest.mark.parametrize(
    ("installer", "line"),
    [
        ("apt-get", "sudo apt-get update && sudo apt-get install -y --no-install-recommends libegl1"),
        ("dnf", "sudo dnf install -y libegl1"),
        (None, "with your system's tool: libegl1"),
    ],
)
def test_others_get_the_exact_command(
    dev: ModuleType, commands: Commands, monkeypatch: pytest.MonkeyPatch, installer: str | None, line: str
) -> None:
    monkeypatch.setattr(dev, "system_installer", lambda: installer)
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(dev.CannotGoOnError) as told:
        dev.install_system_packages(["libegl1"], "Qt needs it.")
    assert line in str(told.value)
    assert commands.lines == []


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_a_display_is_recognised(
    dev: ModuleType, environment: dict[str, str], platform: str, expected: bool
) -> None:
    assert dev.has_display(environment, platform) is expected


def test_the_demo_takes_pictures_where_nobody_sees_a_window(dev: ModuleType) -> None:
    assert dev.tour_folder([], display=True) is None
    assert dev.tour_folder([], display=False) == CHECKOUT / "build" / "tour"
    assert dev.tour_folder(["--data-dir", "d", "--tour", "pictures"], display=True) == Path("pictures")
    assert dev.tour_folder(["--tour=pictures"], display=False) == Path("pictures")


def test_the_first_start_makes_and_fills_the_environment(
    dev: ModuleType, commands: Commands, venv: Path
) -> None:
    assert dev.ensure_venv("run") == venv
    made, installed = commands.lines
    assert made.endswith(f"-m venv {venv}")
    assert "--require-hashes" in installed
    assert installed.endswith("run.txt")
    assert not (venv / dev.UNFINISHED_NAME).exists()


def test_a_second_start_installs_nothing(dev: ModuleType, commands: Commands, venv: Path) -> None:
    dev.ensure_venv("check")
    commands.lines.clear()
    for name in dev.SETS:
        dev.ensure_venv(name)
    assert commands.lines == []


def test_changed_requirements_are_installed_again(dev: ModuleType, commands: Commands, venv: Path) -> None:
    dev.ensure_venv("run")
    (dev.LOCKED / "run.txt").write_text("made-up-run==2\n", encoding="utf-8")
    commands.lines.clear()
    dev.ensure_venv("run")
    assert [line.split()[-1] for line in commands.lines] == [str(dev.LOCKED / "run.txt")]


def test_a_larger_set_is_installed_over_a_smaller_one(
    dev: ModuleType, commands: Commands, venv: Path
) -> None:
    dev.ensure_venv("run")
    commands.lines.clear()
    dev.ensure_venv("check")
    assert [line.split()[-1] for line in commands.lines] == [str(dev.LOCKED / "check.txt")]


def test_an_interrupted_installation_is_made_anew(
    dev: ModuleType, commands: Commands, venv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dev.ensure_venv("run")
    (venv / "leftover").touch()
    (dev.LOCKED / "run.txt").write_text("made-up-run==2\n", encoding="utf-8")
    commands.exit_code = 1
    with pytest.raises(dev.CannotGoOnError, match="requirements failed"):
        dev.ensure_venv("run")
    commands.exit_code = 0
    dev.ensure_venv("run")
    assert not (venv / "leftover").exists()
    assert dev.works(venv)


def test_a_vanished_python_is_replaced(dev: ModuleType, commands: Commands, venv: Path) -> None:
    dev.ensure_venv("run")
    (venv / "bin" / "python").unlink()
    commands.lines.clear()
    dev.ensure_venv("run")
    assert len(commands.lines) == 2


def test_a_folder_that_is_no_environment_is_left_alone(
    dev: ModuleType, commands: Commands, venv: Path
) -> None:
    venv.mkdir()
    (venv / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(dev.CannotGoOnError, match="no virtual environment"):
        dev.ensure_venv("run")
    assert (venv / "letter.txt").read_text(encoding="utf-8") == "mine"


def test_an_unreadable_stamp_means_nothing_is_installed(dev: ModuleType, venv: Path) -> None:
    venv.mkdir()
    (venv / dev.STAMP_NAME).write_text("{ half", encoding="utf-8")
    assert dev.read_stamp(venv) == {}


def test_settings_that_lead_pip_elsewhere_are_dropped(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "wheels")
    monkeypatch.setenv("PYTHONPATH", "mine")
    environment = dev.child_environment()
    assert "PIP_USER" not in environment
    assert environment["PIP_FIND_LINKS"] == "wheels"
    assert environment["PYTHONPATH"].split(dev.os.pathsep) == [str(CHECKOUT), "mine"]


def test_check_goes_on_after_a_failure_and_fails(
    dev: ModuleType, commands: Commands, venv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dev.ensure_venv("check")
    commands.exit_code = 1
    assert dev.main(["check", "--skip", "tests"]) == 1
    assert "Failed: format, lint, types, imports" in capsys.readouterr().err
    commands.exit_code = 0
    assert dev.main(["check", "--skip", "tests"]) == 0


def test_tests_run_without_a_display_and_pass_their_arguments_on(
    dev: ModuleType, commands: Commands, venv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "ensure_libraries", lambda: None)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    dev.ensure_venv("test")
    commands.lines.clear()
    monkeypatch.setattr(dev, "system_installer", lambda: "apt-get")
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0)
    assert dev.main(["test", "tests/domain", "-q"]) == 0
    assert commands.environment["QT_QPA_PLATFORM"] == "offscreen"
    assert commands.environment["PYTHONDONTWRITEBYTECODE"] == "", "empty is Python's word for no"
    run = f"{venv / 'bin' / 'python'} -m pytest tests/domain -q"
    installing = "apt-get install -y --no-install-recommends dbus-daemon gnome-keyring"
    assert commands.lines == ["apt-get update", installing, run]
    commands.lines.clear()
    assert dev.main(["test"]) == 0
    at_once = f"-n {max(4, os.cpu_count() or 1)} --maxschedchunk=16"
    assert commands.lines == [f"{venv / 'bin' / 'python'} -m pytest {at_once}"]
