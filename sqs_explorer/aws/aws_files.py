"""Reads the AWS config and credentials files with their quirks.

It does so without botocore, which is not loaded at the first paint.
"""

from __future__ import annotations

import configparser
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

Sections = dict[str, dict[str, str]]


@dataclass(slots=True)
class AwsFiles:
    """What both files say, by profile, services section and sso-session section.

    `with_stored_keys` are the profiles with keys in the credentials file.
    """

    profiles: Sections = field(default_factory=dict)
    services: Sections = field(default_factory=dict)
    sso_sessions: Sections = field(default_factory=dict)
    with_stored_keys: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


def config_path(environ: Mapping[str, str]) -> Path:
    """Return the config file's path: AWS_CONFIG_FILE, or ~/.aws/config."""
    return Path(environ.get("AWS_CONFIG_FILE") or "~/.aws/config").expanduser()


def credentials_path(environ: Mapping[str, str]) -> Path:
    """Return the credentials file's path: AWS_SHARED_CREDENTIALS_FILE, or ~/.aws/credentials."""
    return Path(environ.get("AWS_SHARED_CREDENTIALS_FILE") or "~/.aws/credentials").expanduser()


def read_aws_files(config: Path, credentials: Path) -> AwsFiles:
    """Read both files; a missing one is empty, a broken one a problem.

    The credentials file wins, as in botocore.
    """
    files = AwsFiles()
    for section, settings in _read(config, files.problems).items():
        kind, name = _section_name(section)
        if kind == "profile":
            files.profiles[name] = settings
        elif kind == "services":
            files.services[name] = settings
        elif kind == "sso-session":
            files.sso_sessions[name] = settings
    for name, settings in _read(credentials, files.problems).items():
        files.profiles.setdefault(name, {}).update(settings)
        if "aws_access_key_id" in settings:
            files.with_stored_keys.add(name)
    return files


def nested_setting(text: str, name: str) -> str:
    """Return a setting of an indented block (`sqs =` and below it `  endpoint_url = …`), or ""."""
    for line in text.splitlines():
        key, found, value = line.partition("=")
        if found and key.strip() == name:
            return value.strip()
    return ""


def _section_name(section: str) -> tuple[str, str]:
    """Return what kind of section it is and its name: `[default]`, `[profile "a b"]`, `[services local]`."""
    if section == "default":
        return "profile", section
    try:
        parts = shlex.split(section)
    except ValueError:
        return "", section
    return (parts[0], parts[1]) if len(parts) == 2 else ("", section)


def _read(path: Path, problems: list[str]) -> Sections:
    parser = configparser.RawConfigParser(default_section="")
    try:
        parser.read_string(path.read_text(encoding="utf-8-sig"), source=str(path))
    except FileNotFoundError:
        return {}
    except OSError as error:
        problems.append(f"{path} can't be read: {error.strerror}.")
        return {}
    except UnicodeDecodeError:
        problems.append(f"{path} can't be read: it is not UTF-8 text.")
        return {}
    except configparser.Error as error:
        problems.append(f"{path} can't be read: {_reason(error)}")
        return {}
    return {section: dict(parser.items(section)) for section in parser.sections()}


def _reason(error: configparser.Error) -> str:
    """Say what is wrong and where, without the line itself: it may hold a secret."""
    if isinstance(error, configparser.DuplicateSectionError):
        return f"line {error.lineno} begins the section [{error.section}] a second time."
    if isinstance(error, configparser.DuplicateOptionError):
        return f"line {error.lineno} sets {error.option} of [{error.section}] a second time."
    if isinstance(error, configparser.MissingSectionHeaderError):
        return f"line {error.lineno} stands before the first [section]."
    if isinstance(error, configparser.ParsingError):
        lines = ", ".join(str(number) for number, _ in error.errors)
        return f"line {lines} is no `name = value`."
    return "it is not a file of [sections] and `name = value` lines."
