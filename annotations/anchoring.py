"""Whether an annotation still stands in a text."""

from __future__ import annotations

from msgspec.structs import replace

from annotations.model import Anchor, Annotation, Article


def displaced(article: Article, annotation: Annotation) -> str | None:
    """Why an anchored annotation does not stand in ``article``, as the end of a sentence; None if it does.

    In the text it was made in, its words must be there. In another text those around it must be there as well.
    """
    text, start, end = article.text, annotation.start, annotation.end
    if end > len(text):
        return "it lies beyond the end of the text"
    if text[start:end] != annotation.exact:
        return "other words are there now"
    if annotation.sha256 == article.sha256:
        return None
    before = start - len(annotation.prefix)
    if before < 0 or not (
        text.startswith(annotation.prefix, before) and text.startswith(annotation.suffix, end)
    ):
        return "the words around it have changed"
    return None


def as_it_stands(article: Article, annotation: Annotation) -> Annotation:
    """The annotation as it is to be shown: for review if it does not stand where it says."""
    if annotation.anchor is Anchor.ANCHORED and displaced(article, annotation):
        return replace(annotation, anchor=Anchor.REVIEW)
    return annotation


def excerpt(annotation: Annotation) -> str:
    """The beginning of its words, on one line."""
    words = " ".join(annotation.exact.split())
    return words if len(words) <= 40 else f"{words[:39]}…"


def describe(annotation: Annotation) -> str:
    """Its label and the beginning of its words, to name it by in a sentence."""
    return f"{annotation.label} “{excerpt(annotation)}”"
