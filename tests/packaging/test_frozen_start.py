"""How the frozen program begins: what it gives back to the programs that it starts."""

import frozen_start

OURS = "/opt/sqs/_internal"


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
