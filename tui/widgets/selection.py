"""What is selected: from the place where that was begun to the cursor."""

from __future__ import annotations

from annotations.model import Span


class Selection:
    """Its one end. The other is the cursor, which is kept, and moved, elsewhere; both are offsets in code points."""

    def __init__(self) -> None:
        self.begun: int | None = None
        """Where it was begun; None while there is none."""
        self.goes_on = False
        """Whether every motion extends it."""
        self.last: tuple[int, int] | None = None
        """Where the one that was dropped last was begun, and where the cursor was."""

    def span(self, cursor: int) -> Span | None:
        """The code points selected, or None."""
        if self.begun is None or self.begun == cursor:
            return None
        return Span(*sorted((self.begun, cursor)))

    def begin(self, cursor: int) -> None:
        """Have one, begun at the cursor unless there is one already."""
        if self.begun is None:
            self.begun = cursor

    def go_on(self, begun: int) -> None:
        """Have one that was begun here, and that every motion extends."""
        self.begun, self.goes_on = begun, True

    def drop(self, cursor: int) -> None:
        """Have none; one with something in it can be had again."""
        if self.begun is not None and self.begun != cursor:
            self.last = self.begun, cursor
        self.begun, self.goes_on = None, False
