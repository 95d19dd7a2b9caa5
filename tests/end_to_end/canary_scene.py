"""Profiles of every kind with marked secrets, all of one server that stands before the sandbox."""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.aws.credentials.scene import role_reply
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.canary import Marks
from tests.fakes.raw_http_server import RawHttpServer, identity_reply, json_reply

START_URL = "https://company.example/start"
WORKING = ("orders", "company", "vault", "support")
COMMANDS = ("vault", "rubbish", "hung")
ACCOUNT = "111122223333"


class CanaryScene:
    """Writes the AWS files and the token, and knows which files are the test's own."""

    def __init__(self, marks: Marks, aws: AwsSettings, raw: RawHttpServer, folder: Path) -> None:
        self.marks, self.raw = marks, raw
        self.folders = (folder, Path(os.environ["HOME"]))
        self.own_files: set[Path] = {aws.config_path, aws.credentials_path}
        self._aws, self._folder = aws, folder
        self._answer_sign_ins()
        self._write_token()
        self._write_profiles()

    def leaks_in_files(self) -> dict[str, list[str]]:
        """Return which marks are in files that are not the test's own, by path."""
        found: dict[str, list[str]] = {}
        for folder in self.folders:
            found |= self.marks.found_below(folder, but=self.own_files)
        return found

    def _answer_sign_ins(self) -> None:
        self.raw.reply("GetCallerIdentity", identity_reply(ACCOUNT))
        role, secret = role_reply("ASIAROLEOFSUPPORT000"), self.marks.new("role's secret").encode()
        body = role.body.replace(b"<SecretAccessKey>s<", b"<SecretAccessKey>" + secret + b"<")
        assert secret in body
        self.raw.reply("AssumeRole", replace(role, body=body))
        keys = {
            "accessKeyId": "ASIACOMPANY000000000",
            "secretAccessKey": self.marks.new("SSO's secret"),
            "sessionToken": self.marks.new("SSO's session token"),
            "expiration": int((datetime.now(UTC) + timedelta(hours=1)).timestamp() * 1000),
        }
        self.raw.reply("GetRoleCredentials", json_reply({"roleCredentials": keys}))
        os.environ["AWS_ACCESS_KEY_ID"] = "AKIAENVIRONMENT00000"
        os.environ["AWS_SECRET_ACCESS_KEY"] = self.marks.new("environment's secret")
        os.environ["AWS_SESSION_TOKEN"] = self.marks.new("environment's session token")
        os.environ["AWS_ENDPOINT_URL_SSO"] = self.raw.url

    def _write_token(self) -> None:
        """Write an SSO token as the AWS CLI does."""
        path = Path(os.environ["HOME"], ".aws", "sso", "cache", f"{_sha1('company')}.json")
        path.parent.mkdir(parents=True)
        until = (datetime.now(UTC) + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M:%SZ")
        token = {
            "startUrl": START_URL,
            "region": "eu-west-1",
            "accessToken": self.marks.new("SSO token"),
            "expiresAt": until,
        }
        path.write_text(json.dumps(token), encoding="utf-8")
        self.own_files.add(path)

    def _write_profiles(self) -> None:
        def profile(name: str, more: str = "") -> str:
            return f"[profile {name}]\nregion = eu-west-1\nendpoint_url = {self.raw.url}\n{more}"

        sso = "sso_session = company\nsso_account_id = 111122223333\nsso_role_name = Support\n"
        role = (
            f"role_arn = arn:aws:iam::{ACCOUNT}:role/Support\nsource_profile = orders\n"
            f"mfa_serial = arn:aws:iam::{ACCOUNT}:mfa/alice\n"
        )
        session = f"[sso-session company]\nsso_start_url = {START_URL}\nsso_region = eu-west-1\n"
        parts = [profile("orders"), profile("company", sso), profile("support", role), session]
        parts += [profile(name, f"credential_process = {self._command(name)}\n") for name in COMMANDS]
        secret, token = self.marks.new("secret access key"), self.marks.new("session token")
        keys = (
            f"[orders]\naws_access_key_id = AKIAORDERS0000000000\naws_secret_access_key = {secret}\n"
            f"aws_session_token = {token}\n"
        )
        self._aws.write("\n".join(parts), keys)

    def _command(self, name: str) -> str:
        """Return a command line whose program prints marks, and holds them where the program can't look."""
        out = {"Version": 1, "AccessKeyId": "AKIAVAULT00000000000"}
        out |= {"SecretAccessKey": self.marks.new(f"secret of {name}")}
        out |= {"SessionToken": self.marks.new(f"session token of {name}")}
        printed = json.dumps(out) if name == "vault" else f"{self.marks.new(f'stdout of {name}')}\n"
        lines = [
            "import sys, time",
            f"print({printed!r}, flush=True)",
            f"print({self.marks.new(f'stderr of {name}')!r}, file=sys.stderr, flush=True)",
            "time.sleep(600)" if name == "hung" else f"sys.exit({int(name == 'rubbish')})",
        ]
        script = self._folder / f"{name}.py"
        script.write_text("\n".join(lines), encoding="utf-8")
        self.own_files.add(script)
        return f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}"


def _sha1(name: str) -> str:
    return hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()
