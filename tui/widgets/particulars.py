"""What is known of an annotation, as the entries of a sheet: what it says, where it stands, who said what of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import tzinfo
from functools import partial

import msgspec

from annotations.anchoring import displaced, ranges
from annotations.attributes import written
from annotations.biography import Deed
from annotations.codebook import Codebook
from annotations.messages import beside, mark, spoken, tr, trn
from annotations.model import (
    SPAN,
    Anchor,
    Annotation,
    Article,
    Decision,
    Direction,
    Link,
    Review,
    Span,
    direction_from,
)
from annotations.threads import thread
from tui.text.controls import hidden_in, named
from tui.text.form import Entry
from tui.text.said import mirrored, running
from tui.widgets.deeds import past
from tui.widgets.styles import labels_known
from tui.widgets.times import both_times, moment
from tui.widgets.values import in_words

CONTEXT = 90
"""Code points of the text on each side of the annotation that are shown at most."""
_LTR = Direction.LTR
_DEEPEST = 3
"""So many arrows are shown at most before a comment that answers one that answers one."""
REVIEWS = {
    Review.NONE: mark("not judged yet"),
    Review.SUGGESTED: mark("suggested"),
    Review.ACCEPTED: mark("accepted"),
    Review.REJECTED: mark("rejected"),
    Review.DISPUTED: mark("disputed"),
}
_KINDS = {
    "human": mark("by hand"),
    "model": mark("by a model"),
    "rule": mark("by a rule"),
    "import": mark("imported"),
}


class About(msgspec.Struct):
    """An annotation, and what is known of it."""

    article: Article
    shown: Annotation
    """As it is shown beside the text of today."""
    paragraph: int
    """The number of the one that it begins in, from 1."""
    annotator: str
    """Who looks at it."""
    decisions: Sequence[Decision] = ()
    links: Sequence[tuple[Link, Annotation]] = ()
    """Those from and to it, each with the annotation at the other end."""
    deeds: Sequence[Deed] | None = None
    """Its history, the newest first; None while that is being read."""
    problems: Sequence[str] = ()
    """What of its history could not be read."""
    most: int = 50
    """So many deeds are shown at first."""
    named: Callable[[str], str] = str
    """How an annotation is called, by its id."""
    zone: tzinfo | None = None
    """Of the times; None is that of the machine."""

    codebook: Codebook | None = None
    """What can be said of it."""

    @property
    def mine(self) -> bool:
        return self.shown.annotator == self.annotator


def particulars(about: About) -> list[Entry]:
    """The entries of the sheet, from what is looked for most to what is looked for least."""
    return [
        *_words(about),
        *_standing(about),
        *_attributes(about),
        *_links(about),
        *_judged(about),
        *_origin(about),
        *past(
            about.deeds,
            about.problems,
            about.most,
            about.named,
            partial(_titled, about),
            about.zone,
        ),
    ]


# Its words.


def _words(about: About) -> Iterator[Entry]:
    shown = about.shown
    way = _direction(about.article, shown)
    yield Entry("words", tr("Words"))
    if shown.anchor is not Anchor.ANCHORED:
        before, after = (re.split("[\n\u2029]", each) for each in (shown.prefix, shown.suffix))
        was = (before[-1], shown.exact, after[0])
        yield _passage("was", tr("were"), was, [Span(0, len(shown.exact))], "waiting", way)
        if shown.anchor is Anchor.REVIEW:
            span = [Span(0, shown.end - shown.start)]
            now = _around(about.article.text, shown.span)
            yield _passage("now", tr("now there"), now, span, "hit", way)
        return
    parts = [Span(a - shown.start, b - shown.start) for a, b in shown.fragments or [shown.span]]
    look = shown.label if shown.label in labels_known() else "selection"
    around = _around(about.article.text, shown.span)
    yield _passage("text", tr("in the text"), around, parts, look, way)
    for number, (start, end) in enumerate(shown.fragments, 1):
        name = tr("part {number} of {n}", number=number, n=len(shown.fragments))
        yield Entry(f"part {number}", name, running(about.article.text[start:end], way))


def _direction(article: Article, annotation: Annotation) -> Direction:
    """Of the paragraph that it stands in; the article's where it has lost its place."""
    if annotation.anchor is Anchor.ORPHAN:
        return article.direction
    before = (article.text.rfind(end_of, 0, annotation.start) for end_of in "\n\u2029")
    return direction_from(article.text, 1 + max(before))


