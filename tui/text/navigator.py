"""Where a motion leads: by sight over the rows of a layout, by reading order over the units of the text."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from annotations.model import Direction, Span
from tui.text.layout import Layout


@lru_cache(maxsize=1)
def _by_reading() -> dict[str, Callable[[str, int], int]]:
    """The motions over the units of the text, which nothing needs before the first frame."""
    from annotations import boundaries, clauses

    def paragraph_end(text: str, offset: int) -> int:
        """The end of the paragraph, or of the next one from there."""
        end = boundaries.paragraph_at(text, offset).end
        if offset < end:
            return end
        return boundaries.paragraph_at(text, boundaries.next_paragraph(text, offset)).end

    return {
        "word": boundaries.next_word,
        "word-back": boundaries.previous_word,
        "sentence": boundaries.next_sentence,
        "sentence-back": boundaries.previous_sentence,
        "clause": clauses.next_clause,
        "clause-back": clauses.previous_clause,
        "quotation": boundaries.next_quotation,
        "quotation-back": boundaries.previous_quotation,
        "paragraph": boundaries.next_paragraph,
        "paragraph-back": boundaries.previous_paragraph,
        "paragraph-end": paragraph_end,
    }


_OPPOSITE = {"left": "right", "right": "left"}
_VERTICAL = {"down": 1, "up": -1, "page-down": 1, "page-up": -1}


class Navigator:
    """Moves over one layout. It remembers the column that rows are left at, until a motion that is not up or down."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        """What it moves over."""
        self._column: int | None = None
        self._back: tuple[str, int, int] | None = None
        """Where a row of the other direction was just entered: the motion that leads back, from where, and to where."""
        self._returned: int | None = None
        """Where that has led to just now."""

    def forget_column(self) -> None:
        """The cursor has been put somewhere else than a motion led."""
        self._column = self._back = self._returned = None

    def target(
        self, where: str, offset: int, page: int, times: int = 1, *, letters: bool = False
    ) -> int:
        """The offset that the motion named ``where`` leads to from ``offset``, made ``times`` times; ``page`` is a
        screen's rows. ``letters``: to the left and to the right, lam and alef are two steps, since a selection may
        begin or end between them (لأحمد)."""
        layout = self.layout
        if where in _VERTICAL:
            if self._column is None:
                self._column = layout.row_at(offset).column(offset)
        else:
            self._column = None
        for _ in range(times):
            before, offset = offset, self._once(where, offset, page, letters)
            if offset == before:  # the end of the text
                break
        return offset

    def _once(self, where: str, offset: int, page: int, letters: bool) -> int:
        layout = self.layout
        if where in _OPPOSITE:
            return self._sideways(where, offset, letters)
        self._back = self._returned = None
        if self._column is not None:
            rows = _VERTICAL[where] * (page if where.startswith("page") else 1)
            return layout.vertical(offset, rows, self._column)
        text, row = layout.script.text, layout.row_at(offset)
        if where in ("word-left", "word-right"):
            rtl = row.direction is Direction.RTL
            where = "word" if (where == "word-left") == rtl else "word-back"
        if where in _by_reading():
            return _by_reading()[where](text, offset)
        match where:
            case "row-start":
                return row.first
            case "row-end":
                return row.last
            case "start":
                return 0
            case "end":
                return len(text)
            case _:
                raise ValueError(f"no such motion: {where}")

    def _sideways(self, where: str, offset: int, letters: bool) -> int:
        """To the left or to the right. From the end of a row both may lead onward, to a row of the other direction:
        turning round at once leads back all the same. Turning round there again leads on."""
        back, returned = self._back, self._returned
        self._back = self._returned = None
        if back is not None and back[:2] == (where, offset):
            self._returned = back[2]
            return back[2]
        layout = self.layout
        if letters:
            to = self._letter(where, offset)
        else:
            to = layout.left(offset) if where == "left" else layout.right(offset)
        turns = layout.row_at(to).direction is not layout.row_at(offset).direction
        if turns and offset != returned:
            self._back = (_OPPOSITE[where], to, offset)
        return to

    def _letter(self, where: str, offset: int) -> int:
        """To the left or to the right by a letter. Lam and alef are always written from right to left."""
        from annotations.resizing import alef_in

        layout = self.layout
        text, here = layout.script.text, self._cluster(offset)
        if where == "left":
            alef = alef_in(text, here) if here.start == offset else None
            return layout.left(offset) if alef is None else alef
        if here.start < offset:
            return here.start
        to = layout.right(offset)
        alef = alef_in(text, self._cluster(to)) if to != offset else None
        return to if alef is None else alef

    def _cluster(self, offset: int) -> Span:
        """The cluster over ``offset``; an empty one at the end of a row."""
        clusters = self.layout.row_at(offset).clusters
        found = (Span(each.start, each.end) for each in clusters if each.start <= offset < each.end)
        return next(found, Span(offset, offset))
