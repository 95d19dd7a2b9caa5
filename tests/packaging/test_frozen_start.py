"""How the frozen program begins: what it gives back, and what it says where no window can be shown."""

from pathlib import Path

import frozen_start

OURS = "/opt/sqs/_internal"


def refuse(path: str) -> None:
    """Stand in for a system without one of X11's libraries."""
    assert path.endswith("platforms/libqxcb.so")
    raise OSError("libxcb-cursor.so.0: cannot open shared object file: No such file or directory")


def test_what_the_program_starts_finds_its_own_libraries() -> None:
    environment = {
        "LD_LIBRARY_PATH": OURS,
        "LD_LIBRARY_PATH_ORIG": "/home/ana/lib",
        "QT_PLUGIN_PATH": f"{OURS}/PySide6/Qt/plugins",
        "QML2_IMPORT_PATH": f"{OURS}/PySide6/Qt/qml",
        "PATH": f"{OURS}:/usr/bin",
    }
    frozen_start.give_back(environment, OURS)
    assert environment == {"LD_LIBRARY_PATH": "/home/ana/lib", "PATH": "/usr/bin"}


def test_a_library_path_that_nobody_set_is_not_there_afterwards() -> None:
    environment = {"LD_LIBRARY_PATH": OURS}
    frozen_start.give_back(environment, OURS)
    assert environment == {}


def test_a_child_of_the_program_sets_up_its_libraries_again() -> None:
    environment = {
        "LD_LIBRARY_PATH": OURS,
        "_PYI_ARCHIVE_FILE": "/opt/sqs/sqs-explorer",
        "_PYI_PARENT_PROCESS_LEVEL": "1",
    }
    frozen_start.give_back(environment, OURS)
    assert environment == {}


def test_only_the_window_needs_a_desktop() -> None:
    assert frozen_start.shows_a_window([])
    assert frozen_start.shows_a_window(["--profile", "work"])
    for words in (["--move-worker"], ["--sandbox-server", "--ready-file", "f"], ["--version"], ["--tour=d"]):
        assert not frozen_start.shows_a_window(words)


def test_no_desktop_session_is_said_in_a_sentence() -> None:
    assert frozen_start.obstacle({}, Path(OURS), lambda _: None) == frozen_start.NO_DESKTOP
    for environment in (
        {"DISPLAY": ":0"},
        {"WAYLAND_DISPLAY": "wayland-0"},
        {"QT_QPA_PLATFORM": "offscreen"},
    ):
        assert frozen_start.obstacle(environment, Path(OURS), lambda _: None) == ""


def test_a_missing_library_is_named() -> None:
    told = frozen_start.obstacle({"DISPLAY": ":0"}, Path(OURS), refuse)
    assert told.startswith("This system has no libxcb-cursor.so.0, which windows need.")
    assert frozen_start.obstacle({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}, Path(OURS), refuse) == ""


def test_another_import_error_is_not_taken_for_a_missing_library() -> None:
    assert frozen_start.missing_library("No module named 'moto.s3'") == ""
