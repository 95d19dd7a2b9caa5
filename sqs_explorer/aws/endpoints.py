"""What an endpoint's host tells: whether AWS itself stands behind it, and whether it is this machine."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

_AWS_DOMAINS = (
    "amazonaws.com",
    "amazonaws.com.cn",
    "amazonaws.eu",
    "api.aws",
    "on.aws",
    "c2s.ic.gov",
    "sc2s.sgov.gov",
    "cloud.adc-e.uk",
    "csp.hci.ic.gov",
)


def is_aws(endpoint_url: str) -> bool:
    """Whether the endpoint is one of AWS's own: other servers answer for all services at one address."""
    host = (urlsplit(endpoint_url).hostname or "").rstrip(".")
    return any(host == domain or host.endswith(f".{domain}") for domain in _AWS_DOMAINS)


def is_loopback(endpoint_url: str) -> bool:
    """Whether the endpoint is this machine, which no proxy can reach."""
    host = urlsplit(endpoint_url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
