"""The user's settings, and whose hand it is."""

from __future__ import annotations

import getpass
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import msgspec
import platformdirs

from annotations import HashiyaError
from tui.keyboards import Keyboard
from tui.terminal import Mode
from tui.text.layout import Digits
from tui.themes import Name


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``config.toml`` may say."""

    annotator: str = ""
    bidi: Mode = Mode.AUTO
    theme: Name | None = None
    """The colours to begin with; None: those that were chosen last."""
    measure: int = 64
    """Cells of a row of text at most."""
    harakat: bool | None = None
    """Whether vowel marks are shown at first; None: unless the terminal breaks them."""
    digits: Digits = Digits.SOURCE
    paragraph_numbers: bool = False
    keyboard: Keyboard = Keyboard.ARABIC_101
    """What the keyboard's Arabic layout is."""
    keys: dict[str, str] = {}
    """Other keys by the id of a command, as in the list of keys."""


def config_file() -> Path:
    """Where the settings are: ``HASHIYA_CONFIG``, else in the user's folder."""
    named = os.environ.get("HASHIYA_CONFIG")
    return Path(named) if named else _of_user(platformdirs.user_config_path) / "config.toml"


def state_folder() -> Path:
    """Where the program keeps what it remembers between runs."""
    return _of_user(platformdirs.user_state_path)


def _of_user(folder: Callable[[str], Path]) -> Path:
    """A folder of Hashiya's in the user's home; one in which nothing is, and nothing can be, for a user without one."""
    try:
        return folder("hashiya")
    except RuntimeError:  # no HOME, and the system knows of none
        return Path(os.devnull) / "hashiya"


def load() -> Config:
    """The settings; the defaults where there is no file. Raises HashiyaError naming what is wrong in it."""
    path = config_file()
    try:
        config = msgspec.toml.decode(path.read_bytes(), type=Config)
    except (FileNotFoundError, NotADirectoryError):
        if "HASHIYA_CONFIG" in os.environ:
            raise HashiyaError(f"HASHIYA_CONFIG names {path}, which does not exist.") from None
        return Config()
    except OSError as error:
        raise HashiyaError(f"The settings {path} cannot be read: {error.strerror}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise HashiyaError(
            f"The settings {path} are wrong: {error}. Mend or remove the file."
        ) from None
    if not 20 <= config.measure <= 200:
        raise HashiyaError(f"The settings {path} are wrong: `measure` must be 20 to 200 cells.")
    return config


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
