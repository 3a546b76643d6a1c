"""``hashiya.toml`` into a codebook, or what is wrong with it: every mistake with its line and what is allowed there.

All fields may be left out: titles are then the names, a kind of attribute follows from whether it has values, links
join all labels, and what is not a label gets the first free letter of its name as its key. Words are a string, or a
table of languages (``title.en``, ``title.ar``). A file without labels, or that says ``extends = "hashiya"``, has those
of the default, and its own besides or in their place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from annotations.codebook import (
    COLOURS,
    FORMAT,
    PATTERNS,
    Attribute,
    Choice,
    Codebook,
    Kind,
    Label,
    LinkType,
    Words,
    said,
)
from annotations.codebook_checks import listed, unknown, wrongs
from annotations.messages import tr
from annotations.toml_lines import Path as Place
from annotations.toml_lines import line_at, lines_of

TOP = ("format", "name", "version", "extends", "labels", "links")
ADVICE = ("title", "key", "guideline", "examples", "was")
LABEL = (*ADVICE, "colour", "pattern", "parent", "attributes")
ATTRIBUTE = (*ADVICE, "kind", "values", "required", "default")
LINK = (*ADVICE, "from", "to", "many", "required")
"""The fields of the file, of all that has a name, of a label, an attribute, a link. ``docs/codebook.md`` tells each."""
_AT = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


class Mistake(NamedTuple):
    """Something wrong in a codebook. ``str()`` of it is a sentence."""

    file: Path
    line: int
    """From 1."""
    what: str

    def __str__(self) -> str:
        return tr("{file}, line {line}: {what}", file=self.file, line=self.line, what=self.what)


class Reading(NamedTuple):
    codebook: Codebook | None
    """None if there are mistakes."""
    mistakes: list[Mistake]


def read(data: bytes, file: Path) -> Reading:
    """What the bytes of ``file``, which is named in mistakes, mean."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        document = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Reading(None, [Mistake(file, line, tr("This is not UTF-8; save the file as that."))])
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        line = int(at[1]) if at and at[1] else text.count("\n") + 1
        why = _AT.sub("", str(error))
        return Reading(None, [Mistake(file, line, tr("This is not TOML: {why}.", why=why))])
    except RecursionError:
        return Reading(None, [Mistake(file, 1, tr("This is nested too deeply to be read."))])
    reader = _Reader(lines_of(text), file)
    codebook = reader.codebook(document)
    mistakes = sorted(set(reader.mistakes), key=lambda mistake: mistake.line)
    return Reading(None if mistakes else codebook, mistakes)


