"""What an analyst may mark, what is to be said of it, and how it is linked: the values of a codebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any

import msgspec
from msgspec.structs import replace

from annotations import messages
from annotations.model import Annotation, Link

FORMAT = 1
"""Of ``hashiya.toml``: the newest that this program understands."""
COLOURS = ("primary", "success", "warning", "accent", "secondary", "error")
"""By the names of the themes' colours."""
PATTERNS = ("background", "bold", "underline", "italic")
"""How a label shows besides its colour, so that what overlaps shows both."""


class Kind(StrEnum):
    """What the value of an attribute is."""

    CHOICE = "choice"
    """The name of one of its values."""
    MULTIPLE = "multiple"
    """A list of names of its values, without repetition."""
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    """``2023``, ``2023-10`` or ``2023-10-18``."""
    REFERENCES = "references"
    """A list of objects with ``url`` and ``note``, of which one may be empty."""


class Words(msgspec.Struct, frozen=True):
    """The same words in the languages of the program. ``str()`` gives those in the one that is spoken."""

    en: str = ""
    ar: str = ""

    def __str__(self) -> str:
        return self.ar if messages.language == "ar" else self.en

    def __bool__(self) -> bool:
        return bool(self.en or self.ar)


def said(en: str, ar: str = "") -> Words:
    """Words in both languages; without Arabic ones the first are for both."""
    return Words(en, ar or en)


class Choice(msgspec.Struct, frozen=True):
    """A value that an attribute may have."""

    name: str
    """What is stored."""
    title: Words
    key: str = ""
    """What is pressed where the value is asked for; one character, or none."""
    guideline: Words = Words()
    """When to choose it."""
    examples: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    """Names that it had before: what is stored under them is shown under this one."""


class Attribute(msgspec.Struct, frozen=True):
    """Something to be said of what has a label."""

    name: str
    title: Words
    kind: Kind = Kind.TEXT
    values: tuple[Choice, ...] = ()
    """Of a choice, or a multiple one; else empty."""
    required: bool = False
    default: object = None
    """What it is from the start, if anything."""
    key: str = ""
    guideline: Words = Words()
    examples: tuple[str, ...] = ()
    was: tuple[str, ...] = ()

    def value(self, name: object) -> Choice | None:
        return next((each for each in self.values if each.name == name), None)


class Label(msgspec.Struct, frozen=True):
    """A kind of annotation. ``name`` is what is stored, ``key`` what is pressed, ``title`` what is read."""

    name: str
    title: Words
    key: str = ""
    colour: str = COLOURS[0]
    pattern: str = PATTERNS[0]
    guideline: Words = Words()
    """When to use it."""
    examples: tuple[str, ...] = ()
    parent: str = ""
    """The name of a label of which this one is a kind: it has the attributes and links of that as well."""
    attributes: tuple[Attribute, ...] = ()
    """Its own, without those of its parent."""
    was: tuple[str, ...] = ()


class LinkType(msgspec.Struct, frozen=True):
    """A kind of link. Its ends are named by the labels that they may have, or `SPAN`."""

    name: str
    title: Words
    key: str = ""
    sources: tuple[str, ...] = ()
    """In files ``from``."""
    targets: tuple[str, ...] = ()
    """In files ``to``."""
    many: bool = False
    """Whether several may lead from one annotation; else a new one takes the place of the one before."""
    required: bool = False
    """Whether what may have it must have it to be complete."""
    guideline: Words = Words()
    examples: tuple[str, ...] = ()
    was: tuple[str, ...] = ()


