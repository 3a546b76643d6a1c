"""What in a codebook does not go together, each time with the place in its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from annotations.codebook import Attribute, Codebook, Kind, Label
from annotations.messages import tr
from annotations.model import SPAN
from annotations.toml_lines import Path
from annotations.validation import wrong_value

Wrong = tuple[Path, str]
_WITH_VALUES = (Kind.CHOICE, Kind.MULTIPLE)


def wrongs(codebook: Codebook) -> Iterator[Wrong]:
    """The places, as keys of ``hashiya.toml``, and sentences."""
    labels = tuple(each.name for each in codebook.labels)
    if not labels:
        yield ("labels",), tr("There is no label; name at least one, as in `[labels.quote]`.")
    yield from _names(("labels",), codebook.labels)
    yield from _names(("links",), codebook.links)
    for label in codebook.labels:
        yield from _label(codebook, label)
    for link in codebook.links:
        for field, ends in (("from", link.sources), ("to", link.targets)):
            allowed = (*labels, SPAN) if field == "to" else labels
            for end in ends:
                if end not in allowed:
                    yield ("links", link.name, field), unknown(end, allowed)


def unknown(name: str, allowed: tuple[str, ...]) -> str:
    """The sentence about a name that is none of those allowed, with the one that may be meant."""
    import difflib

    if near := difflib.get_close_matches(name, allowed, 1):
        return tr(
            "`{name}` is not known here. Did you mean `{near}`? Allowed are {allowed}.",
            name=name,
            near=near[0],
            allowed=listed(allowed),
        )
    return tr(
        "`{name}` is not known here; allowed are {allowed}.", name=name, allowed=listed(allowed)
    )


def listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _label(codebook: Codebook, label: Label) -> Iterator[Wrong]:
    place = ("labels", label.name)
    if label.name == SPAN:
        yield place, tr("`span` is the name of what has no label: give the label another name.")
    if label.parent and label.name in codebook.kin(label.parent):
        yield (*place, "parent"), tr("`{name}` would be its own parent.", name=label.name)
    elif label.parent and codebook.label(label.parent) is None:
        others = tuple(each.name for each in codebook.labels if each.name != label.name)
        yield (*place, "parent"), unknown(label.parent, others)
    yield from _names((*place, "attributes"), label.attributes)
    for attribute in label.attributes:
        yield from _attribute((*place, "attributes", attribute.name), attribute)


def _attribute(place: Path, attribute: Attribute) -> Iterator[Wrong]:
    has_values = bool(attribute.values)
    if has_values and attribute.kind not in _WITH_VALUES:
        what = tr(
            "The kind {kind} has no `values`; only choice and multiple have.", kind=attribute.kind
        )
        yield (*place, "values"), what
    if not has_values and attribute.kind in _WITH_VALUES:
        yield (
            (*place, "kind"),
            tr("The kind {kind} needs `values` to choose from.", kind=attribute.kind),
        )
    yield from _names((*place, "values"), attribute.values)
    if attribute.default is not None and (why := wrong_value(attribute, attribute.default)):
        yield (*place, "default"), why


def _names(place: Path, items: Iterable[Any]) -> Iterator[Wrong]:
    """About the names, former names and keys of things of one kind."""
    items = list(items)
    names = {each.name for each in items}
    keys: dict[str, str] = {}
    former: dict[str, str] = {}
    for each in items:
        at = (*place, each.name)
        if not each.name.strip() or not each.name.isprintable():
            yield at, tr("A name has at least one letter, and no control characters.")
        for old in each.was:
            if old in names:
                what = tr("`{name}` is a name of today; `was` has former ones.", name=old)
                yield (*at, "was"), what
            elif former.setdefault(old, each.name) != each.name:
                yield (
                    (*at, "was"),
                    tr(
                        "`{name}` cannot have become both `{one}` and `{other}`.",
                        name=old,
                        one=former[old],
                        other=each.name,
                    ),
                )
        if not each.key:
            continue
        if len(each.key) != 1 or not "!" <= each.key <= "~":
            what = tr("`{key}` is no key: one letter, digit or sign of ASCII is.", key=each.key)
            yield (*at, "key"), what
        elif keys.setdefault(each.key, each.name) != each.name:
            yield (
                (*at, "key"),
                tr(
                    "The key `{key}` is that of `{one}` already; `{other}` needs another one.",
                    key=each.key,
                    one=keys[each.key],
                    other=each.name,
                ),
            )
