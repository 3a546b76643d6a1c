"""What a field does with its text: a caret, a selection, edits, and the way back from each. Pure, without a screen.

The caret stands between two clusters and is *drawn on the one that follows it*, or after the last one. So every place
has one cell and every cell one place, also where the direction changes: there, a caret drawn between cells would have
two. Left and right go to the next cell that the eye sees. What is typed there may still come to stand elsewhere: beside
the cluster *before* the caret, if it is of that one's direction; `Editor.beside` says where that is, to be shown too.

Offsets are code points. No motion puts the caret inside a cluster. An edit leaves it where the edit ended, even where
both sides become one cluster then (a lam typed before an alef), so that what is typed keeps its order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from annotations.clusters import clusters
from annotations.model import Direction, Span
from tui.text.layout import Layout, Script
from tui.text.line import ENDLESS, FLAT
from tui.text.navigator import Navigator

MOST_IN_LINE, MOST_IN_LINES = 5_000, 50_000
"""Code points that a field takes, of one line and of several: as many as it can lay out between two keys."""

_END = "\u2003"
"""Laid out after the text, so that the caret has a cell there, also after a line end, and spaces before it keep theirs:
a space that does not hang over the end of a row, and that stands at the end of it whatever comes before (UAX #9 L1).
Spaces at the end of a line are laid out as this one, each in a cell that the caret goes through."""
_AT_A_LINE_END = re.compile(r" +(?=\r?\n)")
_SEQUENCE = re.compile(r"\x1b\[[0-?]*+[ -/]*+[@-~]|\x1b\][^\x07\x1b]*+(?:\x07|\x1b\\)")
_CONTROL = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f]")
_LINE_ENDS = tuple("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
_TYPED, _BACK, _ONWARD = "typed", "back", "onward"


def cleaned(text: str, *, lines: bool) -> str:
    """``text`` as a field takes it: no control character but, with ``lines``, LF for each line end; what colours the
    output of a program goes as a whole. Without ``lines`` line ends become spaces, as tabs do."""
    parts = _SEQUENCE.sub("", text).replace("\t", " ").splitlines()
    if lines and text.endswith(_LINE_ENDS):
        parts.append("")
    return _CONTROL.sub("", ("\n" if lines else " ").join(parts))


class Edit(NamedTuple):
    """A step that can be undone: from ``start`` on ``removed`` gave way to ``inserted``; caret and anchor are those
    before. Steps of one ``kind`` that follow on each other are one; one without a kind stands by itself."""

    start: int
    removed: str
    inserted: str
    caret: int
    anchor: int | None
    kind: str = ""

    def with_next(self, edit: Edit) -> Edit | None:
        """Both as one step, or None where they are two: typing is a step for each word."""
        if not edit.kind or edit.kind != self.kind:
            return None
        if edit.kind == _TYPED:
            goes_on = edit.start == self.start + len(self.inserted) and not edit.removed
            new_word = self.inserted[-1:].isspace() and not edit.inserted[:1].isspace()
            if goes_on and not new_word:
                return self._replace(inserted=self.inserted + edit.inserted)
        elif edit.kind == _BACK and edit.start + len(edit.removed) == self.start:
            return self._replace(start=edit.start, removed=edit.removed + self.removed)
        elif edit.kind == _ONWARD and edit.start == self.start:
            return self._replace(removed=self.removed + edit.removed)
        return None


class Editor:
    """A text that is being written, with everything that a key can do to it."""

    def __init__(
        self, text: str = "", direction: Direction = Direction.RTL, *, lines: bool = False
    ) -> None:
        """Begin with ``text`` as it is and the caret at its end. ``direction`` is that of a line without letters. With
        ``lines`` it may have several, each a paragraph, wrapped to ``width``."""
        self.text = text
        self.caret = len(text)
        self.lines = lines
        self.most = MOST_IN_LINES if lines else MOST_IN_LINE
        self._direction = direction
        self._width = ENDLESS
        self._anchor: int | None = None
        self._done: list[Edit] = []
        self._undone: list[Edit] = []
        self._grows = False  # whether the next edit may belong to the last step
        self._moves: Navigator | None = None  # over the text as it is laid out now

    # Where the caret is seen.

    @property
    def width(self) -> int:
        """Cells across that lines are wrapped to."""
        return self._width

    @width.setter
    def width(self, cells: int) -> None:
        if cells != self._width:
            self._width, self._moves = cells, None

    @property
    def layout(self) -> Layout:
        """The text laid out, with a last cell for the caret after it."""
        return self._navigator.layout

    @property
    def _navigator(self) -> Navigator:
        if self._moves is None:
            if self.lines:
                shown = _AT_A_LINE_END.sub(lambda spaces: _END * len(spaces[0]), self.text)
            else:
                shown = self.text.translate(FLAT)
            self._moves = Navigator(
                Layout(Script(shown + _END, self._direction), self._width, gap=0)
            )
        return self._moves

    @property
    def beside(self) -> Span | None:
        """The cluster before the caret, where the direction changes, so that the eye does not see it beside it."""
        if not self.caret:
            return None
        row = self.layout.row_at(self.caret)
        before = next((c for c in row.clusters if c.start < self.caret <= c.end), None)
        if before is None or abs(row.stop(before.start) - row.stop(self.caret)) <= 1:
            return None
        return Span(before.start, before.end)

    # The caret and the selection.

    @property
    def selection(self) -> Span | None:
        if self._anchor is None or self._anchor == self.caret:
            return None
        return Span(*sorted((self._anchor, self.caret)))

    @property
    def selected(self) -> str:
        """The text of the selection, empty without one."""
        return self.text[slice(*self.selection)] if self.selection else ""

    def move(self, where: str, *, extend: bool = False, page: int = 1) -> None:
        """Make one of the `Navigator`'s motions; ``page`` is the rows of a screen. The selection goes on with
        ``extend``, else it ends."""
        self._put(self._navigator.target(where, self.caret, page), extend=extend)

    def put(self, offset: int, *, extend: bool = False) -> None:
        """Put the caret before the cluster at ``offset``, or at the end, as by the mouse."""
        self._navigator.forget_column()
        self._put(offset, extend=extend)

    def _put(self, offset: int, *, extend: bool) -> None:
        if not extend:
            self._anchor = None
        elif self._anchor is None:
            self._anchor = self.caret
        self.caret = self._bound(offset)
        self._grows = False

    def select(self, span: Span) -> None:
        """Select ``span``, with the caret at its end."""
        self.put(span.start)
        self.put(span.end, extend=True)

    def _bound(self, offset: int) -> int:
        """The start of the cluster that has ``offset``."""
        if offset >= len(self.text):
            return len(self.text)
        bounds = clusters(self.text)
        return bounds[bisect_right(bounds, max(0, offset)) - 1]

    # Edits. All pass through ``_change``.

    def insert(self, text: str, *, typed: bool = False) -> int:
        """Put ``text``, cleaned, in the place of the selection or at the caret, as far as there is room; returns how
        many code points there was none for. What is ``typed`` is undone word by word."""
        text = cleaned(text, lines=self.lines)
        start, end = self.selection or (self.caret, self.caret)
        room = max(0, self.most - len(self.text) + end - start)
        if text[:room]:
            self._change(start, end, text[:room], _TYPED if typed else "")
        return max(0, len(text) - room)

    def rewrite(self, text: str) -> None:
        """Make it another text, in one step."""
        text = cleaned(text, lines=self.lines)
        if text != self.text:
            self._change(0, len(self.text), text)

    def erase(self, unit: str, step: int) -> None:
        """Take away the selection, else a unit before the caret (``step`` -1) or after it (1): a code ``point``, a
        ``cluster``, a ``word`` with what parts it from the next, or the rest of the ``line``, at its edge its end."""
        if self.selection:
            self._change(*self.selection, "")
            return
        start, end = sorted((self.caret, self._reach(unit, step)))
        alone = unit in ("word", "line")
        self._change(start, end, "", "" if alone else _BACK if step < 0 else _ONWARD)

    def _reach(self, unit: str, step: int) -> int:
        """Where a unit ends, seen from the caret."""
        from annotations.words import next_word, previous_word

        text, caret = self.text, self.caret
        match unit:
            case "point" if step < 0 and text[:caret].endswith("\r\n"):
                return caret - 2
            case "point":
                return min(max(0, caret + step), len(text))
            case "cluster":
                bounds = clusters(text)
                if step > 0:
                    return bounds[min(bisect_right(bounds, caret), len(bounds) - 1)]
                return bounds[max(0, bisect_right(bounds, caret - 1) - 1)]
            case "word":
                return next_word(text, caret) if step > 0 else previous_word(text, caret)
            case "line":
                end = text.find("\n", caret) if step > 0 else text.rfind("\n", 0, caret) + 1
                end = len(text) if end < 0 else end
                return end if end != caret else self._reach("cluster", step)
            case _:
                raise ValueError(f"no such unit: {unit}")

    def _change(self, start: int, end: int, inserted: str, kind: str = "") -> None:
        removed = self.text[start:end]
        if not removed and not inserted:
            return
        edit = Edit(start, removed, inserted, self.caret, self._anchor, kind)
        whole = self._done[-1].with_next(edit) if self._grows else None
        if whole is not None:
            self._done[-1] = whole
        else:
            self._done.append(edit)
        self._undone.clear()
        self._apply(edit.start, removed, inserted)
        self._grows = True

    def _apply(self, start: int, removed: str, inserted: str) -> None:
        self.text = self.text[:start] + inserted + self.text[start + len(removed) :]
        self.caret, self._anchor = start + len(inserted), None
        self._grows, self._moves = False, None

    def undo(self) -> bool:
        """Take the last step back; False where there is none."""
        if not self._done:
            return False
        edit = self._done.pop()
        self._undone.append(edit)
        self._apply(edit.start, edit.inserted, edit.removed)
        self.caret, self._anchor = edit.caret, edit.anchor
        return True

    def redo(self) -> bool:
        """Make the step that was undone last again; False where there is none."""
        if not self._undone:
            return False
        edit = self._undone.pop()
        self._done.append(edit)
        self._apply(edit.start, edit.removed, edit.inserted)
        return True
