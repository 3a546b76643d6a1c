"""What can be said of an annotation and the text that it is shown beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from annotations.messages import entitled, mark, spoken, tr, trn
from annotations.model import CONTEXT, Anchor, Annotation, Article, Span


def settled(
    article: Article, annotation: Annotation, span: Span, fragments: Sequence[Span] = ()
) -> Annotation:
    """The annotation as if it had been made of ``span``, which holds at least one code point, in ``article``."""
    (start, end), text = span, article.text
    return replace(
        annotation,
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        sha256=article.sha256,
        fragments=tuple(fragments),
        anchor=Anchor.ANCHORED,
    )


def displaced(article: Article, shown: Annotation) -> str | None:
    """Why an annotation that is shown beside ``article`` does not stand there, as the end of a sentence."""
    if shown.anchor is Anchor.ANCHORED:
        return None
    if shown.anchor is Anchor.ORPHAN:
        return tr("its words are gone")
    if article.text[shown.start : shown.end] != shown.exact:
        return tr("other words are there now")
    if shown.sha256 == article.sha256:
        return tr("it waits to be reviewed")
    return tr("the words around it have changed, or its words stand there more than once")


def news(old: str, new: str) -> str:
    """The words of ``new`` from the first one on that differs from ``old``: what a short place has to show."""
    pairs = enumerate(zip(old, new, strict=False))
    differs = next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))
    start = max(new.rfind(space, 0, differs) for space in " \n") + 1
    return f"…{new[start:]}" if start else new


def waiting(article: Article, shown: Iterable[Annotation]) -> Iterator[str]:
    """A sentence about annotations that do not stand where they were made, if there are any."""
    states = Counter(each.anchor for each in shown)
    waits, lost = states[Anchor.REVIEW], states[Anchor.ORPHAN]
    path = article.path
    if waits and lost:
        yield tr(
            "The text of {path} has changed: {waiting} and {lost}. What waits can be accepted where it is shown, "
            "placed by hand or deleted; what is lost can be placed by hand or deleted.",
            path=path,
            waiting=trn(
                "{n} of its annotations waits for review",
                "{n} of its annotations wait for review",
                waits,
            ),
            lost=trn("{n} has lost its place", "{n} have lost their place", lost),
        )
    elif waits:
        yield trn(
            "The text of {path} has changed: {n} of its annotations waits for review. What waits can be accepted where "
            "it is shown, placed by hand or deleted.",
            "The text of {path} has changed: {n} of its annotations wait for review. What waits can be accepted where "
            "it is shown, placed by hand or deleted.",
            waits,
            path=path,
        )
    elif lost:
        yield trn(
            "The text of {path} has changed: {n} of its annotations has lost its place. What is lost can be placed by "
            "hand or deleted.",
            "The text of {path} has changed: {n} of its annotations have lost their place. What is lost can be placed "
            "by hand or deleted.",
            lost,
            path=path,
        )


def ranges(annotation: Annotation) -> str:
    """The offsets of it, or of each of its fragments, as ``start–end``."""
    parts = annotation.fragments or (annotation.span,)
    return ", ".join(f"{start}–{end}" for start, end in parts)


def excerpt(annotation: Annotation) -> str:
    """The beginning of its words, on one line."""
    words = " ".join(annotation.exact.split())
    return words if len(words) <= 40 else f"{words[:39]}…"


def describe(annotation: Annotation) -> str:
    """Its label and the beginning of its words, to name it by in a sentence."""
    label = annotation.label
    message = _OTHER if entitled(label) else _DESCRIBED.get(label, _OTHER)
    return tr(message, label=spoken(label), words=excerpt(annotation))


_DESCRIBED = {
    "quote": mark("quote “{words}”"),
    "entity": mark("entity “{words}”"),
    "claim": mark("claim “{words}”"),
}
_OTHER = mark("{label} “{words}”")