class Codebook(msgspec.Struct, frozen=True, dict=True):
    """All of that for a project. Its names are unique among their like."""

    name: str
    version: int
    """Counted by whoever writes it."""
    labels: tuple[Label, ...]
    links: tuple[LinkType, ...] = ()

    def label(self, name: str) -> Label | None:
        return self._labels.get(name)

    def link(self, name: str) -> LinkType | None:
        """The kind of link with that name."""
        return next((each for each in self.links if each.name == name), None)

    def kin(self, label: str) -> tuple[str, ...]:
        """The names of a label, its parent, the parent of that and so on."""
        found: list[str] = []
        while label and label not in found:
            found.append(label)
            known = self.label(label)
            label = known.parent if known else ""
        return tuple(found)

    def attributes(self, label: str) -> tuple[Attribute, ...]:
        """What can be said of what has this label: first what can be said of its parent. Of two of one name its own."""
        found: dict[str, Attribute] = {}
        for name in reversed(self.kin(label)):
            if known := self.label(name):
                found.update({each.name: each for each in known.attributes})
        return tuple(found.values())

    def attribute(self, label: str, name: str) -> Attribute | None:
        return next((each for each in self.attributes(label) if each.name == name), None)

    def links_from(self, label: str) -> tuple[LinkType, ...]:
        """The kinds of links that may lead from what has this label."""
        return tuple(each for each in self.links if {*each.sources} & {*self.kin(label)})

    def joins(self, kind: LinkType, source: str, target: str) -> bool:
        """Whether a link of this kind may lead from what has the first label to what has the second."""
        return bool({*kind.sources} & {*self.kin(source)} and {*kind.targets} & {*self.kin(target)})

    def defaults(self, label: str) -> dict[str, object]:
        """What is said of something from the start."""
        return {
            each.name: each.default for each in self.attributes(label) if each.default is not None
        }

    @property
    def keys(self) -> dict[str, str]:
        """The labels that have a key, by that key. It tags by itself, and is in the menus of what goes to a label or
        gives one; so it must not be a key for anything else there. Keys of links, attributes and values are in menus
        of their own."""
        return {each.key: each.name for each in self.labels if each.key}

    def modern(self, kept: Any) -> Any:
        """An annotation or link under the names of today; itself, if it has no former ones."""
        if not self._former:
            return kept
        if isinstance(kept, Link):
            return self._renamed(kept, "type", self._former.get(("link", kept.type)))
        if not isinstance(kept, Annotation):
            return kept
        kept = self._renamed(kept, "label", self._former.get(("label", kept.label)))
        attributes = dict(self._modern_attributes(kept.label, kept.attributes))
        return self._renamed(kept, "attributes", attributes)

    def _modern_attributes(
        self, label: str, attributes: Mapping[str, object]
    ) -> Iterator[tuple[str, object]]:
        for name, value in attributes.items():
            new = self._former.get(("attribute", label, name), name)
            if new != name and new in attributes:
                new = name  # what is said under both is not thrown away

            def now(one: object, new: str = new) -> object:
                known = isinstance(one, str)
                return self._former.get(("value", label, new, str(one)), one) if known else one

            yield new, [now(one) for one in value] if isinstance(value, list) else now(value)

    @staticmethod
    def _renamed(kept: Any, field: str, new: object) -> Any:
        return kept if new in (None, getattr(kept, field)) else replace(kept, **{field: new})

    @cached_property
    def _labels(self) -> dict[str, Label]:
        return {each.name: each for each in self.labels}

    @cached_property
    def _former(self) -> dict[tuple[str, ...], str]:
        """The names of today by what they are of and the former ones."""
        found: dict[tuple[str, ...], str] = {}
        for kind in self.links:
            found.update({("link", old): kind.name for old in kind.was})
        for label in self.labels:
            found.update({("label", old): label.name for old in label.was})
            for attribute in self.attributes(label.name):
                at = (label.name, attribute.name)
                found.update(
                    {("attribute", label.name, old): attribute.name for old in attribute.was}
                )
                for value in attribute.values:
                    found.update({("value", *at, old): value.name for old in value.was})
        return found

    def to_json(self) -> dict[str, object]:
        """As the export's field ``codebook``. ``title`` and ``description`` are English there, and beside them
        ``titles`` and ``descriptions`` have all languages."""
        return {
            "name": self.name,
            "version": self.version,
            "labels": [_json(each) for each in self.labels],
            "links": [_json(each) for each in self.links],
        }


_EXPORTED = {"guideline": "description", "sources": "from", "targets": "to"}


def _json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_json(each) for each in value]
    if not isinstance(value, Choice | Attribute | Label | LinkType):
        return value
    found: dict[str, object] = {}
    for field in value.__struct_fields__:
        name, content = _EXPORTED.get(field, field), getattr(value, field)
        if isinstance(content, Words):
            found[name] = content.en
            found[f"{name}s"] = {"en": content.en, "ar": content.ar}
        else:
            found[name] = _json(content)
    return found
