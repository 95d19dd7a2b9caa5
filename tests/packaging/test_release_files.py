"""What a release says about itself, and how an AppImage is put together."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import release_notes
from building.places import version
from linux import appimage

WHATS_NEW = "# What is new\n\n## 0.2.0\n\n- Two.\n- Three.\n\n## 0.1.0 \n\n- One.\n"
needs_mksquashfs = pytest.mark.skipif(
    shutil.which("mksquashfs") is None, reason="mksquashfs (package squashfs-tools) is not here"
)
needs_links = pytest.mark.skipif(sys.platform == "win32", reason="an AppImage is made on Linux")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the tree of a package, with stand-ins for the program and its icon."""
    folder = tmp_path / "root"
    for name in (
        "usr/lib/sqs-explorer/sqs-explorer",
        "usr/share/applications/sqs-explorer.desktop",
        "usr/share/icons/hicolor/256x256/apps/sqs-explorer.png",
    ):
        file = folder / name
        file.parent.mkdir(parents=True)
        file.write_text(name, encoding="utf-8")
    return folder


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    """Return what stands in for the part that mounts the rest."""
    file = tmp_path / "runtime"
    file.write_bytes(appimage.ELF + bytes(100))
    return file


@pytest.mark.parametrize(
    ("wanted", "notes"), [("0.2.0", "- Two.\n- Three."), ("0.1.0", "- One."), ("0.3.0", "")]
)
def test_a_version_has_its_own_section(wanted: str, notes: str) -> None:
    assert release_notes.section(WHATS_NEW, wanted) == notes


def test_the_notes_of_this_version_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert release_notes.main([f"v{version()}"]) == 0
    assert capsys.readouterr().out.startswith("- ")


@pytest.mark.parametrize("words", [[], ["v9.9.9"], [version()]])
def test_a_tag_that_names_another_version_is_refused(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert release_notes.main(words) == 1
    assert f"v{version()}" in capsys.readouterr().err


@needs_links
def test_the_appimage_starts_the_program_and_shows_its_icon(root: Path) -> None:
    appimage.add_entry(root)
    assert os.readlink(root / "AppRun") == "usr/lib/sqs-explorer/sqs-explorer"
    assert (root / ".DirIcon").read_text(encoding="utf-8").endswith("sqs-explorer.png")
    assert (root / "sqs-explorer.desktop").is_file()


@needs_links
def test_a_tree_without_the_program_is_refused(root: Path) -> None:
    (root / "usr/lib/sqs-explorer/sqs-explorer").unlink()
    with pytest.raises(appimage.CannotMakeError, match="Build the program first"):
        appimage.add_entry(root)


@needs_links
@needs_mksquashfs
def test_the_tree_lies_behind_the_runtime_in_one_file(root: Path, runtime: Path, tmp_path: Path) -> None:
    appimage.add_entry(root)
    output = tmp_path / "sqs-explorer.AppImage"
    appimage.join(runtime, root, output)
    offset = runtime.stat().st_size
    assert output.read_bytes()[: offset + 4] == runtime.read_bytes() + b"hsqs"
    assert os.access(output, os.X_OK)
    command = ["unsquashfs", "-o", str(offset), "-l", str(output)]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "squashfs-root/AppRun" in listed
    assert not list(tmp_path.glob("*.squashfs"))


def test_what_is_no_program_is_no_runtime(root: Path, tmp_path: Path) -> None:
    page = tmp_path / "runtime"
    page.write_text("<html>", encoding="utf-8")
    with pytest.raises(appimage.CannotMakeError, match="no program of Linux"):
        appimage.join(page, root, tmp_path / "out.AppImage")
