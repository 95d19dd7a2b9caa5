"""What the Sign in dialog says, for each kind of sign-in."""

from __future__ import annotations

from sqs_explorer.domain.connections import ConnectionSpec, ProfileKind
from sqs_explorer.domain.sign_in import SignInKind, SignInNeed, SignInStep, SignInWay

_NEW_KEYS = {
    ProfileKind.ENVIRONMENT: "Its keys come from environment variables: start the program with new ones.",
    ProfileKind.PROCESS: "Its command gives the keys: try again, and it is run again.",
    ProfileKind.CONTAINER: "Its keys come from the container it runs in: try again in a moment.",
    ProfileKind.WEB_IDENTITY: "Its keys come from a web identity token: try again once that file is new.",
    ProfileKind.TYPED: "Its key was typed into the program: type a new one in Connections.",
    ProfileKind.NONE: "It names no credentials: add some to the AWS files, then try again.",
}


def sentence(spec: ConnectionSpec, need: SignInNeed) -> str:
    """Return what the dialog is about, and what the person does."""
    if need.kind is SignInKind.SSO:
        session = need.name or need.profile
        return (
            f"{spec.title} signs in with IAM Identity Center, {session}. One sign-in serves every profile "
            "that uses it, and the AWS CLI."
        )
    if need.kind is SignInKind.COMMAND:
        return f"{spec.title} signs in on the command line. Run this in a terminal, then come back:"
    if need.kind is SignInKind.MFA:
        return f"The role of {spec.title} asks for a code of your MFA device."
    own = f"Put new keys for the profile {need.profile or spec.profile} into the AWS files, then try again."
    return f"The keys of {spec.title} can't be renewed by signing in. {_NEW_KEYS.get(spec.kind, own)}"


def step_words(step: SignInStep) -> str:
    """Return what the person does now that the sign-in is under way."""
    if step.way is SignInWay.DEVICE:
        opened = "Your browser shows the page" if step.is_opened else "Open this address in any browser"
        return f"{opened}. Go on there only if it shows this code:"
    if step.is_opened:
        return "Finish in your browser, which shows AWS's page now. This window goes on by itself."
    return "The browser could not be opened. Open this address in a browser on this machine:"


def left_words(seconds: float) -> str:
    """Return how long the step still works: `9:41 left`."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02d} left"
