"""The annotations of an article as they are shown: what each looks like, in which layer, on which rail."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from annotations.model import Anchor, Annotation, Review, Span
from tui.text.line import line
from tui.widgets.depths import Depths
from tui.widgets.layers import Layers
from tui.widgets.painter import LINKED, OTHERS, Ink, Palette, thread_style
from tui.widgets.rails import LETTERS, letters, rails
from tui.widgets.styles import letter_of


class Marking:
    """What ``annotator`` made looks other than what others did; what was rejected is not shown."""

    def __init__(self, annotator: str) -> None:
        self._annotator = annotator
        self.layers = Layers()
        self._depths = Depths(self.layers, self._group)
        self._rails = Depths(self.layers, lambda each: "" if _rejected(each) else "shown")

    def replace(self, annotations: list[Annotation]) -> tuple[list[Annotation], list[Annotation]]:
        """Hold these from now on, in reading order; returns those that went and those that came."""
        gone, come = self.layers.replace(annotations)
        self._depths.forget(gone)
        self._rails.forget(gone)
        return gone, come

    def touching(self, start: int, end: int) -> list[Annotation]:
        """Those that show from ``start`` to ``end``, in reading order."""
        return [each for each in self.layers.touching(start, end) if not _rejected(each)]

    def kind(self, annotation: Annotation) -> str:
        """The name of its look."""
        if annotation.anchor is not Anchor.ANCHORED:
            return "waiting"
        own = annotation.annotator == self._annotator
        return annotation.label if own else annotation.label + OTHERS

    def depth(self, annotation: Annotation) -> int:
        """Its layer among those of its label."""
        return self._depths.of(annotation)

    def letter(self, annotation: Annotation) -> str:
        """What stands for it in the margin: small for one's own, a capital for a colleague's."""
        if annotation.anchor is not Anchor.ANCHORED:
            return "?"
        letter = line(letter_of(annotation.label), 1).visual
        return letter if annotation.annotator == self._annotator else letter.upper()

    def margin(
        self,
        span: Span,
        found: list[Annotation],
        room: int,
        palette: Palette,
        *,
        current: Annotation | None,
        mirrored: bool,
        ends: Sequence[str] = (),
        thread: Span | None = None,
    ) -> list[Segment]:
        """The letters of those of ``found`` that begin in a row, which holds ``span``, and ``room`` cells of rails
        along those that go on in others; at the right of the row, or ``mirrored`` at its left. Before them stand the
        letters of the links whose ``ends`` begin in the row; a ``thread`` leads along what is between them."""
        linked = palette.text + palette.marks[LINKED] if ends or thread else palette.text
        passed = thread is not None and thread.start < span.end and span.start < thread.end
        if not (found or ends or passed):  # as one segment, since each is dear on every frame
            return [Segment(" " * (1 + LETTERS + room), palette.text)]
        beginning = [
            (self.letter(each), palette.ink(self.kind(each), (0,)).over(palette.text))
            for each in found
            if span.start <= each.start < span.end
        ]
        beginning[:0] = [(letter, linked) for letter in ends]
        named, blank = letters(beginning, palette), Segment(" ", palette.text)
        beside = rails(
            span,
            found,
            room,
            palette,
            kind=self.kind,
            rail=self._rails.of,
            current=current,
            mirrored=mirrored,
            thread=thread_style(Ink(palette.marks[LINKED])) if passed else None,
        )
        return [blank, *named, *beside] if mirrored else [*beside, *named, blank]

    def _group(self, annotation: Annotation) -> str:
        """One's own and a colleague's of one label need different depths: the quieter look would be lost under the
        other. What is not drawn takes none from the others."""
        return "" if _rejected(annotation) else self.kind(annotation).removesuffix(OTHERS)


def _rejected(annotation: Annotation) -> bool:
    return annotation.review is Review.REJECTED