def _around(text: str, span: Span) -> tuple[str, str, str]:
    """What stands before a span in its paragraph, from the beginning of a word, the span, and what stands after it."""
    start, end = span
    low = max(0, start - CONTEXT, *(text.rfind(each, 0, start) + 1 for each in "\n\u2029"))
    if low == start - CONTEXT and low > 0:
        low = text.find(" ", low, start) + 1 or start
    high = end + CONTEXT
    high = min(
        high, len(text), *(at for each in "\n\u2029" if (at := text.find(each, end, high)) >= 0)
    )
    if high == end + CONTEXT and high < len(text):
        high = max(end, text.rfind(" ", end, high))
    return text[low:start], text[start:end], text[end:high]


def _passage(
    key: str,
    name: str,
    passage: tuple[str, str, str],
    parts: Sequence[Span],
    look: str,
    way: Direction,
) -> Entry:
    """Words between what is round them; ``parts`` of them are the annotation's, ``way`` is that of their paragraph."""
    before, words, after = passage
    text = before + words + after
    value = running(text, way)
    begins = len(value) - len(text)
    ahead = begins + len(before)
    marks = [(ahead + start, ahead + end, look) for start, end in parts]
    marks += [(start, end, "hidden") for start, end in hidden_in(value, begins, len(value))]
    return Entry(key, name, value, "dim", marks=tuple(marks))


# Where it stands and what it is.


def _standing(about: About) -> Iterator[Entry]:
    shown = about.shown
    yield _told("label", tr("Label"), spoken(shown.label))
    yield Entry("note", tr("Note"), shown.note) if shown.note else _none("note", tr("Note"))
    size = sum(end - start for start, end in shown.fragments or [shown.span])
    points = trn("{n} code point", "{n} code points", size)
    place = f"¶{about.paragraph} · {ranges(shown)} · {points}"
    if shown.anchor is Anchor.ORPHAN:
        place = f"¶{about.paragraph} · {shown.start}"
    yield _told("place", tr("Place"), place)
    if shown.anchor is Anchor.ANCHORED:
        yield _told("anchor", tr("Stands"), tr("where it was put"), "dim")
    else:
        why = displaced(about.article, shown) or ""
        said = tr("not certainly: {why}.", why=why)
        if about.mine and shown.anchor is Anchor.REVIEW:
            said += "\n" + tr("Enter accepts what is there now; on its place, Enter sets it anew.")
        elif about.mine:
            said += "\n" + tr("Enter goes to the text, to select where it belongs.")
        yield _told("anchor", tr("Stands"), said, "warning")
    if controls := Counter(named(shown.exact)):
        said = "\n".join(
            f"{name} × {count}" if count > 1 else name for name, count in controls.items()
        )
        yield _told("controls", tr("Controls"), said, "dim")


def _attributes(about: About) -> Iterator[Entry]:
    """Those that there are, and those that the codebook has for its label."""
    said, book = about.shown.attributes, about.codebook
    known = {each.name: each for each in book.attributes(about.shown.label)} if book else {}
    if said or about.mine:
        yield Entry("attributes", tr("Attributes"))
    for name, attribute in known.items():
        key, title = f"attribute {name}", str(attribute.title)
        if name in said:
            yield Entry(key, title, in_words(attribute, said[name]))
        elif about.mine and attribute.required:
            yield _told(key, title, tr("! still to be said"), "warning")
        elif about.mine:
            yield _none(key, title)
    for name, value in said.items():
        if name not in known:
            yield Entry(f"attribute {name}", name, written(value))
    if about.mine:
        yield _told("add", "+", tr("more to be said, or linked"), "dim")


