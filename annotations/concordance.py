"""Hits with the words round them, in one article or in many: a concordance."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from itertools import groupby
from typing import NamedTuple

import msgspec

from annotations import HashiyaError
from annotations.folding import fold
from annotations.model import Article, Direction, Span, direction_from
from annotations.patterns import SlowPatternError

BEFORE, AFTER = 120, 200
"""Code points of the text kept before the start of a hit, and from there on, at most."""
_NO_WORD = re.compile(r"[^\w\n]+")


class Order(Enum):
    """What the lines of a concordance are sorted by."""

    PLACE = "place"
    """The articles in their order, each from its beginning."""
    FOLLOWING = "following"
    """The words after the hit, folded."""
    PRECEDING = "preceding"
    """The words before it, the nearest first."""


class Found(msgspec.Struct, eq=False):
    """An article with hits."""

    path: str
    title: str
    sha256: str
    number: int
    """Its place among the articles that were looked through."""
    count: int
    """Of its hits."""
    tagged: Mapping[Span, frozenset[str]]
    """What is tagged in it already, with which labels."""


class Line(msgspec.Struct, frozen=True, eq=False):
    """A hit with the words round it."""

    found: Found
    span: Span
    text: str
    """What is near it in its paragraph. Line ends are in the hit alone."""
    at: Span
    """Where the hit is in ``text``, as far as that has it."""
    paragraph: int
    """From 1."""
    direction: Direction
    """Of the paragraph, so of ``text`` as well."""

    @property
    def labels(self) -> frozenset[str]:
        """Those that it is tagged with already."""
        return self.found.tagged.get(self.span, frozenset())


class Looked(NamedTuple):
    """What came of looking through an article."""

    path: str
    lines: list[Line]
    problem: str = ""
    """Why it could not be looked through, as a sentence."""
    ends: bool = False
    """Whether nothing more is looked through because of that."""


Labels = Callable[[Article], Mapping[Span, frozenset[str]]]
"""What is tagged already in an article, with which labels."""
Seek = Callable[[Article], Iterable[Span]]


def look_through(
    paths: Iterable[tuple[int, str]],
    read: Callable[[str], Article],
    seek: Seek,
    labels: Labels,
    most: int,
) -> Iterator[Looked]:
    """The lines of all that ``seek`` gives in each of the articles, which come with their numbers; ``most`` in all.

    What cannot be read, or is gone by then, is told, and the rest goes on; an expression that runs away ends it."""
    room = most
    for number, path in paths:
        try:
            article = read(path)
            lines = in_lines(article, [*seek(article)][:room], labels, number)
        except SlowPatternError as error:
            yield Looked(path, [], f"{path}: {error}", ends=True)
            return
        except HashiyaError as error:
            yield Looked(path, [], str(error))
            continue
        room -= len(lines)
        yield Looked(path, lines)
        if not room:
            return


def in_lines(article: Article, spans: list[Span], labels: Labels, number: int = 0) -> list[Line]:
    """A line for each of the spans, which are in reading order."""
    if not spans:
        return []
    text, lines = article.text, []
    found = Found(article.path, article.title, article.sha256, number, len(spans), labels(article))
    paragraph, counted, opened = 1, 0, 0
    for span in spans:
        ends = sum(text.count(end_of, counted, span.start) for end_of in "\n\u2029")
        if ends:
            opened = 1 + max(text.rfind(end_of, counted, span.start) for end_of in "\n\u2029")
        paragraph += ends
        counted = span.start
        near = text[max(0, span.start - BEFORE) : span.start]
        before = near[max(near.rfind("\n"), near.rfind("\u2029")) + 1 :]
        hit = text[span.start : min(span.end, span.start + AFTER)]
        rest = text[span.start + len(hit) : span.start + AFTER]
        after = rest.partition("\n")[0].partition("\u2029")[0].removesuffix("\r")
        at = Span(len(before), len(before) + len(hit))
        direction = direction_from(text, opened)
        lines.append(Line(found, span, f"{before}{hit}{after}", at, paragraph, direction))
    return lines


def ordered(lines: Iterable[Line], order: Order) -> list[Line]:
    """The lines sorted; those that are even stand as by place."""
    lines = sorted(lines, key=lambda line: (line.found.number, line.found.path, line.span))
    if order is Order.PLACE:
        return lines
    if order is Order.FOLLOWING:
        keys = _words(line.text[line.at.end :] for line in lines)
    else:
        keys = [words[::-1] for words in _words(line.text[: line.at.start] for line in lines)]
    return [lines[place] for place in sorted(range(len(lines)), key=keys.__getitem__)]


def by_article(lines: Iterable[Line]) -> list[tuple[Found, list[Line]]]:
    """The lines of each article together, as by place."""
    groups = groupby(ordered(lines, Order.PLACE), key=lambda line: line.found.path)
    together = [list(group) for _, group in groups]
    return [(each[0].found, each) for each in together]


def _words(texts: Iterable[str]) -> list[list[str]]:
    """The folded words of each text. All are folded at once, which is many times faster than one by one."""
    folded = fold("\n".join(texts)).text
    return [each.split() for each in _NO_WORD.sub(" ", folded).split("\n")]
