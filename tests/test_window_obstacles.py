"""What a person reads where Linux can show no window: a sentence, and never Qt's abort or a traceback."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import dev
from building.system_libraries import DEBIAN_PACKAGES
from sqs_explorer.window_obstacles import NO_DESKTOP, SYSTEM_LIBRARIES, obstacle, tell
from tests.architecture.sources import CHECKOUT

ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems bring all along")
WITHOUT_EGL = """
import importlib.abc, sys
error = sys.argv.pop()

class Refusing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "PySide6.QtGui":
            raise ImportError(error)

sys.meta_path.insert(0, Refusing())
from sqs_explorer.__main__ import main
sys.exit(main())
"""
NOT_FOUND = "cannot open shared object file: No such file or directory"


def lacking(*libraries: str, dead: bool = False) -> Callable[[str], Any]:
    """Stand in for a system without these libraries, and with a display that answers unless it is dead."""

    def load(name: str) -> Any:
        if libraries and (name.endswith("libqxcb.so") or name in libraries):
            raise OSError(f"{name if name in libraries else libraries[0]}: {NOT_FOUND}")
        return SimpleNamespace(
            xcb_connect=lambda display, _: None,
            xcb_connection_has_error=lambda _: int(dead),
            xcb_disconnect=lambda _: None,
        )

    return load


def start(code: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program where nothing of this desktop is known."""
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), **environment}
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, env=kept, capture_output=True, text=True, check=False)


@ON_LINUX
def test_without_a_desktop_session_the_program_says_so_and_ends(tmp_path: Path) -> None:
    result = start(
        "import sqs_explorer.__main__ as m; raise SystemExit(m.main())", "--data-dir", str(tmp_path)
    )
    assert (result.returncode, result.stderr, result.stdout) == (1, NO_DESKTOP + "\n", "")


@ON_LINUX
def test_a_missing_library_is_a_sentence_also_where_no_window_is_asked_for(tmp_path: Path) -> None:
    result = start(WITHOUT_EGL, "--tour", str(tmp_path), f"libEGL.so.1: {NOT_FOUND}")
    assert result.returncode == 1
    assert result.stderr.startswith("This system lacks libEGL.so.1")
    assert "libegl1" in result.stderr or "libglvnd-egl" in result.stderr
    assert "Traceback" not in result.stderr


@ON_LINUX
def test_another_import_error_stays_one(tmp_path: Path) -> None:
    result = start(WITHOUT_EGL, "--tour", str(tmp_path), "No module named 'moto.s3'")
    assert "ImportError: No module named 'moto.s3'" in result.stderr


@pytest.mark.parametrize(
    "environment",
    [{"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}, {"QT_QPA_PLATFORM": "offscreen"}],
)
def test_a_desktop_of_any_kind_is_no_obstacle(environment: dict[str, str]) -> None:
    assert obstacle(environment, lacking()) == ""


def test_a_display_that_does_not_answer_is_named() -> None:
    told = obstacle({"DISPLAY": ":77"}, lacking(dead=True))
    assert told.startswith("The display :77 can't be reached, so no window can be shown.")


def test_all_missing_libraries_are_named_with_what_installs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    load = lacking("libxcb-cursor.so.0", "libxkbcommon.so.0")
    monkeypatch.setattr(
        "sqs_explorer.window_obstacles.shutil.which", lambda tool: tool if tool == "dnf" else None
    )
    told = obstacle({"DISPLAY": ":0"}, load)
    assert told.startswith("This system lacks libxcb-cursor.so.0, libxkbcommon.so.0, which the window needs.")
    assert "sudo dnf install xcb-util-cursor libxkbcommon" in told
    monkeypatch.setattr("sqs_explorer.window_obstacles.shutil.which", lambda tool: None)
    told = obstacle({"DISPLAY": ":0"}, load)
    assert "sudo apt install libxcb-cursor0 libxkbcommon0" in told
    assert "sudo dnf install xcb-util-cursor libxkbcommon" in told


def test_the_frozen_programs_own_error_hides_no_library() -> None:
    def load(name: str) -> Any:
        try:
            return lacking("libX11.so.6")(name)
        except OSError as error:
            raise OSError(f"Failed to load dynlib/dll {name!r}.") from error

    assert obstacle({"DISPLAY": ":0"}, load).startswith(
        "This system lacks libX11.so.6, which the window needs."
    )


def test_what_only_lacks_another_library_is_not_named() -> None:
    def load(name: str) -> Any:
        return lacking("libxcb.so.1")("libxcb.so.1" if name.startswith("libX11") else name)

    assert obstacle({"DISPLAY": ":0"}, load).startswith(
        "This system lacks libxcb.so.1, which the window needs."
    )


@ON_LINUX
def test_who_started_it_from_the_menu_reads_it_in_a_window(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zenity = tmp_path / "zenity"
    zenity.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/shown"\n', encoding="utf-8")
    zenity.chmod(0o755)
    shown = tell("It can't.", {"DISPLAY": ":0", "PATH": str(tmp_path)})
    assert shown is not None
    assert shown.wait(10) == 0
    assert (tmp_path / "shown").read_text(encoding="utf-8").splitlines()[-1] == "It can't."
    assert tell("It can't.", {"PATH": str(tmp_path)}) is None
    assert capsys.readouterr().err == "It can't.\n" * 2


def test_one_library_has_one_package_wherever_it_is_named() -> None:
    asked = {**dev.QT_LIBRARIES, **dev.X11_LIBRARIES}
    assert {library: SYSTEM_LIBRARIES[library] for library in asked} == asked
    assert SYSTEM_LIBRARIES.keys() <= DEBIAN_PACKAGES.keys()
