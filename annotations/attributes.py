"""The attributes of an annotation: values by name, as JSON has them. An attribute without a value is not there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeGuard


def changed(attributes: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    """The attributes with other values; None takes one away."""
    return {name: value for name, value in {**attributes, **changes}.items() if value is not None}


def differences(old: Mapping[str, object], new: Mapping[str, object]) -> dict[str, object]:
    """The changes that make ``new`` of ``old``: ``changed(old, differences(old, new)) == new``."""
    gone = {name: None for name in old if name not in new}
    return gone | {
        name: value for name, value in new.items() if name not in old or not _same(old[name], value)
    }


def written(value: object) -> str:
    """A value as text for a person: a text itself, a list of texts with commas, anything else as JSON has it."""
    if isinstance(value, str):
        return value
    if _is_plain_list(value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)


def read(text: str, like: object = "") -> object:
    """The value that a person wrote, of the kind of ``like`` where it can be one, else a text; None for nothing.

    What was ``written`` is read as it was: ``read(written(value), value) == value`` but for an empty value.
    """
    text = text.strip() if not isinstance(like, str) else text
    if not text.strip():
        return None
    if isinstance(like, str):
        return text
    if _is_plain_list(like):
        return [part for each in text.split(",") if (part := each.strip())]
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, type(like)) or _are_numbers(value, like) else text


def _is_plain_list(value: object) -> TypeGuard[list[str]]:
    """Whether it is a list of texts that can be told apart again when there are commas between them."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(each, str) and each and each == each.strip() and "," not in each
            for each in value
        )
    )


def _are_numbers(*values: object) -> bool:
    return all(isinstance(each, int | float) and not isinstance(each, bool) for each in values)


def _same(one: object, other: object) -> bool:
    """Whether they are the same in JSON, where 1 and true are not."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
