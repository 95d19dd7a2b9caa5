"""The AWS config and credentials files of the sandbox: only the demo reads them, never the person's own."""

from __future__ import annotations

from pathlib import Path

from sqs_explorer.sandbox.endpoint import SandboxEndpoint

DEMO_PROFILE = "demo"
WAREHOUSE_PROFILE = "demo-warehouse"
DEMO_ACCOUNT = "000000000000"
WAREHOUSE_ACCOUNT = "111111111111"
DEMO_REGION = "eu-west-1"

_CONFIG = """\
[profile {demo}]
region = {region}
endpoint_url = {endpoint_url}

[profile {warehouse}]
role_arn = arn:aws:iam::{warehouse_account}:role/warehouse
role_session_name = order-demo
source_profile = {demo}
region = {region}
endpoint_url = {endpoint_url}
"""

_CREDENTIALS = """\
[{demo}]
aws_access_key_id = AKIADEMO000000000000
aws_secret_access_key = the-sandbox-checks-no-signature
"""


def write_aws_files(folder: Path, endpoint_url: str) -> SandboxEndpoint:
    """Write both files into `folder`: a profile with keys, and a role of another account on top of it."""
    config_file = folder / "aws-config"
    credentials_file = folder / "aws-credentials"
    names = {"demo": DEMO_PROFILE, "warehouse": WAREHOUSE_PROFILE, "warehouse_account": WAREHOUSE_ACCOUNT}
    config = _CONFIG.format(region=DEMO_REGION, endpoint_url=endpoint_url, **names)
    config_file.write_text(config, encoding="utf-8")
    credentials_file.write_text(_CREDENTIALS.format(demo=DEMO_PROFILE), encoding="utf-8")
    return SandboxEndpoint(endpoint_url, config_file, credentials_file)
