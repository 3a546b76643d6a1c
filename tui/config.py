"""The user's settings, and whose hand it is."""

from __future__ import annotations

import getpass
import os
import subprocess

import msgspec

from annotations import HashiyaError
from annotations.messages import tr
from tui.folders import config_file
from tui.keyboards import Keyboard
from tui.language import Language
from tui.looks import Looks
from tui.terminal import Mode


class Config(Looks, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What ``config.toml`` may say."""

    annotator: str = ""
    language: Language = Language.AUTO
    """What the program speaks; `tui.language` reads it before anything else is read."""
    bidi: Mode = Mode.AUTO
    keyboard: Keyboard = Keyboard.ARABIC_101
    """What the keyboard's Arabic layout is."""
    keys: dict[str, str] = msgspec.field(default_factory=dict)
    """Other keys by the id of a command, as in the list of keys."""


def load() -> Config:
    """The settings; the defaults where there is no file. Raises HashiyaError naming what is wrong in it."""
    path = config_file()
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Config)
    except (FileNotFoundError, NotADirectoryError):
        if "HASHIYA_CONFIG" in os.environ:
            raise HashiyaError(
                tr("HASHIYA_CONFIG names {path}, which does not exist.", path=path)
            ) from None
        return Config()
    except OSError as error:
        raise HashiyaError(
            tr("The settings {path} cannot be read: {why}.", path=path, why=error.strerror)
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise HashiyaError(
            tr(
                "The settings {path} are wrong: {error}. Mend or remove the file.",
                path=path,
                error=error,
            )
        ) from None


def annotator(flag: str | None, config: Config) -> str:
    """Whose hand it is: flag, environment, settings, git's user.name, login, in that order."""
    named = (
        flag or os.environ.get("HASHIYA_ANNOTATOR") or config.annotator or _git_user() or _login()
    )
    return " ".join(named.split()) or "anonymous"


def _git_user() -> str:
    try:
        answer = subprocess.run(
            ["git", "config", "user.name"], capture_output=True, text=True, timeout=2, check=False
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return answer.stdout.strip()


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
