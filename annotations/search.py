"""Find in an article by folded text."""

from __future__ import annotations

from functools import cached_property

from annotations.folding import EVERYTHING, Folded, Folding, fold
from annotations.model import Span


class Finder:
    """Searches one text as often as asked and folds it once, at the first search."""

    def __init__(self, text: str, rules: Folding = EVERYTHING) -> None:
        self.text = text
        self.rules = rules

    @cached_property
    def folded(self) -> Folded:
        return fold(self.text, self.rules)

    def find(self, query: str, most: int | None = None) -> list[Span]:
        """All hits in reading order, or the first ``most``, none over another; none for a query of which folding
        leaves nothing."""
        wanted = fold(query, self.rules).text
        hits: list[Span] = []
        if not wanted:
            return hits
        place = self.folded.text.find(wanted)
        while place >= 0 and (most is None or len(hits) < most):
            hit = self.folded.span(place, place + len(wanted))
            if (
                not hits or hit.start >= hits[-1].end
            ):  # two letters of one ligature are one place in the text
                hits.append(hit)
            place = self.folded.text.find(wanted, place + len(wanted))
        return hits


def find(text: str, query: str, rules: Folding = EVERYTHING) -> list[Span]:
    """All hits of ``query`` in ``text``, in reading order. To search the same text again keep a `Finder`."""
    return Finder(text, rules).find(query)
