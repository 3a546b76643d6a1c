"""Selections that follow the language, and going to the next of a kind."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from annotations.margin import reading_order
from annotations.messages import entitled, mark, spoken, tr
from annotations.model import Annotation, Article, Span
from annotations.wanted import Wanted, Why
from tui.screens.opening import Opening
from tui.screens.showing import names
from tui.widgets.article_text import LARGE

if TYPE_CHECKING:
    from annotations.known_names import Names

_NONE = {
    "any": mark("There is no annotation."), "hits": mark("There is no annotation."),
    "quote": mark("There is no quote."), "entity": mark("There is no entity."), "claim": mark("There is no claim."),
    "unreviewed": mark("There is no annotation to be reviewed."),
    "untagged": mark("There is no quotation without a tag."),
}  # fmt: skip
_NONE_OF = mark("There is no {label}.")


class Selecting(Opening):
    """What is selected grows and shrinks by natural units; ``n`` goes on to the next of what was gone to last."""

    aim = "any"
    """What is gone on to: hits, or a kind of annotation."""
    _inner = 0  # the offset round which a selection grows and shrinks
    _counted: tuple[str, Counter[str]] | None = None  # the words of a text

    def known_names(self) -> Names:
        """The entities of the open article."""
        if self.names is None:
            from annotations.known_names import Names

            self.names = Names(names(self.margin.annotations))
        return self.names

    def _counts(self) -> Mapping[str, int]:
        """How often each word stands in the article; of a large one, in what is near."""
        from annotations.clitics import count_words

        text = self.article.text
        if self._counted is None or self._counted[0] is not text:
            near = text
            if len(text) > LARGE:
                start = max(0, self.reader.cursor - LARGE // 2)
                near = text[start : start + LARGE]
            self._counted = text, count_words(near)
        return self._counted[1]

    # Growing and shrinking.

    def action_widen(self) -> None:
        from annotations.units import grow

        reader = self.reader
        selected = reader.selection
        if selected is None:
            self._inner = reader.cursor
        span = selected or Span(reader.cursor, reader.cursor)
        reader.select(grow(self.article.text, span, self.known_names(), self._counts()))

    def action_narrow(self) -> None:
        from annotations.units import shrink

        selected = self.reader.selection
        if selected is None:
            self.say(
                tr("Nothing is selected: w selects the word here, and again what is round it.")
            )
            return
        inner = self._inner if selected.start <= self._inner < selected.end else selected.start
        span = shrink(self.article.text, selected, inner, self.known_names(), self._counts())
        if span.start < span.end:
            self.reader.select(span)
        else:
            self.reader.go(span.start)

    def clitic(self, span: Span, *, off: bool) -> Span | None:
        """``span`` without the clitic at its start, or with the one that was taken off; None where there is none."""
        from annotations.clitics import trim, untrim

        text = self.article.text
        return trim(text, span, self._counts()) if off else untrim(text, span)

    # Going on.

    def action_aim(self, kind: str) -> None:
        """Go to the next of a kind, which is then what is gone on to."""
        self.aim = kind
        self.go_on(1)

    def go_on(self, step: int) -> None:
        """To the next (1) or the one before (-1) of the kind that was gone to last, going round."""
        found = self._untagged(step) if self.aim == "untagged" else self.next_annotation(step)
        if found is None:
            message = _NONE_OF if entitled(self.aim) else _NONE.get(self.aim, _NONE_OF)
            self.say(tr(message, label=spoken(self.aim)))
            return
        self.leave_place()
        if isinstance(found, Annotation):
            self.reader.go_to(found, centre=True)
        else:
            self.reader.go(found, centre=True)

    def next_annotation(self, step: int) -> Annotation | None:
        """The next of the kind that was gone to last, or the one before; of any kind where that was none of them."""
        items, current = self.listed.items, self.reader.current
        if current is not None:
            here = reading_order(current)
            if step > 0:
                place = bisect_right(items, here, key=reading_order)
            else:
                place = bisect_left(items, here, key=reading_order) - 1
        else:
            place = bisect_left(items, self.reader.cursor, key=lambda each: each.start)
            place -= step < 0
        round_ = (items[(place + step * n) % len(items)] for n in range(len(items)))
        return next(filter(self._is_wanted, round_), None)

    def _is_wanted(self, annotation: Annotation) -> bool:
        if self.aim == "unreviewed":
            return bool(self.why_waiting(annotation))
        return self.aim in ("any", "hits", "untagged", annotation.label)

    def _untagged(self, step: int) -> int | None:
        """Where the next quotation begins that no quote covers."""
        from annotations.boundaries import quotations_in

        text, cursor = self.article.text, self.reader.cursor
        if step > 0:
            parts = [(cursor + 1, len(text)), (0, cursor + 1)]
            found = (each.inner for part in parts for each in quotations_in(text, *part))
            return next((each.start for each in found if not self._is_quoted(each)), None)
        before = [each.inner for each in quotations_in(text, 0, cursor)]
        after = [each.inner for each in quotations_in(text, cursor, len(text))]
        found = (each for each in (*reversed(before), *reversed(after)))
        return next((each.start for each in found if not self._is_quoted(each)), None)

    def _is_quoted(self, span: Span) -> bool:
        return any(each.label == "quote" for each in self.reader.annotated.touching(*span))

    # The list of annotations, narrowed down.

    def action_narrow_listed(self, what: str) -> None:
        """Only those with the next label, annotator or reason there is; after the last, all again."""
        from msgspec.structs import replace

        wanted, items = self.listed.wanted, self.listed.items
        there: list[object] = [None, *Why]
        if what == "label":
            there = ["", *sorted({each.label for each in items})]
        elif what == "annotator":
            there = ["", *sorted({each.annotator for each in items})]
        now = getattr(wanted, what)
        at = there.index(now) if now in there else 0
        self._narrow_listed(replace(wanted, **{what: there[(at + 1) % len(there)]}))

    def action_listed_words(self) -> None:
        """Ask for words and narrow the list down while they are written."""
        from msgspec.structs import replace

        def narrow(words: str) -> None:
            if words != self.listed.wanted.words:
                self._narrow_listed(replace(self.listed.wanted, words=words))

        before, ask = self.listed.wanted.words, self.prompt.ask
        question = tr("Annotations with")
        ask(question, narrow, before, keep=True, each=narrow, dropped=lambda: narrow(""))

    def action_all_listed(self) -> None:
        if self.listed.wanted:
            self._narrow_listed(Wanted())

    def _narrow_listed(self, wanted: Wanted) -> None:
        self.listed.wanted = wanted
        self.show_annotations()

    def _show_text(self, article: Article, offset: int) -> None:
        if article.path != self.article.path:
            self.aim = "any"
        super()._show_text(article, offset)
