"""Where the program keeps things of the user's, outside of any project."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import platformdirs


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
