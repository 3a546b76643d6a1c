"""Which language the program speaks: by the environment, the settings, or the locale, in that order."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from enum import StrEnum

from annotations import HashiyaError
from annotations.messages import LANGUAGES, tr

_SETTING = re.compile(rb"(?m)^[ \t]*language[ \t]*=[ \t]*[\"']([a-z]+)[\"']")
_TABLE = re.compile(rb"(?m)^[ \t]*\[")


class Language(StrEnum):
    AUTO = "auto"
    """By the locale."""
    ENGLISH = "en"
    ARABIC = "ar"


def chosen(environ: Mapping[str, str] = os.environ) -> str:
    """One of `LANGUAGES`. Raises HashiyaError where the environment names one that is not spoken."""
    named = environ.get("HASHIYA_LANGUAGE", "")
    if named and named not in list(Language):
        raise HashiyaError(
            tr(
                "HASHIYA_LANGUAGE is {name}, a language that is not spoken here: it can be en, ar or auto.",
                name=named,
            )
        )
    wanted = named or _setting()
    return wanted if wanted in LANGUAGES else _by_locale(environ)


def _setting() -> str:
    """What the settings say, at a glance: help is given without reading them, and also where they are wrong."""
    from tui.folders import config_file

    try:
        data = config_file().read_bytes()
    except OSError:
        return ""
    table = _TABLE.search(data)
    found = _SETTING.search(data, 0, table.start() if table else len(data))
    return found[1].decode() if found else ""


def _by_locale(environ: Mapping[str, str]) -> str:
    """That of the first variable which says anything, as POSIX has it; English where it is another or none."""
    said = (environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, said), "")
    code = re.split(r"[_.@]", locale)[0].lower()
    return code if code in LANGUAGES else "en"
