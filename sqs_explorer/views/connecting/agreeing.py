"""Asks, once each, for what a person must agree to before a connection is made."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sqs_explorer.viewmodels.connecting.connections_view_model import ConnectionsViewModel
from sqs_explorer.views.connecting.command_dialog import CommandDialog
from sqs_explorer.views.connecting.endpoint_dialog import EndpointDialog
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.dialog_frame import ask


async def agree_to_all(look: Look, view_model: ConnectionsViewModel, parent: QWidget) -> bool:
    """Ask about each plain http endpoint and each command; False as soon as one is not agreed to."""
    for url in view_model.endpoints_to_agree:
        if not await ask(EndpointDialog(look, url, parent)):
            return False
        view_model.agreements.agree_to_endpoint(url)
    for profile in view_model.commands_to_agree:
        if not await ask(CommandDialog(look, profile, parent)):
            return False
        view_model.agreements.agree_to_command(profile.command)
    return True
