"""What was said of an annotation: who holds what of it, and the comments in the order of a conversation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from annotations.model import Decision, Review


class Remark(NamedTuple):
    """A comment in its place."""

    comment: Decision
    depth: int
    """How many others it stands under: 0 for one that answers none."""


def verdict(decisions: Iterable[Decision], annotator: str) -> Decision | None:
    """The verdict of an annotator among the decisions on an annotation: the last, should there be several."""
    own = [
        each for each in decisions if each.annotator == annotator and each.review is not Review.NONE
    ]
    return max(own, key=lambda each: (each.modified, each.id), default=None)


def verdicts(decisions: Iterable[Decision]) -> dict[str, Review]:
    """What each annotator who judged holds, in the order of time."""
    judged = (each for each in decisions if each.review is not Review.NONE)
    in_time = sorted(judged, key=lambda each: (each.modified, each.id))
    return {each.annotator: each.review for each in in_time}


def thread(decisions: Iterable[Decision]) -> list[Remark]:
    """The comments among the decisions on an annotation, in the order of time, those that answer one right after it.

    What answers a comment that is not there, or one that answers it in turn, stands as if it answered none.
    """
    comments = sorted(
        (each for each in decisions if each.note), key=lambda each: (each.created, each.id)
    )
    there = {each.id for each in comments}
    under: dict[str, list[Decision]] = {}
    for each in comments:
        under.setdefault(each.answers if each.answers in there else "", []).append(each)
    told: dict[str, Remark] = {}
    for each in (*under.get("", ()), *comments):  # the latter only if they answer each other
        if each.id not in told:
            told.update((remark.comment.id, remark) for remark in _from(each, under, told))
    return list(told.values())


def _from(
    first: Decision, under: dict[str, list[Decision]], told: dict[str, Remark]
) -> Iterator[Remark]:
    """A comment and all that stands under it and was not told before."""
    waiting, seen = [Remark(first, 0)], {*told}
    while waiting:
        remark = waiting.pop()
        if remark.comment.id in seen:
            continue
        seen.add(remark.comment.id)
        yield remark
        answers = reversed(under.get(remark.comment.id, ()))
        waiting += [Remark(each, remark.depth + 1) for each in answers]
