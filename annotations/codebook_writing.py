"""A codebook as TOML: what ``hashiya.toml`` would say to mean it, with nothing left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from annotations.codebook import FORMAT, Attribute, Choice, Codebook, Label, LinkType, Words

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def to_toml(codebook: Codebook) -> str:
    """The text of a file that reads as this codebook."""
    return "\n".join(_lines(codebook)) + "\n"


def _lines(codebook: Codebook) -> Iterator[str]:
    yield f"format = {FORMAT}"
    yield f"name = {_value(codebook.name)}"
    yield f"version = {codebook.version}"
    for label in codebook.labels:
        at = f"labels.{_name(label.name)}"
        yield from ("", f"[{at}]", *_label(label))
        for attribute in label.attributes:
            inner = f"{at}.attributes.{_name(attribute.name)}"
            yield from ("", f"[{inner}]", *_attribute(attribute))
            for value in attribute.values:
                yield from ("", f"[{inner}.values.{_name(value.name)}]", *_choice(value))
    if not codebook.links:
        yield from ("", "[links]")
    for link in codebook.links:
        yield from ("", f"[links.{_name(link.name)}]", *_link(link))


def _label(label: Label) -> Iterator[str]:
    yield from _words("title", label.title)
    yield f"key = {_value(label.key)}"
    yield f"colour = {_value(label.colour)}"
    yield f"pattern = {_value(label.pattern)}"
    if label.parent:
        yield f"parent = {_value(label.parent)}"
    yield from _advice(label)


def _attribute(attribute: Attribute) -> Iterator[str]:
    yield from _words("title", attribute.title)
    yield f"kind = {_value(str(attribute.kind))}"
    yield f"key = {_value(attribute.key)}"
    if attribute.required:
        yield "required = true"
    if attribute.default is not None:
        yield f"default = {_value(attribute.default)}"
    yield from _advice(attribute)


def _choice(value: Choice) -> Iterator[str]:
    yield from _words("title", value.title)
    yield f"key = {_value(value.key)}"
    yield from _advice(value)


def _link(link: LinkType) -> Iterator[str]:
    yield from _words("title", link.title)
    yield f"key = {_value(link.key)}"
    yield f"from = {_value(link.sources)}"
    yield f"to = {_value(link.targets)}"
    if link.many:
        yield "many = true"
    if link.required:
        yield "required = true"
    yield from _advice(link)


def _advice(item: Label | Attribute | Choice | LinkType) -> Iterator[str]:
    yield from _words("guideline", item.guideline)
    if item.examples:
        yield f"examples = {_value(item.examples)}"
    if item.was:
        yield f"was = {_value(item.was)}"


def _words(field: str, words: Words) -> Iterator[str]:
    if words.en == words.ar:
        if words:
            yield f"{field} = {_value(words.en)}"
    else:
        yield f"{field}.en = {_value(words.en)}"
        yield f"{field}.ar = {_value(words.ar)}"


def _name(name: str) -> str:
    return name if _BARE.fullmatch(name) else _value(name)


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        pairs = ", ".join(f"{_name(name)} = {_value(each)}" for name, each in value.items())
        return f"{{ {pairs} }}"
    # As in JSON, but for one control that TOML wants escaped as well.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
