"""What the frozen program holds: by the path inside its folder, in the words of each system."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

BOTOCORE_SERVICES = frozenset(
    {"account", "cloudwatch", "ec2", "iam", "signin", "sqs", "sso", "sso-oidc", "sts"}
)
"""cloudwatch: the embedded SQS answers for it. signin: `aws login`."""

BOTOCORE_RULES_ONLY = frozenset({"ec2"})
"""Of these only the rules for endpoints: aws/small_models.py describes the one operation that is called."""

_BOTOCORE_FILES = frozenset(
    {"service-2", "service-2.sdk-extras", "endpoint-rule-set-1", "paginators-1", "waiters-2"}
)

MOTO_PARTS = frozenset(
    {
        "backend_index",
        "backends",
        "cloudwatch",
        "core",
        "iam",
        "moto_api",
        "settings",
        "sqs",
        "sts",
        "utilities",
    }
    | {"events", "s3"}  # moto checks who calls by modules that import these
)
"""What the embedded SQS is made from; `moto.backends` would draw in all the others for its annotations."""

HIDDEN_IMPORTS = (
    "keyring.backends.SecretService",
    "keyring.backends.Windows",
    "keyring.backends.chainer",
    "keyring.backends.fail",
    "keyring.backends.kwallet",
    "keyring.backends.libsecret",
    "keyring.backends.macOS",
    "keyring.backends.null",
    "moto.backends",
    "moto.sqs",
)
"""Found by name at run time, where no import shows them."""

EXCLUDED_MODULES = (
    # `unittest` stays: moto needs its mocks.
    *(
        "_pytest",
        "doctest",
        "ensurepip",
        "idlelib",
        "lib2to3",
        "pydoc",
        "pydoc_data",
        "tkinter",
        "turtledemo",
        "venv",
    ),
    *("_curses", "_curses_panel", "_uuid", "curses", "readline", "rlcompleter"),
    *("IPython", "hypothesis", "mypy", "numpy", "pip", "pkg_resources", "pycparser", "pytest", "setuptools"),
    *("PySide6.QtNetwork", "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtPrintSupport"),
    *("PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtQuickWidgets", "PySide6.QtSql", "PySide6.QtTest"),
    *("PySide6.scripts", "keyring.devpi_client", "keyring.testing"),
)
"""What nothing here asks for, and what only a developer's environment has."""

QT_PLUGINS: dict[str, frozenset[str]] = {
    "iconengines": frozenset({"svgicon"}),
    "imageformats": frozenset({"svg"}),
    "platforminputcontexts": frozenset(
        {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"}
    ),
    "platforms": frozenset({"cocoa", "offscreen", "wayland", "windows", "xcb"}),
    "platformthemes": frozenset({"xdgdesktopportal"}),
    "styles": frozenset({"macstyle", "modernwindowsstyle"}),
    "wayland-decoration-client": frozenset({"adwaita", "bradient"}),
    "wayland-shell-integration": frozenset({"xdg-shell"}),
}
"""The plugins kept, by their folder; PNG is in Qt itself. The GTK theme would draw in the whole of GTK."""


LINUX_LIBRARIES = (
    "libbz2",
    "libcrypto",
    "libffi",
    "liblzma",
    "libsqlite3",
    "libssl",
    "libxcb-cursor",
    "libxcb-icccm",
    "libxcb-image",
    "libxcb-keysyms",
    "libxcb-render-util",
    "libxcb-util",
    "libxkbcommon-x11",
)
"""Of the build system's own libraries those that are brought along: Python's, and what a desktop may lack.

All others are a desktop's own business (fonts, D-Bus, X11), and the packages declare them.
"""


def is_brought_along(library: str, of_python: bool, platform: str) -> bool:
    """Tell whether a shared library is put into the folder; `of_python` if it came with Python's packages."""
    if of_python or not platform.startswith("linux"):
        return True
    name = library.split(".so", maxsplit=1)[0]
    return name in LINUX_LIBRARIES or name.startswith("libpython")


def excluded_moto(parts: Iterable[str]) -> list[str]:
    """Return the modules of moto to leave out, of all those that it has."""
    return sorted(f"moto.{part}" for part in parts if part not in MOTO_PARTS and not part.startswith("_"))


def is_wanted(path: str) -> bool:
    """Tell whether a file belongs into the program's folder; `path` as PyInstaller names it there."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    if parts[:2] == ("botocore", "data"):
        return _is_wanted_description(parts[2:])
    if parts[0] == "botocore":
        return parts[1] == "cacert.pem"
    if parts[0] == "boto3":
        return False  # its descriptions of resources: the program calls botocore's clients
    if "plugins" in parts and parts[0] == "PySide6":
        return _is_wanted_plugin(parts[parts.index("plugins") + 1 :])
    return not (parts[0] == "PySide6" and ("translations" in parts or "qml" in parts or "resources" in parts))


def _is_wanted_description(parts: tuple[str, ...]) -> bool:
    """Tell whether one of botocore's descriptions is used; `parts` below its folder `data`."""
    if len(parts) == 1:
        return parts[0].endswith(".json")
    kind = parts[-1].removesuffix(".gz").removesuffix(".json")
    if parts[0] not in BOTOCORE_SERVICES or kind not in _BOTOCORE_FILES:
        return False
    return parts[0] not in BOTOCORE_RULES_ONLY or kind == "endpoint-rule-set-1"


def _is_wanted_plugin(parts: tuple[str, ...]) -> bool:
    """Tell whether a plugin of Qt is used; `parts` below the folder `plugins`."""
    if len(parts) != 2:
        return False
    name = re.sub(r"^(lib)?q", "", parts[1].split(".")[0])
    name = name if name in QT_PLUGINS.get(parts[0], ()) else parts[1].split(".")[0].removeprefix("lib")
    return name in QT_PLUGINS.get(parts[0], ())
