"""What a connection's account tells about itself besides its queues: its alias, and its enabled regions."""

from __future__ import annotations

import asyncio

from sqs_explorer.aws.calling import AwsCaller
from sqs_explorer.domain.connections import Identity
from sqs_explorer.domain.errors import AwsError, SignInExpired, SqsExplorerError

ALIAS_PATIENCE_SECONDS = 3.0
"""How long the identity waits for the account's alias, which is only a comfort."""

_ENABLED = ("ENABLED", "ENABLED_BY_DEFAULT")
_REGIONS_A_PAGE = 50


async def identity_with_alias(caller: AwsCaller) -> Identity:
    """Return who AWS says this is, with the account's alias if that comes soon enough.

    Raises what asking STS raises.
    """
    asked = asyncio.ensure_future(_alias(caller))
    try:
        identity = await caller.identity()
        await asyncio.wait({asked}, timeout=ALIAS_PATIENCE_SECONDS)
        alias = asked.result() if asked.done() else ""
    finally:
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
    return Identity(identity.account_id, identity.arn, identity.user_id, alias)


async def enabled_regions(caller: AwsCaller) -> frozenset[str]:
    """Return the codes of the regions that the account has enabled.

    Asks the account service, else EC2. Raises AwsError's children if neither answers.
    """
    try:
        return await _regions_of_account(caller)
    except SignInExpired:
        raise
    except AwsError:
        answer = await caller.ask_service("ec2", "DescribeRegions", AllRegions=False)
        return frozenset(region["RegionName"] for region in answer.get("Regions", ()))


async def _regions_of_account(caller: AwsCaller) -> frozenset[str]:
    found: set[str] = set()
    seen: set[str] = set()
    token = ""
    while token not in seen:
        seen.add(token)
        more = {"NextToken": token} if token else {}
        page = await caller.ask_service(
            "account",
            "ListRegions",
            RegionOptStatusContains=list(_ENABLED),
            MaxResults=_REGIONS_A_PAGE,
            **more,
        )
        found.update(
            region["RegionName"]
            for region in page.get("Regions", ())
            if region.get("RegionOptStatus") in _ENABLED
        )
        token = page.get("NextToken") or ""
        if not token:
            break
    return frozenset(found)


async def _alias(caller: AwsCaller) -> str:
    """Return the account's alias, "" if there is none or it may not be asked for."""
    try:
        answer = await caller.ask_service("iam", "ListAccountAliases")
    except SqsExplorerError:
        return ""
    aliases = answer.get("AccountAliases") or [""]
    return str(aliases[0])
