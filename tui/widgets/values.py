"""The values of attributes in words, as the codebook calls them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from annotations.attributes import written
from annotations.codebook import Attribute, Codebook, Kind
from annotations.messages import tr
from annotations.model import Annotation, Link

T = TypeVar("T")
_LETTERS = "asdfghjklqwertyuiopzxcvnm"
"""Keys that can be typed in every layout: all letters but ``b``."""


def in_words(attribute: Attribute | None, value: object) -> str:
    """A value for a person, in the language of the program where the codebook has words for it."""
    if attribute is None:
        return written(value)
    match attribute.kind:
        case Kind.CHOICE:
            return _title(attribute, value)
        case Kind.MULTIPLE if isinstance(value, list | tuple):
            return tr(", ").join(_title(attribute, each) for each in value)
        case Kind.BOOLEAN if isinstance(value, bool):
            return tr("yes") if value else tr("no")
        case Kind.REFERENCES if isinstance(value, list | tuple):
            return "\n".join(map(reference_in_words, value))
    return written(value)


def reference_in_words(value: object) -> str:
    if not isinstance(value, dict):
        return written(value)
    return " — ".join(filter(None, (str(value.get(each, "")) for each in ("url", "note"))))


def _title(attribute: Attribute, value: object) -> str:
    known = attribute.value(value)
    return str(known.title) if known else written(value)


def lacking(codebook: Codebook, annotation: Annotation, links: Iterable[Link]) -> list[str]:
    """The titles of what the codebook requires of it and is not there."""
    from annotations.validation import incomplete

    return [str(each.title) for each in incomplete(codebook, annotation, links)]


def keyed(
    items: Iterable[T],
    key: Callable[[T], str],
    name: Callable[[T], str],
    taken: Iterable[str] = (),
) -> dict[str, T]:
    """Each with a key of its own that is not ``taken``: the one that it has, else the first free letter of its name,
    else any. For what is left without one there is no more room in a menu."""
    used, found = {*taken}, dict[int, str]()
    items = list(items)
    for place, each in enumerate(items):
        if key(each) and key(each) not in used:
            found[place] = key(each)
            used.add(key(each))
    for place, each in enumerate(items):
        if place not in found:
            letters = [*(c for c in name(each).lower() if c in _LETTERS), *_LETTERS]
            if free := next((c for c in letters if c not in used), None):
                found[place] = free
                used.add(free)
    return {found[place]: each for place, each in enumerate(items) if place in found}


def free_letters(taken: Iterable[str]) -> list[str]:
    """Keys for hints, those under the fingers first, then the digits."""
    used = {*taken}
    return [each for each in "fjdkslaghrueiwoqptyvncmxz123456789" if each not in used]