def _links(about: About) -> Iterator[Entry]:
    """Those that there are, and those of one's own that the codebook requires."""
    book, own = (
        about.codebook,
        {each.type for each, _ in about.links if each.source == about.shown.id},
    )
    kinds = book.links_from(about.shown.label) if book and about.mine else ()
    lacking = [each for each in kinds if each.required and each.name not in own]
    if about.links or lacking:
        yield Entry("links", tr("Links"))
    for each in lacking:
        yield _told(f"lacks {each.name}", f"→ {each.title}", tr("! still to be said"), "warning")
    for link, other in about.links:
        kind = about.codebook.link(link.type) if about.codebook else None
        title = str(kind.title) if kind else link.type
        leads = link.source == about.shown.id
        name = f"{'→' if leads != mirrored() else '←'} {title}"
        label = tr("without a label") if other.label == SPAN else spoken(other.label)
        words = running(" ".join(other.exact[:300].split()), _direction(about.article, other))
        said = f"{words}\n{label}"
        said += "" if other.annotator == about.annotator else f" · {other.annotator}"
        last = len(said) - said.rfind("\n") - 1
        yield Entry(f"link {link.id}", name, said, marks=((len(said) - last, len(said), "dim"),))


def _titled(about: About, what: str, name: str) -> str:
    """What the codebook calls a kind of link, or an attribute, of that name."""
    book = about.codebook
    if book is None:
        return name
    known = book.link(name) if what == "link" else book.attribute(about.shown.label, name)
    return str(known.title) if known else name


# What is held of it.


def _judged(about: About) -> Iterator[Entry]:
    yield Entry("judged", tr("Review"))
    review = about.shown.review
    look = "warning" if review in (Review.DISPUTED, Review.REJECTED) else ""
    yield _told("review", tr("State"), tr(REVIEWS[review]), look or "dim" * (review is Review.NONE))
    for decision in about.decisions:
        if decision.review is not Review.NONE:
            said = beside([tr(REVIEWS[decision.review]), moment(decision.modified, about.zone)])
            key, name = f"decision {decision.id}", decision.annotator
            yield Entry(key, name, said, "dim", direction=_LTR)
    remarks = thread(about.decisions)
    for comment, depth in remarks:
        time = moment(comment.created, about.zone)
        if comment.modified != comment.created and comment.review is Review.NONE:
            time = tr("{time}, changed", time=time)
        name = "↳" * min(depth, _DEEPEST) + comment.annotator
        key, said = f"comment {comment.id}", f"{time}\n{comment.note}"
        yield Entry(key, name, said, direction=_LTR, marks=((0, len(time), "dim"),))
    more = tr("another comment") if remarks else tr("none")
    yield _told("comment", tr("Comment"), more, "dim")


def _origin(about: About) -> Iterator[Entry]:
    shown = about.shown
    yield Entry("origin", tr("Where it is from"))
    who = tr("{name} (you)", name=shown.annotator) if about.mine else shown.annotator
    yield _told("annotator", tr("Annotator"), who)
    yield _told("created", tr("Made"), both_times(shown.created, about.zone))
    if shown.modified != shown.created:
        yield _told("modified", tr("Changed"), both_times(shown.modified, about.zone))
    provenance = shown.provenance
    kind = tr(_KINDS[provenance.kind]) if provenance.kind in _KINDS else provenance.kind
    by = "" if provenance.by in ("", shown.annotator) else provenance.by
    said = " · ".join(filter(None, (kind, by)))
    yield _told("provenance", tr("Provenance"), said)
    if provenance.reason:
        yield Entry("reason", tr("Reason"), provenance.reason, direction=_LTR)
    yield _told("id", tr("Id"), shown.id, "dim")


# Pieces.


def _told(key: str, name: str, value: str, look: str = "") -> Entry:
    """Something that the program says, from left to right."""
    return Entry(key, name, value, look, _LTR, forced=True)


def _none(key: str, name: str) -> Entry:
    return _told(key, name, tr("none"), "dim")
