"""The settings file: what may stand in it, what is wrong with one, and one that shows it all."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_type_hints

import msgspec

from annotations import HashiyaError
from annotations.messages import mark, tr
from tui.keyboards import Keyboard
from tui.language import Language
from tui.terminal import Mode
from tui.text.layout import Digits
from tui.themes import ThemeName

T = TypeVar("T", bound=msgspec.Struct)


class Setting(NamedTuple):
    """``allowed`` ends the sentence that begins with "it must be"; ``what`` says what it is for; ``sample`` is a value
    to be shown where there is no default."""

    allowed: str
    what: str
    sample: object = None


SETTINGS = {
    "version": Setting(mark("a number"), mark("Of this file.")),
    "annotator": Setting(
        mark("a text"), mark("Whose hand it is; without one git's user.name, else the login.")
    ),
    "language": Setting(", ".join(Language), mark("What the program speaks; auto: what the locale says.")),
    "theme": Setting(
        ", ".join(ThemeName), mark("The colours to begin with; without one those that z t chose last."), ThemeName.DARK
    ),
    "bidi": Setting(", ".join(Mode), mark("What the terminal does to Arabic; `hashiya terminal` tells.")),
    "measure": Setting(mark("a number of cells, 20 to 200"), mark("Cells of a row of text at most."), 64),
    "harakat": Setting(
        mark("true or false"), mark("Vowel marks; without it they are shown unless the terminal breaks them."), True
    ),
    "digits": Setting(", ".join(Digits), mark("How digits are drawn."), Digits.SOURCE),
    "paragraph_numbers": Setting(mark("true or false"), mark("Numbers of paragraphs in the margin."), False),
    "paragraph_spacing": Setting(mark("0, 1 or 2"), mark("Empty rows between two paragraphs."), 1),
    "kashida": Setting(mark("true or false"), mark("Rows stretched to the same width by kashida."), False),
    "hidden_controls": Setting(
        mark("true or false"), mark("Whether it is marked where a control is hidden that shows nothing."), False
    ),
    "keyboard": Setting(", ".join(Keyboard), mark("What the Arabic layout of the keyboard is.")),
    "keys": Setting(
        mark("a table of keys, each a text, by the id of a command"),
        mark("Other keys for a command, as the list of keys (?) names both. Several are parted by commas."),
    ),
}  # fmt: skip
"""Every setting, in the order in which they are shown."""


def read(path: Path, text: str, type_: type[T], problems: list[str]) -> T:
    """The settings in ``text``, what ``path`` holds. What is wrong among them is left at its default, and said in
    ``problems`` with its line. Raises HashiyaError for a text that is no TOML, of which nothing can be taken."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        end = f"at line {len(text.splitlines())}"
        why = str(error).replace("at end of document", end)
        raise HashiyaError(
            tr("The settings {path} are no TOML: {why}. Mend or remove the file.", path=path, why=why)
        ) from None  # fmt: skip
    version = found.get("version")
    newer = isinstance(version, int) and version > getattr(type_(), "version", version)
    if newer:
        problems.append(
            tr("The settings {path} are of a newer Hashiya; what this one does not know is left out.", path=path)
        )  # fmt: skip
    types, fields = get_type_hints(type_, include_extras=True), _fields(type_)
    taken: dict[str, Any] = {}
    for name, value in found.items():
        try:
            taken[fields[name]] = msgspec.convert(value, types[fields[name]])
        except KeyError:
            if not newer:
                problems.append(f"{place(path, text, name)} {_unknown(name, fields)}")
        except msgspec.ValidationError:
            problems.append(f"{place(path, text, name)} {_wrong(name, value)}")
    return type_(**taken)


def _fields(type_: type[msgspec.Struct]) -> dict[str, str]:
    """The names of the fields by those of the settings, in the order of ``SETTINGS``."""
    names = dict(zip(type_.__struct_encode_fields__, type_.__struct_fields__, strict=True))
    return {each: names.pop(each) for each in SETTINGS if each in names} | names


def place(path: Path, text: str, *names: str) -> str:
    """What a sentence on a setting begins with: the file, and the line where the setting stands if that is found. The
    second of ``names`` is one of a table's."""
    line = _line(text, names)
    if line is None:
        return tr("The settings {path}:", path=path)
    return tr("The settings {path}, line {line}:", path=path, line=line)


def _unknown(name: str, known: Collection[str]) -> str:
    import difflib

    if near := difflib.get_close_matches(name, known, 1):
        return tr("There is no setting `{name}`. Is `{near}` meant?", name=name, near=near[0])
    every = ", ".join(known)
    return tr("There is no setting `{name}`. There are {every}.", name=name, every=every)


def _wrong(name: str, value: object) -> str:
    allowed = tr(SETTINGS[name].allowed)
    shown = _toml(value) if isinstance(value, str | int | float) else ""
    if shown:
        message = mark("`{name}` cannot be {shown}, it must be {allowed}.")
        return tr(message, name=name, shown=shown, allowed=allowed)
    return tr("`{name}` must be {allowed}.", name=name, allowed=allowed)


_KEY = r"[\w-]+|\"[^\"]*\"|'[^']*'"


def _line(text: str, names: Sequence[str]) -> int | None:
    """The line, from 1, where a setting is given its value; of one in a table on one line, that of the table."""
    table: list[str] = []
    first: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(rf"\s*\[\s*((?:{_KEY})(?:\s*\.\s*(?:{_KEY}))*)\s*\]", line):
            table = _parts(header[1])
            first.setdefault(tuple(table), number)
        elif given := re.match(rf"\s*((?:{_KEY})(?:\s*\.\s*(?:{_KEY}))*)\s*=", line):
            whole = [*table, *_parts(given[1])]
            for length in range(1, len(whole) + 1):
                first.setdefault(tuple(whole[:length]), number)
    return first.get(tuple(names)) or first.get(tuple(names[:1]))


def _parts(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in re.findall(_KEY, dotted)]


def shown(path: Path, defaults: msgspec.Struct, keys: Mapping[str, tuple[str, str]]) -> str:
    """A settings file with everything in it, and nothing in force: each setting behind a `#`. ``keys`` are those of
    each command by its id, with what it does."""
    there = tr("It is there.") if path.is_file() else tr("There is none yet.")
    rows = [f"# {tr('The settings of Hashiya are in')} {path}", f"# {there}"]
    rows.append("# " + tr("Take the # off a line that begins with it to set what it says."))
    for name, setting in SETTINGS.items():
        value = getattr(defaults, _fields(type(defaults))[name])
        example = setting.sample if value is None else value
        rows += ["", f"# {tr(setting.what)}", f"# {tr('Allowed')}: {tr(setting.allowed)}."]
        if isinstance(example, dict):
            rows.append(f"#[{name}]")
            rows += [f"#{key} = {_toml(of)}  # {tr(what)}" for key, (of, what) in keys.items()]
        else:
            rows.append(f"#{name} = {_toml(example)}")
    return "\n".join(rows) + "\n"


def _toml(value: object) -> str:
    """A text, a number or a truth as TOML has it, which is as JSON has it."""
    return json.dumps(value, ensure_ascii=False)
