"""Windows' installer compiles here over a stand-in for the program, and removes what it installed."""

import ast
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.architecture.sources import CHECKOUT
from windows import packages
from windows.version_resource import version_resource

NAMES = (
    "sqs-explorer.exe",
    "_internal/base_library.zip",
    "_internal/PySide6/Qt6Core.dll",
    "_internal/PySide6/plugins/platforms/qwindows.dll",
    "_internal/resources/größe $HOME.json",
)
needs_makensis = pytest.mark.skipif(
    shutil.which("makensis") is None, reason="makensis (package nsis) is not here"
)


@pytest.fixture
def payload(tmp_path: Path) -> Path:
    """Return a folder that stands in for the built program."""
    folder = tmp_path / "built program"
    for name in NAMES:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, encoding="utf-8")
    return folder


def test_every_file_goes_to_its_place_and_every_one_is_deleted(payload: Path) -> None:
    files = packages.payload_files(payload)
    installed = packages.install_lines(payload, files)
    removed = packages.uninstall_lines(files)
    assert len([line for line in installed if line.startswith("File")]) == len(NAMES)
    assert 'SetOutPath "$INSTDIR\\_internal\\PySide6\\plugins\\platforms"' in installed
    assert 'Delete "$INSTDIR\\_internal\\resources\\größe $$HOME.json"' in removed
    assert len([line for line in removed if line.startswith("Delete")]) == len(NAMES)


def test_folders_are_removed_when_empty_only_and_the_deepest_first(payload: Path) -> None:
    lines = packages.uninstall_lines(packages.payload_files(payload))
    folders = [line.removeprefix("RMDir ") for line in lines if line.startswith("RMDir")]
    assert folders[0] == '"$INSTDIR\\_internal\\PySide6\\plugins\\platforms"'
    assert folders[-1] == '"$INSTDIR\\_internal"'
    assert not any("/r" in line for line in lines)


def test_only_the_settings_are_ever_removed_with_all_that_is_in_them() -> None:
    script = packages.SCRIPT.read_text(encoding="utf-8")
    assert [line.strip() for line in script.splitlines() if "RMDir /r" in line] == ['RMDir /r "${SETTINGS}"']
    assert '!define SETTINGS "$LOCALAPPDATA\\sqs-explorer"' in script


def test_the_side_of_the_last_page_has_the_colour_of_the_icon() -> None:
    icon = (CHECKOUT / "resources" / "app-icon.svg").read_text(encoding="utf-8")
    assert "#{:02X}{:02X}{:02X}".format(*packages.ICON_BLUE) in icon
    assert packages.one_pixel(*packages.ICON_BLUE)[54:57] == bytes(reversed(packages.ICON_BLUE))


def test_no_program_loses_the_files_that_it_opens() -> None:
    script = packages.SCRIPT.read_text(encoding="utf-8")
    lines = [line.split() for line in script.splitlines() if "${JSON_LINES}" in line]
    written = [words[2] for words in lines if words[0] == "WriteRegStr"]
    assert written == ['"${JSON_LINES}\\OpenWithProgids"']
    assert 'DeleteRegKey HKCU "${JSON_LINES}' not in script


def test_no_administrator_is_needed() -> None:
    script = packages.SCRIPT.read_text(encoding="utf-8")
    assert "RequestExecutionLevel user" in script
    assert "HKLM" not in script
    assert "$PROGRAMFILES" not in script


@needs_makensis
@pytest.mark.parametrize("version", ["0.1.0", "0.2.0rc1"])
def test_the_installer_compiles_without_a_warning(payload: Path, tmp_path: Path, version: str) -> None:
    output = tmp_path / "sqs-explorer-setup.exe"
    packages.make_installer(payload, output, version)
    assert output.read_bytes()[:2] == b"MZ"


@needs_makensis
def test_a_script_that_does_not_compile_is_told(
    payload: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "installer.nsi"
    broken.write_text("Section\n  NoSuchInstruction\nSectionEnd\n", encoding="utf-8")
    monkeypatch.setattr(packages, "SCRIPT", broken)
    with pytest.raises(packages.CannotMakeError, match="makensis failed"):
        packages.make_installer(payload, tmp_path / "sqs-explorer-setup.exe", "0.1.0")


def test_without_makensis_a_sentence_says_so(
    payload: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    words = ["installer", "--payload", str(payload), "--folder", str(tmp_path / "out")]
    assert packages.main(words) == 1
    assert capsys.readouterr().err == "makensis is not here. Install NSIS.\n"


def test_a_folder_without_the_program_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["portable", "--payload", str(tmp_path), "--folder", str(tmp_path / "out")]
    assert packages.main(words) == 1
    assert "holds no sqs-explorer.exe" in capsys.readouterr().err


def test_the_portable_zip_keeps_everything_below_one_folder(
    payload: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["portable", "--payload", str(payload), "--folder", str(tmp_path), "--version", "0.2.0"]
    assert packages.main(words) == 0
    made = Path(capsys.readouterr().out.strip())
    assert made.name == "sqs-explorer-0.2.0-windows-x86_64-portable.zip"
    with zipfile.ZipFile(made) as archive:
        names = archive.namelist()
        starter = archive.read("sqs-explorer-0.2.0/sqs-explorer-portable.cmd").decode("ascii")
    assert {name.split("/")[0] for name in names} == {"sqs-explorer-0.2.0"}
    assert {f"sqs-explorer-0.2.0/{name}" for name in NAMES} <= set(names)
    assert '--data-dir "%~dp0data"' in starter
    assert starter.count("\r\n") == starter.count("\n")


@pytest.mark.parametrize(
    ("version", "numbers"), [("0.1.0", (0, 1, 0, 0)), ("1.2", (1, 2, 0, 0)), ("0.2.0rc1", (0, 2, 0, 0))]
)
def test_windows_gets_a_version_of_four_numbers(version: str, numbers: tuple[int, ...]) -> None:
    assert packages.four_numbers(version) == ".".join(str(number) for number in numbers)
    text = version_resource(version)
    assert f"filevers={numbers}" in text
    assert f"StringStruct('ProductVersion', '{version}')" in text


def test_the_version_resource_is_one_expression_of_the_names_that_pyinstaller_knows() -> None:
    tree = ast.parse(version_resource("0.1.0"), mode="eval")
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    expected = {"VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct"}
    assert called == expected | {"VarFileInfo", "VarStruct"}
