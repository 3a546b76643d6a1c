"""What an annotation lacks, and what it says that the codebook does not allow."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Any

from annotations.codebook import Attribute, Codebook, Kind, LinkType
from annotations.messages import spoken, tr
from annotations.model import SPAN, Annotation, Link

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def incomplete(
    codebook: Codebook, annotation: Annotation, links: Iterable[Link]
) -> list[Attribute | LinkType]:
    """The attributes and kinds of links that it must have and does not; ``links`` are those of its article."""
    missing: list[Attribute | LinkType] = [
        each
        for each in codebook.attributes(annotation.label)
        if each.required and _empty(annotation.attributes.get(each.name))
    ]
    linked = {each.type for each in links if each.source == annotation.id}
    missing += [
        each
        for each in codebook.links_from(annotation.label)
        if each.required and each.name not in linked
    ]
    return missing


def wrong(codebook: Codebook, annotation: Annotation) -> list[str]:
    """A sentence for each of its attributes that the codebook does not know or whose value it does not allow.

    What has a label that the codebook does not know may say anything.
    """
    if annotation.label == SPAN or codebook.label(annotation.label) is None:
        return []
    found = []
    for name, value in annotation.attributes.items():
        attribute = codebook.attribute(annotation.label, name)
        if attribute is None:
            known = ", ".join(each.name for each in codebook.attributes(annotation.label))
            found.append(
                tr(
                    "The label {label} has no attribute `{name}`; it has {known}.",
                    label=spoken(annotation.label),
                    name=name,
                    known=known or tr("none"),
                )
            )
        elif why := wrong_value(attribute, value):
            found.append(why)
    return found


def wrong_value(attribute: Attribute, value: object) -> str | None:
    """Why an attribute cannot have this value, as a sentence."""
    name = attribute.name
    allowed = [each.name for each in attribute.values]
    match attribute.kind:
        case Kind.CHOICE if value not in allowed:
            return tr("`{name}` is one of {allowed}.", name=name, allowed=", ".join(allowed))
        case Kind.MULTIPLE if not _are_some(value, allowed):
            return tr("`{name}` is a list of {allowed}.", name=name, allowed=", ".join(allowed))
        case Kind.TEXT if not isinstance(value, str):
            return tr("`{name}` is a text.", name=name)
        case Kind.NUMBER if isinstance(value, bool) or not isinstance(value, int | float):
            return tr("`{name}` is a number.", name=name)
        case Kind.BOOLEAN if not isinstance(value, bool):
            return tr("`{name}` is true or false.", name=name)
        case Kind.DATE if not _is_date(value):
            return tr("`{name}` is a date as 2023, 2023-10 or 2023-10-18.", name=name)
        case Kind.REFERENCES if not _are_references(value):
            return tr(
                "`{name}` is a list of references, each with a `url`, a `note` or both.", name=name
            )
    return None


def _empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], ())


def _are_some(value: object, allowed: list[str]) -> bool:
    return (
        isinstance(value, list | tuple)
        and all(each in allowed for each in value)
        and len(set(value)) == len(value)
    )


def _is_date(value: object) -> bool:
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return False
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def _are_references(value: object) -> bool:
    return isinstance(value, list | tuple) and all(map(_is_reference, value))


def _is_reference(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) <= {"url", "note"}
        and all(isinstance(each, str) for each in value.values())
        and any(each.strip() for each in value.values())
    )
