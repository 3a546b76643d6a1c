"""What is suggested for a quote among the annotations that there are."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from annotations.default_codebook import DEFAULT
from annotations.model import Article, Span, annotate
from tui.screens.link_ends import suggested


@pytest.mark.parametrize(
    ("words", "kind", "source"),
    [
        ("كورية شمالية", "NORP", None),
        ("كورية شمالية", "DATE", None),
        ("كورية شمالية", "GPE", "كورية شمالية"),
        ("كورية شمالية", "party", "كورية شمالية"),
        ("كورية شمالية", ["NORP"], "كورية شمالية"),
        ("كورية شمالية", None, "كورية شمالية"),
        ("وسائل إعلام كورية شمالية", "NORP", "وسائل إعلام كورية شمالية"),
    ],
)
def test_what_does_not_speak_is_a_source_only_as_a_whole(
    words: str, kind: object, source: str | None
) -> None:
    text = "وقالت وسائل إعلام كورية شمالية إن الزيارة مهمة."
    article, place, at = Article("a", text), text.index(words), text.index("الزيارة")
    quote = annotate(article, Span(at, at + len("الزيارة مهمة")), "quote", "Leila")
    said = {} if kind is None else {"type": kind}
    entity = annotate(article, Span(place, place + len(words)), "entity", "Leila")
    found, named = suggested(DEFAULT, article, quote, [replace(entity, attributes=said)])
    assert found is not None
    assert found.source is not None
    assert text[slice(*found.source)] == (source or "وسائل إعلام كورية شمالية")
    assert (named and named.exact) == source


def test_the_cue_of_a_broken_quote_is_suggested() -> None:
    text = "«لن نتراجع»، قال الوزير، «مهما كان الثمن»."
    article, at = Article("a", text), text.index("مهما")
    parts = [Span(1, 11), Span(at, at + len("مهما كان الثمن"))]
    hull = Span(parts[0].start, parts[-1].end)
    quote = replace(annotate(article, hull, "quote", "Leila"), fragments=tuple(parts))
    found, _ = suggested(DEFAULT, article, quote, [])
    assert found is not None
    assert found.cue is not None
    assert (found.type, text[slice(*found.cue)]) == ("direct", "قال")
