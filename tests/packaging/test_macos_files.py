"""What macOS reads about the program, and the script that signs it, as far as that can be tried elsewhere."""

import os
import plistlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from macos import disk_image
from macos.bundle_values import bundle_values
from sqs_explorer.domain.filed_messages import FileFormat

FOLDER = Path(disk_image.__file__).parent
SCRIPT = FOLDER / "sign_and_notarise.sh"
SECRETS = (
    "MACOS_CERTIFICATE",
    "MACOS_CERTIFICATE_PASSWORD",
    "MACOS_NOTARY_KEY",
    "MACOS_NOTARY_KEY_ID",
    "MACOS_NOTARY_ISSUER",
)
needs_bash = pytest.mark.skipif(
    sys.platform == "win32" or not shutil.which("bash"), reason="bash is not here"
)


def sign(target: Path, **secrets: str) -> subprocess.CompletedProcess[str]:
    """Run the script with these secrets and no others."""
    environment = {name: value for name, value in os.environ.items() if name not in SECRETS}
    command = ["bash", str(SCRIPT), str(target)]
    return subprocess.run(
        command, env={**environment, **secrets}, capture_output=True, text=True, check=False
    )


def test_the_bundle_says_who_it_is_and_follows_the_dark_mode() -> None:
    values = plistlib.loads((FOLDER / "Info.plist").read_bytes())
    assert values["CFBundleIdentifier"] == "invalid.sqs-explorer.sqs-explorer"
    assert values["CFBundleName"] == values["CFBundleDisplayName"] == "SQS Explorer"
    assert values["LSMinimumSystemVersion"] == "13.0"
    assert values["NSRequiresAquaSystemAppearance"] is False
    assert not {"CFBundleShortVersionString", "CFBundleVersion"} & values.keys()


def test_the_bundle_has_a_version_of_numbers() -> None:
    values = bundle_values("0.2.0rc1")
    assert values["CFBundleVersion"] == "0.2.0"
    assert values["CFBundleName"] == "SQS Explorer"
    assert "info_plist=values" in (FOLDER.parent / "sqs-explorer.spec").read_text(encoding="utf-8")


def test_exports_can_be_opened_and_no_other_program_loses_its_files() -> None:
    (offered,) = plistlib.loads((FOLDER / "Info.plist").read_bytes())["CFBundleDocumentTypes"]
    assert offered["CFBundleTypeExtensions"] == [FileFormat.JSON_LINES.suffix.removeprefix(".")]
    assert offered["LSHandlerRank"] == "Alternate"


def test_one_entitlement_is_asked_for_and_no_comment_is_in_its_way() -> None:
    text = (FOLDER / "entitlements.plist").read_bytes()
    assert plistlib.loads(text) == {"com.apple.security.cs.allow-unsigned-executable-memory": True}
    assert b"<!--" not in text


def test_the_disk_image_holds_the_program_and_the_folder_to_drag_it_to(tmp_path: Path) -> None:
    app = tmp_path / "SQS Explorer.app"
    icon = app / "Contents" / "Resources" / "sqs-explorer.icns"
    icon.parent.mkdir(parents=True)
    assert disk_image.image_settings(app)["icon"] is None
    icon.touch()
    settings = disk_image.image_settings(app)
    assert settings["files"] == [str(app)]
    assert settings["symlinks"] == {"Applications": "/Applications"}
    assert settings["icon"] == str(icon)


def test_what_is_no_bundle_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert disk_image.main([str(tmp_path), str(tmp_path / "out.dmg")]) == 1
    assert "is no bundle" in capsys.readouterr().err


@needs_bash
def test_without_secrets_it_says_plainly_that_nothing_is_signed(tmp_path: Path) -> None:
    result = sign(tmp_path / "SQS Explorer.app")
    assert result.returncode == 0
    assert result.stdout.startswith("unsigned: ")


@needs_bash
def test_empty_secrets_are_none(tmp_path: Path) -> None:
    assert sign(tmp_path / "SQS Explorer.app", **dict.fromkeys(SECRETS, "")).stdout.startswith("unsigned: ")


@needs_bash
def test_a_secret_that_is_missing_among_others_is_an_error(tmp_path: Path) -> None:
    result = sign(tmp_path / "SQS Explorer.app", **dict.fromkeys(SECRETS[:-1], "made up"))
    assert result.returncode == 1
    assert result.stderr == "Not signed: these secrets are missing: MACOS_NOTARY_ISSUER\n"


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not here")
def test_the_script_has_no_mistake_that_shellcheck_knows() -> None:
    result = subprocess.run(["shellcheck", str(SCRIPT)], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such bit")
def test_the_script_can_be_started() -> None:
    assert os.access(SCRIPT, os.X_OK)