class _Reader:
    def __init__(self, lines: dict[Place, int], file: Path) -> None:
        self.mistakes: list[Mistake] = []
        self._lines = lines
        self._file = file

    def codebook(self, document: dict[str, Any]) -> Codebook:
        self._format(document)
        top = self._table((), document, TOP)
        default = self._default(top)
        labels = self._items(top, (), "labels", self._label)
        links = self._items(top, (), "links", self._link)
        if default:
            labels, links = _added(default.labels, labels), _added(default.links, links)
        names = [each.name for each in labels]
        links = [
            msgspec.structs.replace(
                link, sources=link.sources or tuple(names), targets=link.targets or tuple(names)
            )
            for link in links
        ]
        codebook = Codebook(
            self._text(top, (), "name", default.name if default else self._file.parent.name),
            self._version(top),
            tuple(labels),
            tuple(links),
        )
        for place, what in wrongs(codebook):
            self._wrong(place, what)
        return codebook

    def _format(self, document: dict[str, Any]) -> None:
        newest = document.get("format", FORMAT)
        if not _is_count(newest):
            self._wrong(("format",), tr("`format` is a whole number from 1."))
        elif newest > FORMAT:
            self._wrong(
                ("format",),
                tr(
                    "`format` is {format}, newer than this Hashiya understands, which is {known}; "
                    "open it with a newer one.",
                    format=newest,
                    known=FORMAT,
                ),
            )

    def _version(self, top: dict[str, Any]) -> int:
        version = top.get("version", 1)
        if _is_count(version):
            return int(version)
        self._wrong(("version",), tr("`version` is a whole number from 1."))
        return 1

    def _default(self, top: dict[str, Any]) -> Codebook | None:
        extends = self._one_of(top, (), "extends", ("hashiya",), "")
        if not extends and "labels" in top:
            return None
        from annotations.default_codebook import DEFAULT

        return DEFAULT

    def _label(self, name: str, place: Place, given: object, at: int) -> Label:
        table = self._table(place, self._short(given), LABEL)
        return Label(
            **self._advice(name, place, table),
            colour=self._one_of(table, place, "colour", COLOURS, COLOURS[at % len(COLOURS)]),
            pattern=self._one_of(table, place, "pattern", PATTERNS, PATTERNS[at % len(PATTERNS)]),
            parent=self._text(table, place, "parent", ""),
            attributes=tuple(_keyed(self._items(table, place, "attributes", self._attribute))),
        )

    def _attribute(self, name: str, place: Place, given: object, _: int) -> Attribute:
        table = self._table(place, self._short(given), ATTRIBUTE)
        values = table.get("values")
        if isinstance(values, list) and all(isinstance(each, str) for each in values):
            if len(set(values)) < len(values):
                self._wrong((*place, "values"), tr("The same value is there twice."))
            table = {**table, "values": {each: {} for each in values}}
        plain = str(Kind.CHOICE if values else Kind.TEXT)
        return Attribute(
            **self._advice(name, place, table),
            kind=Kind(self._one_of(table, place, "kind", tuple(map(str, Kind)), plain)),
            values=tuple(_keyed(self._items(table, place, "values", self._choice))),
            required=self._boolean(table, place, "required"),
            default=_plain(table.get("default")),
        )

    def _choice(self, name: str, place: Place, given: object, _: int) -> Choice:
        return Choice(**self._advice(name, place, self._table(place, self._short(given), ADVICE)))

    def _link(self, name: str, place: Place, given: object, _: int) -> LinkType:
        table = self._table(place, self._short(given), LINK)
        return LinkType(
            **self._advice(name, place, table),
            sources=self._texts(table, place, "from"),
            targets=self._texts(table, place, "to"),
            many=self._boolean(table, place, "many"),
            required=self._boolean(table, place, "required"),
        )

    def _advice(self, name: str, place: Place, table: dict[str, Any]) -> dict[str, Any]:
        """The fields that all have; a key that is not given is None for now."""
        return {
            "name": name,
            "title": self._words(table, place, "title") or said(name),
            "key": self._text(table, place, "key", "") if "key" in table else None,
            "guideline": self._words(table, place, "guideline"),
            "examples": self._texts(table, place, "examples"),
            "was": self._texts(table, place, "was"),
        }

    def _items(
        self,
        table: dict[str, Any],
        place: Place,
        field: str,
        one: Callable[[str, Place, object, int], Any],
    ) -> list[Any]:
        given = table.get(field, {})
        if not isinstance(given, dict):
            what = tr("`{field}` is a table with an entry for each name.", field=field)
            self._wrong((*place, field), what)
            return []
        found = [
            one(name, (*place, field, name), each, at)
            for at, (name, each) in enumerate(given.items())
        ]
        if field == "labels":  # whose keys tag by themselves: none is given unasked
            return [msgspec.structs.replace(each, key=each.key or "") for each in found]
        return list(_keyed(found)) if field == "links" else found

    @staticmethod
    def _short(given: object) -> object:
        """A title alone stands for a table with that."""
        return {"title": given} if isinstance(given, str) else given

    def _table(self, place: Place, given: object, fields: tuple[str, ...]) -> dict[str, Any]:
        if not isinstance(given, dict):
            self._wrong(
                place, tr("This is a table; its fields are {allowed}.", allowed=listed(fields))
            )
            return {}
        for name in given:
            if name not in fields:
                self._unknown((*place, name), name, fields)
        return given

    def _unknown(self, place: Place, name: str, allowed: Iterable[str]) -> None:
        self._wrong(place, unknown(name, tuple(allowed)))

    def _words(self, table: dict[str, Any], place: Place, field: str) -> Words:
        given = table.get(field, "")
        if isinstance(given, str):
            return said(given)
        languages = self._table((*place, field), given, ("en", "ar"))
        english = self._text(languages, (*place, field), "en", "")
        arabic = self._text(languages, (*place, field), "ar", "")
        return said(english or arabic, arabic)

    def _text(self, table: dict[str, Any], place: Place, field: str, default: str) -> str:
        given = table.get(field, default)
        if isinstance(given, str):
            return given
        self._wrong((*place, field), tr("`{field}` is a text, in quotation marks.", field=field))
        return default

    def _texts(self, table: dict[str, Any], place: Place, field: str) -> tuple[str, ...]:
        """A list of them; one alone stands for a list with that."""
        given = table.get(field, [])
        given = [given] if isinstance(given, str) else given
        if isinstance(given, list) and all(isinstance(each, str) for each in given):
            return tuple(given)
        self._wrong((*place, field), tr("`{field}` is a list of texts.", field=field))
        return ()

    def _boolean(self, table: dict[str, Any], place: Place, field: str) -> bool:
        given = table.get(field, False)
        if isinstance(given, bool):
            return given
        self._wrong((*place, field), tr("`{field}` is true or false.", field=field))
        return False

    def _one_of(
        self,
        table: dict[str, Any],
        place: Place,
        field: str,
        allowed: tuple[str, ...],
        default: str,
    ) -> str:
        given = self._text(table, place, field, default)
        if given in (*allowed, default):
            return given
        self._unknown((*place, field), given, allowed)
        return default

    def _wrong(self, place: Place, what: str) -> None:
        self.mistakes.append(Mistake(self._file, line_at(self._lines, place), what))


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _plain(value: object) -> object:
    """A date that TOML knows as one is stored as its text."""
    return value if isinstance(value, str | bool | int | float | list | None) else str(value)


def _added(before: tuple[Any, ...], own: list[Any]) -> list[Any]:
    """Those of the default, each in its place the project's own of that name if there is one, then the others."""
    named = {each.name: each for each in own}
    known = {each.name for each in before}
    return [named.get(each.name, each) for each in before] + [
        each for each in own if each.name not in known
    ]


def _keyed(items: Iterable[Any]) -> Iterable[Any]:
    """The same, those without a key with the first letter of their name that is nobody's key; or none."""
    items = list(items)
    taken = {each.key for each in items if each.key}
    for each in items:
        key = each.key
        if key is None:
            letters = (letter for letter in each.name.lower() if re.fullmatch("[a-z]", letter))
            key = next((letter for letter in letters if letter not in {*taken, "b"}), "")
            taken.add(key)
        yield msgspec.structs.replace(each, key=key)
