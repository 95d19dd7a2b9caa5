"""Who the program is to AWS: profiles, connections, regions' states and identities."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum


class Environment(Enum):
    """What a connection is used for; decides its colour and its caution."""

    DEVELOPMENT = "Development"
    TEST = "Test"
    PRODUCTION = "Production"
    DEMO = "Demo"

    @property
    def band(self) -> str:
        """The palette token of this environment's band."""
        return {"Development": "dev", "Test": "testband", "Production": "prod", "Demo": "demo"}[self.value]

    @property
    def tone(self) -> str:
        """The palette token of this environment's text."""
        return {"Development": "dev", "Test": "test", "Production": "prod", "Demo": "demo"}[self.value]


def guess_environment(name: str) -> Environment:
    """Guess the environment from a profile's name.

    `prod…` and `live` are Production, `stag…`, `test`, `qa`, `uat` Test.
    """
    words = name.lower().replace("_", "-").replace(".", "-").replace("/", "-").split("-")
    if any(word.startswith("prod") or word in {"prd", "live"} for word in words):
        return Environment.PRODUCTION
    if any(
        word.startswith(("stag", "test", "preprod")) or word in {"qa", "uat", "stg", "tst"} for word in words
    ):
        return Environment.TEST
    return Environment.DEVELOPMENT


class ProfileKind(Enum):
    """Where a profile's credentials come from, in words as on screen."""

    KEYS = "Access keys"
    ROLE = "Role"
    SSO = "SSO"
    PROCESS = "Process"
    LOGIN = "Login"
    WEB_IDENTITY = "Web identity"
    ENVIRONMENT = "Environment"
    CONTAINER = "Container"
    TYPED = "Typed key"
    NONE = "No credentials"

    @property
    def icon(self) -> str:
        """The icon's name."""
        return {
            ProfileKind.KEYS: "key",
            ProfileKind.ROLE: "role",
            ProfileKind.SSO: "sso",
            ProfileKind.PROCESS: "process",
            ProfileKind.LOGIN: "login",
            ProfileKind.WEB_IDENTITY: "role",
            ProfileKind.ENVIRONMENT: "key",
            ProfileKind.CONTAINER: "role",
            ProfileKind.TYPED: "key",
            ProfileKind.NONE: "warn",
        }[self]


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile of the AWS config and credentials files, without any secret.

    `note` says what a person should know ("from default, asks for MFA"), and if it `has_problem`, why it
    can't give credentials; `command` is the `credential_process` line.
    """

    name: str
    kind: ProfileKind
    region: str = ""
    endpoint_url: str = ""
    note: str = ""
    source_profile: str = ""
    command: str = ""
    has_problem: bool = False


ENVIRONMENT_PROFILE = "environment variables"
"""The name of the entry for AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment."""

WEB_IDENTITY_PROFILE = "web identity token"
"""The name of the entry for AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN in the environment."""

CONTAINER_PROFILE = "container credentials"
"""The name of the entry for AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or _FULL_URI in the environment."""

ENVIRONMENT_PROFILES = (ENVIRONMENT_PROFILE, WEB_IDENTITY_PROFILE, CONTAINER_PROFILE)
"""The entries that are no profiles of the AWS files."""


@dataclass(frozen=True, slots=True)
class ProfileListing:
    """All profiles found, what was wrong with the files, and the environment's default profile and region."""

    profiles: tuple[Profile, ...]
    problems: tuple[str, ...] = ()
    config_path: str = ""
    credentials_path: str = ""
    default_profile: str = ""
    default_region: str = ""


@dataclass(frozen=True, slots=True)
class ConnectionSpec:
    """What is needed to open a connection: one profile in some regions, and how careful to be.

    `endpoint_url` overrides the profile's own; `title` is shown instead of the profile's name where given.
    `config_file` and `credentials_file` are read instead of the person's own (the demo's generated files).
    """

    profile: str
    regions: tuple[str, ...]
    environment: Environment = Environment.DEVELOPMENT
    read_only: bool = False
    endpoint_url: str = ""
    kind: ProfileKind = ProfileKind.KEYS
    command: str = ""
    config_file: str = ""
    credentials_file: str = ""

    @property
    def connection_id(self) -> str:
        """Tells open connections apart.

        The same profile at another endpoint, or of the demo, is another connection.
        """
        origin = "demo" if self.environment is Environment.DEMO else self.endpoint_url
        if self.kind is ProfileKind.TYPED:
            origin = f"typed {origin}".strip()
        return f"{self.profile}@{origin}" if origin else self.profile

    @property
    def title(self) -> str:
        """The name on screen."""
        return self.profile

    def with_regions(self, regions: tuple[str, ...]) -> ConnectionSpec:
        """Return the same connection with other regions."""
        return replace(self, regions=regions)


@dataclass(frozen=True, slots=True)
class Identity:
    """What sts:GetCallerIdentity says: 12-digit account ID, ARN, and user ID.

    `alias` is the account's (iam:ListAccountAliases), "" if it has none or may not be asked for.
    """

    account_id: str
    arn: str
    user_id: str = ""
    alias: str = ""

    @property
    def account_words(self) -> str:
        """The account ID, with the alias behind it where there is one: `123456789012 acme-prod`."""
        return f"{self.account_id} {self.alias}".strip()

    @property
    def short_name(self) -> str:
        """The ARN's last part in a person's words.

        `user/demo`, `role/OnCall` (an assumed role without its session).
        """
        resource = self.arn.split(":", 5)[-1]
        parts = resource.split("/")
        if parts[0] == "assumed-role" and len(parts) >= 2:
            return f"role/{parts[1]}"
        return resource
