"""Builds botocore's client for the OIDC service; it signs nothing and looks for no credentials.

botocore is imported in here, late and in a thread: it takes longer than the window.
"""

from __future__ import annotations

from typing import Any

from sqs_explorer import __version__
from sqs_explorer.aws.endpoints import is_loopback
from sqs_explorer.aws.sessions import SharedLibrary
from sqs_explorer.aws.sso.sso_settings import SsoSettings

CONNECT_TIMEOUT_SECONDS = 5
READ_TIMEOUT_SECONDS = 15


def new_client(settings: SsoSettings, library: SharedLibrary, endpoint_url: str) -> Any:
    """Return the client of the SSO region; CA bundle and the like are the profile's. Each call is tried once.

    Blocks for some milliseconds. Raises botocore's own errors.
    """
    import botocore
    import botocore.session
    from botocore import UNSIGNED
    from botocore.config import Config

    session = botocore.session.Session(profile=settings.need.profile)
    session.set_config_variable("config_file", str(settings.config_file))
    session.set_config_variable("credentials_file", str(settings.credentials_file))
    config = Config(
        signature_version=UNSIGNED,
        connect_timeout=CONNECT_TIMEOUT_SECONDS,
        read_timeout=READ_TIMEOUT_SECONDS,
        retries={"mode": "standard", "total_max_attempts": 1},
        parameter_validation=False,
        user_agent=f"botocore/{botocore.__version__} sqs-explorer/{__version__}",
        proxies={} if endpoint_url and is_loopback(endpoint_url) else None,
    )
    with library.lock:
        session.register_component("data_loader", library.loader())
        return session.create_client(
            "sso-oidc", region_name=settings.region, endpoint_url=endpoint_url or None, config=config
        )


def is_safe_page(url: str) -> bool:
    """Whether a page may be opened or sent a secret: https, or http on this machine."""
    return url.startswith("https://") or (url.startswith("http://") and is_loopback(url))
