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
from tui.themes import ThemeName


class Config(Looks, frozen=True, kw_only=True):
    """What ``config.toml`` may say; `tui.settings` has a sentence for each."""

    version: int = 1
    """Of the file; a greater one than this is a newer program's."""
    annotator: str = ""
    language: Language = Language.AUTO
    """What the program speaks; `tui.language` reads it before anything else is read."""
    theme: ThemeName | None = None
    """The colours to begin with; None: those that were chosen last."""
    bidi: Mode = Mode.AUTO
    keyboard: Keyboard = Keyboard.ARABIC_101
    """What the keyboard's Arabic layout is."""
    keys: dict[str, str] = msgspec.field(default_factory=dict)
    """Other keys by the id of a command, as in the list of keys."""


def load(problems: list[str]) -> Config:
    """The settings; the defaults where there is no file. What is wrong in it is left out and said in ``problems``.
    Raises HashiyaError for a file of which nothing can be taken."""
    path = config_file()
    try:
        text = path.read_bytes().decode()
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
    except UnicodeDecodeError:
        raise HashiyaError(
            tr("The settings {path} are not in UTF-8. Mend or remove the file.", path=path)
        ) from None
    from tui.settings import read  # which most starts can do without

    return read(path, text, Config, problems)


def key_problem(command: str, told: str) -> str:
    """What is wrong with the keys of a command, with the place in the settings where they are wanted."""
    from tui.settings import place

    path = config_file()
    return f"{place(path, path.read_text('utf-8'), 'keys', command)} {told}"


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
