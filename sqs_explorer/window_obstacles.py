"""What stands in the way of a window on Linux, in sentences, because Qt would end the program with an abort.

Only the standard library is imported: that Qt can't be loaded may be the very obstacle.
"""

from __future__ import annotations

import ctypes
import importlib.util
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

NOT_STARTED = 1
WITHOUT_ONE = "or try it without one: sqs-explorer --tour FOLDER"
NO_DESKTOP = (
    "There is no desktop session here, so no window can be shown. Start the program on a desktop, "
    f"{WITHOUT_ONE}"
)
SYSTEM_LIBRARIES = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl"),
    "libGL.so.1": ("libgl1", "libglvnd-glx"),
    "libGLX.so.0": ("libglx0", "libglvnd-glx"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
    "libX11.so.6": ("libx11-6", "libX11"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype"),
    "libgcc_s.so.1": ("libgcc-s1", "libgcc"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libstdc++.so.6": ("libstdc++6", "libstdc++"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libxcb.so.1": ("libxcb1", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libz.so.1": ("zlib1g", "zlib"),
    "libzstd.so.1": ("libzstd1", "libzstd"),
}
"""What Qt needs of the system for a window on X11: the library, Debian's package with it, Fedora's."""

INSTALLERS = {"apt": "sudo apt install", "dnf": "sudo dnf install"}
"""How packages are installed, in the order of the packages' names above."""

SHOWING = (["zenity", "--error", "--no-markup", "--text"], ["kdialog", "--error"], ["xmessage", "-center"])
"""Programs of desktops that show the text that follows in a window of their own."""

SHOWN_WIDTH = 72

_MISSING = re.compile(r"(?P<library>lib[^\s:]+\.so[.\d]*): cannot open shared object file")


def obstacle(environment: Mapping[str, str], load: Callable[[str], Any] = ctypes.CDLL) -> str:
    """Return why Linux can show no window, in a sentence; "" if nothing is known to be in the way.

    `load` opens a shared library by its name or path and raises OSError.
    """
    # With Wayland and X11 Qt has two ways to a window, and one of them is enough.
    if environment.get("QT_QPA_PLATFORM") or environment.get("WAYLAND_DISPLAY"):
        return ""
    display = environment.get("DISPLAY")
    if not display:
        return NO_DESKTOP
    plugin = _plugin_for_x11()
    try:
        if plugin.exists():  # A distribution may keep Qt's plugins elsewhere.
            load(str(plugin))
        return _unreachable(display, load("libxcb.so.1"))
    except OSError as error:
        return missing_libraries(_words_of(error), load)


def missing_libraries(error: str, load: Callable[[str], object] = ctypes.CDLL) -> str:
    """Return what to do about a library that the system has not, and all others; "" for another error."""
    named = _named_in(error)
    if not named:
        return ""
    missing = list(
        dict.fromkeys([*named, *(name for wanted in SYSTEM_LIBRARIES for name in _lacking(load, wanted))])
    )
    packages = [SYSTEM_LIBRARIES[name] for name in missing if name in SYSTEM_LIBRARIES]
    return f"This system lacks {', '.join(missing)}, which the window needs. {_advice(packages)}"


def tell(problem: str, environment: Mapping[str, str]) -> subprocess.Popen[bytes] | None:
    """Say why the program does not start: in the terminal, or if there is none in a window of the desktop's.

    Returns the process that shows that window, for which nobody needs to wait.
    """
    sys.stderr.write(f"{problem}\n")
    sys.stderr.flush()
    if sys.stderr.isatty() or not environment.get("DISPLAY"):
        return None
    for command in SHOWING:
        if program := shutil.which(command[0], path=environment.get("PATH")):
            words = [program, *command[1:], textwrap.fill(problem, SHOWN_WIDTH)]  # xmessage wraps nothing
            return subprocess.Popen(words, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return None


def _plugin_for_x11() -> Path:
    """Return where PySide6 keeps Qt's plugin for X11, without importing it."""
    found = importlib.util.find_spec("PySide6")
    folder = Path(found.origin).parent if found and found.origin else Path()
    return folder / "Qt" / "plugins" / "platforms" / "libqxcb.so"


def _unreachable(display: str, xcb: Any) -> str:
    """Return that an X11 display answers no call, "" if it does; `xcb` is the library libxcb."""
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if not failed:
        return ""
    return (
        f"The display {display} can't be reached, so no window can be shown. Start the program on your own "
        f"desktop, {WITHOUT_ONE}"
    )


def _lacking(load: Callable[[str], object], library: str) -> list[str]:
    """Return what is not there of a library and those that it needs: one name or none."""
    try:
        load(library)
    except OSError as error:
        return _named_in(_words_of(error))
    return []


def _words_of(error: OSError) -> str:
    """Return the linker's words: the ctypes of a frozen program raises an error without them over its own."""
    return str(error.__cause__ or error)


def _named_in(error: str) -> list[str]:
    """Return the library that an error says is not there, in a list; [] for another error."""
    return [found["library"] for found in [_MISSING.search(error)] if found]


def _advice(packages: Iterable[tuple[str, str]]) -> str:
    """Return what installs packages; both ways of saying it where this system's own is not known."""
    columns = list(zip(*packages, strict=True))
    if not columns:
        return "Install the package that holds it."
    lines = {
        tool: f"{command} {' '.join(dict.fromkeys(names))}"
        for (tool, command), names in zip(INSTALLERS.items(), columns, strict=True)
    }
    here = next((tool for tool in lines if shutil.which(tool)), None)
    if here:
        return f"Run this, then start again: {lines[here]}"
    return f"On Debian and Ubuntu: {lines['apt']}. On Fedora: {lines['dnf']}. Then start again."
