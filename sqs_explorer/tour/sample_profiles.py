"""AWS files for the tour's pictures, so that they never show the profiles of whoever runs it."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import replace
from pathlib import Path

from sqs_explorer.aws.profiles import AwsProfileReader
from sqs_explorer.domain.connections import ProfileListing

FILE_VARIABLES = ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")
_CONFIG = """[default]
region = eu-west-1

[profile dev-orders]
sso_session = company
sso_account_id = 111122223333
sso_role_name = Developer
region = eu-west-1

[profile staging-orders]
role_arn = arn:aws:iam::222233334444:role/Support
source_profile = default
region = eu-west-1

[profile prod-orders]
role_arn = arn:aws:iam::000000000000:role/OnCall
source_profile = default
mfa_serial = arn:aws:iam::111122223333:mfa/me
region = eu-west-1

[profile ci-runner]
credential_process = vault-login --role ci
region = us-east-1

[sso-session company]
sso_start_url = https://company.example/start
sso_region = eu-west-1
"""
_CREDENTIALS = """[default]
aws_access_key_id = EXAMPLEKEYID
aws_secret_access_key = example
"""


def sample_environment(folder: Path) -> dict[str, str]:
    """Write the sample files into a folder and return the environment that leads to them alone."""
    folder.mkdir(parents=True, exist_ok=True)
    config, credentials = folder / "sample-config", folder / "sample-credentials"
    config.write_text(_CONFIG, encoding="utf-8")
    credentials.write_text(_CREDENTIALS, encoding="utf-8")
    return {
        "AWS_CONFIG_FILE": str(config),
        "AWS_SHARED_CREDENTIALS_FILE": str(credentials),
        "HOME": str(folder),
        "USERPROFILE": str(folder),
    }


class SampleProfiles:
    """Reads the sample files; fulfils the port ProfileReader.

    The paths shown are where a person's own would be. What is opened finds the sample files too: `environ`,
    that of this process, leads to no others from now on.
    """

    def __init__(self, folder: Path, environ: MutableMapping[str, str]) -> None:
        sample = sample_environment(folder)
        self._reader = AwsProfileReader(sample)
        environ.update((name, sample[name]) for name in FILE_VARIABLES)

    async def read_profiles(self) -> ProfileListing:
        """Return the sample profiles."""
        listing = await self._reader.read_profiles()
        return replace(listing, config_path="~/.aws/config", credentials_path="~/.aws/credentials")
