"""Writes the AWS files that a test's program reads, and the variables that lead to them."""

from __future__ import annotations

import os
from pathlib import Path

KEYS = "aws_access_key_id = AKIATESTTESTTESTTEST\naws_secret_access_key = nobody checks\n"


class AwsSettings:
    """The two files of one test; variables last until the test's own guard restores them."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.config_path = folder / "config"
        self.credentials_path = folder / "credentials"
        os.environ["AWS_CONFIG_FILE"] = str(self.config_path)
        os.environ["AWS_SHARED_CREDENTIALS_FILE"] = str(self.credentials_path)

    def write(self, config: str, credentials: str = "") -> None:
        """Write both files."""
        self.config_path.write_text(config, encoding="utf-8")
        self.credentials_path.write_text(credentials, encoding="utf-8")

    def profiles(self, endpoint_url: str, *names: str, region: str = "eu-west-1") -> None:
        """Write profiles with keys of their own, all of one server."""
        config = (f"[profile {name}]\nregion = {region}\nendpoint_url = {endpoint_url}\n" for name in names)
        self.write("\n".join(config), "\n".join(f"[{name}]\n{KEYS}" for name in names))

    def variable(self, name: str, value: str) -> None:
        """Set a variable of the program's environment."""
        os.environ[name] = value
