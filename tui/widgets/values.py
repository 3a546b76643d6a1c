"""The values of attributes in words, as the codebook calls them."""

from __future__ import annotations

from collections.abc import Iterable

from annotations.attributes import written
from annotations.codebook import Attribute, Codebook, Kind
from annotations.messages import tr
from annotations.model import Annotation, Link
from tui.text.said import side_by_side


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
    parts = (str(value.get(each, "")) for each in ("url", "note"))
    return side_by_side([*filter(None, parts)])


def _title(attribute: Attribute, value: object) -> str:
    known = attribute.value(value)
    return str(known.title) if known else written(value)


def lacking(codebook: Codebook, annotation: Annotation, links: Iterable[Link]) -> list[str]:
    """The titles of what the codebook requires of it and is not there."""
    from annotations.validation import incomplete

    return [str(each.title) for each in incomplete(codebook, annotation, links)]
