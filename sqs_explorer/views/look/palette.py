"""The one colour table of the program; palette, style, delegates and icons all read it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum

from sqs_explorer.domain.connections import Environment


class Theme(Enum):
    """What a person chose: follow the system, or one of the two tables."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour of one theme as `#RRGGBB`, under the name of what it is used for."""

    # Grounds and lines
    window: str  # Window, tree, header, Activity
    panel: str  # Page, tables, editor
    raised: str  # Buttons, fields
    sunken: str  # Table header, side column, notes
    dialog: str  # Dialog ground
    hover: str  # Hover, chips, quiet badge
    border: str  # Dividers, pane edges
    line: str  # Line between table rows
    strong: str  # Field and button outline, scroll bar
    track: str  # Empty part of any bar
    # Text and accent
    text: str  # Text
    muted: str  # Muted text, icons
    disabled: str  # Disabled text and icons
    accent: str  # Links, focus ring, current-row edge
    accentfill: str  # Primary button, tab underline, bars, checked box
    onaccent: str  # Text on accent or danger fill
    selection: str  # Selected row, table has the focus
    seltext: str  # Text on that row
    selinactive: str  # Selected row, focus elsewhere (also the tree)
    # Meaning
    success: str  # Success text and icon
    successbg: str  # Success note
    warning: str  # Warning text and icon
    warningbg: str  # Warning note
    warnfill: str  # Warning bar
    danger: str  # Danger text and icon
    dangerbg: str  # Danger chip and note
    dangerfill: str  # Danger button, DLQ badge
    info: str  # Info text and icon
    infobg: str  # Info note
    # Environments
    prod: str  # Production
    prodbg: str  # Production tint (header)
    test: str  # Test
    testband: str  # Test, bands only (text uses `test`)
    testbg: str  # Test tint
    dev: str  # Development
    devbg: str  # Development tint
    demo: str  # Demo
    demobg: str  # Demo tint
    # Code
    j_key: str  # Key / attribute name
    j_str: str  # String
    j_num: str  # Number
    j_lit: str  # true, false, null, ${placeholder}
    j_pun: str  # Punctuation
    gutter: str  # Line number

    def by_name(self) -> dict[str, str]:
        """Every token with its colour, for the popups' style sheet."""
        return {field.name: str(getattr(self, field.name)) for field in fields(self)}


LIGHT = Tokens(
    window="#F3F4F7",
    panel="#FFFFFF",
    raised="#FFFFFF",
    sunken="#F8F9FB",
    dialog="#FFFFFF",
    hover="#EBEDF1",
    border="#E1E4EA",
    line="#EDEFF3",
    strong="#C6CBD4",
    track="#E4E7ED",
    text="#1A1D23",
    muted="#596170",
    disabled="#8A92A0",
    accent="#2C5FD8",
    accentfill="#2C5FD8",
    onaccent="#FFFFFF",
    selection="#DFE9FD",
    seltext="#132A5E",
    selinactive="#E8EAEF",
    success="#1B7A48",
    successbg="#E3F5EA",
    warning="#8F5600",
    warningbg="#FDF1DC",
    warnfill="#D98A1B",
    danger="#C32B33",
    dangerbg="#FDE8E8",
    dangerfill="#C32B33",
    info="#0B6A9C",
    infobg="#E2F1FA",
    prod="#BF2932",
    prodbg="#FCE6E7",
    test="#8F5800",
    testband="#D98A1B",
    testbg="#FBEFD9",
    dev="#1A7748",
    devbg="#E0F3E8",
    demo="#7347CF",
    demobg="#EEE7FB",
    j_key="#0B5A8A",
    j_str="#1B7A48",
    j_num="#A3450F",
    j_lit="#7A3FC4",
    j_pun="#596170",
    gutter="#6C7483",
)

DARK = Tokens(
    window="#15171C",
    panel="#1B1E24",
    raised="#272B33",
    sunken="#1F2229",
    dialog="#20242B",
    hover="#262A32",
    border="#2B3039",
    line="#262A32",
    strong="#414854",
    track="#333943",
    text="#E3E6EB",
    muted="#9AA3B0",
    disabled="#6C7482",
    accent="#7EA6FF",
    accentfill="#3B6AE0",
    onaccent="#FFFFFF",
    selection="#253A66",
    seltext="#EAF0FF",
    selinactive="#2A2E37",
    success="#57C48D",
    successbg="#18321F",
    warning="#E6AC50",
    warningbg="#352A15",
    warnfill="#E0A03A",
    danger="#F88C92",
    dangerbg="#3B1F22",
    dangerfill="#C63A42",
    info="#62BBE8",
    infobg="#15303F",
    prod="#F0626A",
    prodbg="#3D1E22",
    test="#E2A33F",
    testband="#E2A33F",
    testbg="#372B15",
    dev="#45BD83",
    devbg="#17331F",
    demo="#A488F5",
    demobg="#2C2448",
    j_key="#84B6FF",
    j_str="#86CFA2",
    j_num="#EBAA72",
    j_lit="#C6A1F6",
    j_pun="#9AA3B0",
    gutter="#7E8795",
)

ENVIRONMENT_WORDS = {"prod": "Production", "test": "Test", "dev": "Development", "demo": "Demo"}
"""Environment key of the parts, and the word that always stands beside its colour."""


_ENVIRONMENT_KEYS = {
    Environment.PRODUCTION: "prod",
    Environment.TEST: "test",
    Environment.DEVELOPMENT: "dev",
    Environment.DEMO: "demo",
}


def environment_key(environment: Environment | None) -> str:
    """The parts' key of an environment; "" for none."""
    return "" if environment is None else _ENVIRONMENT_KEYS[environment]


def band_token(environment: str) -> str:
    """Token of an environment's band: Test has a stronger one than its text, no environment a grey one."""
    return {"": "track", "test": "testband"}.get(environment, environment)
