"""The rules of links: between what they may lead, and what becomes of them when an annotation goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from annotations.anchoring import describe
from annotations.history import Change
from annotations.messages import spoken, tr
from annotations.model import SPAN, Annotation, Kept, Link

if TYPE_CHECKING:
    from annotations.codebook import Codebook

Find = Callable[[str], Kept | None]
"""What is alive under an id, or None."""


def refusal(codebook: Codebook, kind: str, source: Annotation, target: Annotation) -> str | None:
    """Why no link of this kind may lead from one annotation to the other, as a sentence."""
    known = codebook.link(kind)
    if known is None:
        kinds = ", ".join(each.name for each in codebook.links)
        return tr("The codebook has no link `{kind}`; it has {kinds}.", kind=kind, kinds=kinds)
    if source.id == target.id:
        return tr("A link leads to something else: the {name} is both ends.", name=describe(source))
    if codebook.joins(known, source.label, target.label):
        return None
    return tr(
        "No link `{kind}` leads from the {source} to the {target}: it leads from {sources} to {targets}.",
        kind=kind,
        source=describe(source),
        target=describe(target),
        sources=tr(", ").join(map(spoken, known.sources)),
        targets=tr(", ").join(map(spoken, known.targets)),
    )


def in_its_place(codebook: Codebook, links: Iterable[Link], new: Link) -> Iterator[Link]:
    """The links of its annotator whose place a new one takes: the same one, and the one of a kind that has only one."""
    known = codebook.link(new.type)
    for link in links:
        if (link.type, link.source, link.annotator) == (new.type, new.source, new.annotator) and (
            link.target == new.target or not (known and known.many)
        ):
            yield link


def relinked(
    links: Iterable[Link], gone: str, stays: str, codebook: Codebook | None = None
) -> Iterator[Change]:
    """How those of one annotation become those of another, both named by their ids.

    No link becomes one that is there already, or that leads from an annotation to itself, or a second one where the
    codebook allows one: such a one goes.
    """
    all_links = list(links)
    there = {(each.type, each.source, each.target) for each in all_links}
    single = {each.name for each in codebook.links if not each.many} if codebook else set()
    has_one = {(each.type, each.source) for each in all_links if each.type in single}
    for link in all_links:
        if gone not in (link.source, link.target):
            continue
        source, target = (stays if end == gone else end for end in (link.source, link.target))
        known = source == target or (link.type, source, target) in there
        known |= link.source == gone and (link.type, source) in has_one
        there.add((link.type, source, target))
        yield Change(link, None if known else replace(link, source=source, target=target))


def with_spans(changes: Sequence[Change], links: Iterable[Link], find: Find) -> list[Change]:
    """The changes and, after them, what follows from those of links: a span without a label goes with its last link.

    ``links`` are all that are alive.
    """
    after = {link.id: link for link in links}
    touched: dict[str, None] = {}
    for change in changes:
        if isinstance(change.before, Link):
            touched[change.before.target] = touched[change.before.source] = None
            after.pop(change.before.id, None)
        if isinstance(change.after, Link):
            after[change.after.id] = change.after
    still = {end for link in after.values() for end in (link.source, link.target)}
    changed = {change.value.id for change in changes}
    bare = (find(each) for each in touched if each not in still | changed)
    return [
        *changes,
        *(Change(each, None) for each in bare if _is_span(each)),
    ]


def holding(
    changes: Iterable[Change], links: Iterable[Link], find: Find, codebook: Codebook
) -> list[Change] | None:
    """The changes without the links that they would bring back to an annotation that is gone by now, or beside one that
    has taken their place; None if they would take an annotation from under a link that was made since.

    ``links`` are all of one annotator's that are alive.
    """
    changes = list(changes)
    gone = {each.value.id for each in changes if each.after is None}
    come = {each.value.id for each in changes if each.after is not None}

    def there(identifier: str) -> bool:
        return identifier in come or (identifier not in gone and find(identifier) is not None)

    others = [link for link in links if link.id not in gone | come]
    if any(not there(end) for link in others for end in (link.source, link.target) if end in gone):
        return None
    found = []
    for change in changes:
        link = change.after
        if isinstance(link, Link) and (
            not (there(link.source) and there(link.target))
            or any(in_its_place(codebook, others, link))
        ):
            continue
        found.append(change)
    ends = {each for link in _links(found, others) for each in (link.source, link.target)}
    return [
        change
        for change in found
        if not (_is_span(change.after) and change.before is None and change.value.id not in ends)
    ]


def _links(changes: Iterable[Change], others: Iterable[Link]) -> Iterator[Link]:
    yield from others
    yield from (each.after for each in changes if isinstance(each.after, Link))


def _is_span(value: Kept | None) -> bool:
    return isinstance(value, Annotation) and value.label == SPAN
