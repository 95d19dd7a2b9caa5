"""IAM Identity Center for a program under test: the variables that lead to it, its files, and a browser."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from sqs_explorer.views.signing_in.expired_strip import ExpiredStrip
from tests.aws.sso.signing_in_scene import START_URL, TestBrowser
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.person import Person
from tests.fakes.sso_server import SsoServer

ACCOUNT = "123456789012"
KEY_ID = f"ASIA{ACCOUNT}"
"""The access key ID that the portal gives for a role in this account."""
_SSO = f"sso_start_url = {START_URL}\nsso_region = eu-west-1\n"
_ROLE = f"sso_account_id = {ACCOUNT}\nsso_role_name = Support\nregion = eu-west-1\n"


class IdentityCenter:
    """Profiles `company` and `company-2` rest on one sso_session, `legacy` is of the older form."""

    def __init__(self, aws: AwsSettings, sso: SsoServer, browser: TestBrowser, home: Path) -> None:
        self.aws = aws
        self.sso = sso
        self.browser = browser
        self._folder = home / ".aws" / "sso" / "cache"
        aws.variable("AWS_ENDPOINT_URL_SSO_OIDC", sso.url)
        aws.variable("AWS_ENDPOINT_URL_SSO", sso.url)

    def write_profiles(self, endpoint_url: str) -> None:
        """Write the profiles, all of one server."""
        server = f"endpoint_url = {endpoint_url}\n"
        self.aws.write(
            f"[sso-session corp]\n{_SSO}sso_registration_scopes = sso:account:access\n"
            f"[profile company]\nsso_session = corp\n{_ROLE}{server}"
            f"[profile company-2]\nsso_session = corp\n{_ROLE}{server}"
            f"[profile legacy]\n{_SSO}{_ROLE}{server}"
        )

    def token_path(self, name: str = "corp") -> Path:
        """Return where the AWS CLI looks for a token."""
        return self._folder / f"{hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()}.json"

    def token(self, name: str = "corp") -> dict[str, Any]:
        """Return what the token's file holds."""
        content: dict[str, Any] = json.loads(self.token_path(name).read_text(encoding="utf-8"))
        return content

    def write_token(self, name: str = "corp", expires_at: str = "2999-01-01T00:00:00Z") -> None:
        """Sign in on the command line: write a token that the portal knows."""
        self.token_path(name).parent.mkdir(parents=True, exist_ok=True)
        self.sso.access_tokens.add("secret-token-of-the-cli")
        content = {
            "startUrl": START_URL,
            "region": "eu-west-1",
            "accessToken": "secret-token-of-the-cli",
            "expiresAt": expires_at,
        }
        self.token_path(name).write_text(json.dumps(content), encoding="utf-8")

    def everything_kept(self, folder: Path) -> str:
        """Return the text of every file below a folder."""
        files = [path for path in folder.rglob("*") if path.is_file()]
        return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in files)


def mode_of(path: Path) -> int:
    """Return who may read a file, as the file system says it."""
    return os.stat(path).st_mode & 0o777


def press_in_the_strip(person: Person) -> None:
    """Press Sign in again over the pages; the header has such a button, too."""
    strip = person.window.findChild(ExpiredStrip)
    assert isinstance(strip, ExpiredStrip)
    assert strip.isVisible()
    strip.sign_in.click()


async def sign_in_in_the_browser(person: Person) -> None:
    """Go through the dialog that the strip opens."""
    press_in_the_strip(person)
    await person.until(QApplication.activeModalWidget, "the dialog")
    await person.press_soon("Open the browser")
    await person.until(lambda: QApplication.activeModalWidget() is None, "the end of the sign-in")
