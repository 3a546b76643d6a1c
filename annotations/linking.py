"""What becomes of links when an annotation goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from annotations.history import Change
from annotations.model import Link


def relinked(links: Iterable[Link], gone: str, stays: str) -> Iterator[Change]:
    """How those of one annotation become those of another, both named by their ids.

    No link becomes one that is there already, or that leads from an annotation to itself: such a one goes.
    """
    all_links = list(links)
    there = {(each.type, each.source, each.target) for each in all_links}
    for link in all_links:
        if gone not in (link.source, link.target):
            continue
        source, target = (stays if end == gone else end for end in (link.source, link.target))
        known = source == target or (link.type, source, target) in there
        yield Change(link, None if known else replace(link, source=source, target=target))
