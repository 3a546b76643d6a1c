"""A list of hits, each with the words round it: to look through, to go to, and to be tagged together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.strip import Strip

from annotations.concordance import Line, Order, ordered
from annotations.messages import beside, mark, spoken, tr, trn
from tui.aside import aside
from tui.keyboards import Keyboard
from tui.keymap import HELP, HITS, IN_HITS, LABELS, Keymap, bindings
from tui.screens.listing import Listing
from tui.screens.opening import MOST_HITS
from tui.text.context import in_context
from tui.text.line import line
from tui.text.said import from_left, mirrored
from tui.widgets.chrome import Bar, Hints, Notice
from tui.widgets.row_list import RowList
from tui.widgets.styles import labels_known, letter_of

TICK, LETTERS, TITLE = 3, 3, 24
"""Cells of the columns for the mark of a hit, for the labels that it has, and for its article."""
WITH_TITLES = 90
"""Columns from which each row names its article."""
_TOLD = 3
"""So many problems are told in full."""

Progress = Callable[[int, int], bool]
"""Called with how many of how many articles are done; tells whether to go on."""
Tag = Callable[[list[Line], str, Progress], Awaitable[str]]
_SORTED = {
    Order.PLACE: "",
    Order.FOLLOWING: mark("sorted by what follows"),
    Order.PRECEDING: mark("sorted by what precedes"),
}


class Hits(RowList):
    """A row a hit, the hits under each other."""

    ROWS = 1

    def __init__(self, listing: Listing) -> None:
        super().__init__(edge=0)
        self.listing = listing
        self.index = listing.index

    @property
    def count(self) -> int:
        return len(self.listing.lines)

    @property
    def chosen(self) -> Line | None:
        """The hit under the cursor."""
        return self.listing.lines[self.index] if self.count else None

    def say_nothing(self, words: str) -> None:
        """What is shown while there is no hit."""
        if words != self.empty:
            self.empty = words
            self.refresh()

    def draw(self, y: int, width: int) -> Strip | None:
        if y >= self.count:
            return super().draw(y, width)
        hit, base = self.listing.lines[y], self._base(y)
        title = self._title(hit, base) if width >= WITH_TITLES else [Segment(" ", base)]
        ends = [title, self._ticked(hit, base)]
        if mirrored():
            ends = [[*reversed(end)] for end in reversed(ends)]
        room = width - TICK - LETTERS - (TITLE if width >= WITH_TITLES else 1)
        right = room * 2 // 5
        left = room - right
        parts = in_context(hit.text, hit.at, left, right, hit.direction)
        before = Segment(" " * (left - parts.left.width - parts.piece.width), base)
        after = Segment(" " * (right - parts.right.width), base)
        return Strip(
            [
                *ends[0],
                before,
                Segment(parts.left.visual, base),
                Segment(parts.piece.visual, base + self.look("hit")),
                Segment(parts.right.visual, base),
                after,
                *ends[1],
            ],
            width,
        )

    def _ticked(self, hit: Line, base: Style) -> list[Segment]:
        """The labels that it has, and whether it is marked."""
        ticked = hit in self.listing.marked
        letters = [
            Segment(line(letter_of(label), 1).visual, base + self._label(label))
            for label in sorted(hit.labels)[: LETTERS - 1]
        ]
        return [
            Segment(" " * (LETTERS - len(letters)), base),
            *letters,
            Segment(" ✓ " if ticked else " · ", base + self.look("key" if ticked else "dim")),
        ]

    def _label(self, label: str) -> Style:
        return self.look(label if label in labels_known() else "dim")

    def _title(self, hit: Line, base: Style) -> list[Segment]:
        row = line(hit.found.title, TITLE - 9)
        title, look = " " * (TITLE - 9 - row.width) + row.visual, base + self.look("dim")
        if mirrored():
            return [Segment(f" {hit.found.count:>5} ", look), Segment(f"  {title}", look)]
        return [Segment(f" {hit.found.count:<5} ", look), Segment(f"{title}  ", look)]

    def follow(self, first: int) -> None:
        """The lines from ``first`` on are new, or stand elsewhere now."""
        self.renew(self.listing.index, first)

    def put(self, index: int) -> None:
        self.listing.index = index
        super().put(index)

    def toggle(self, *hits: Line) -> None:
        self.listing.marked ^= set(hits)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        index = event.y + self.scroll_offset.y
        x = event.x - self.before
        on_tick = x < TICK if mirrored() else x >= self.room - TICK
        if on_tick and 0 <= index < self.count and not self.takes(event):
            self._to(index)
            self.toggle(self.listing.lines[index])
            self.post_message(self.Highlighted(self, index))
            event.stop()
            event.prevent_default()


class ConcordanceScreen(ModalScreen[Line | str | None]):
    """Gives the hit to be gone to, or a sentence on what has been tagged, or nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(HITS, HELP)]
    DEFAULT_CSS = """
    ConcordanceScreen { background: $background; }
    ConcordanceScreen Hits { height: 1fr; }
    """

    def __init__(
        self,
        listing: Listing,
        articles: Callable[[], list[str]],
        tag: Tag,
        keymap: Keymap,
        keyboard: Keyboard,
    ) -> None:
        """``articles`` gives the paths of all in the project; ``tag`` tags hits and says how that went."""
        super().__init__()
        self._keymap, self._keyboard = keymap, keyboard
        self._hints = Hints(keymap.hinted_in_hits, most=3)
        self.listing, self._articles, self._tag = listing, articles, tag
        self._tagging = self._stopping = False
        self.hits = Hits(listing)
        self.head, self._about, self.notice = Bar(), Bar(), Notice()

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.hits
        yield self.notice
        yield self._about
        yield self._hints

    def on_mount(self) -> None:
        self.head.right = self.listing.title
        self.hits.focus()
        if self.listing.quick:
            self.listing.step()
        self._show(self.listing.take())
        self._fill()

    def say(self, text: str, *, warning: bool = False) -> None:
        self.notice.say(text, warning=warning)

    async def take(self, event: events.Key) -> bool:
        """Whether a key tags with a label of the project's own; then that is done."""
        own = self._keymap.by_key_in_hits
        command = own.get(event.key) or own.get(event.character or "")
        if command is not None:
            await self.app.run_action(command.action, self)
        return command is not None

    # Filling it.

    def _fill(self) -> None:
        if not self.listing.over:
            self.run_worker(self._look_on(), group="fill", exclusive=True)

    async def _look_on(self) -> None:
        listing = self.listing
        while not listing.over:
            await aside(listing.step)
            self._show(listing.take())
        if listing.order is not Order.PLACE:
            self._start_sorting(listing.order)
        if told := listing.problems[:_TOLD]:
            if more := len(listing.problems) - len(told):
                told.append(
                    trn(
                        "{n} more article could not be looked through.",
                        "{n} more articles could not be looked through.",
                        more,
                    )
                )
            self.say(" ".join(told), warning=True)

    def _show(self, first: int) -> None:
        self.hits.follow(first)
        self._tell()

    def _tell(self) -> None:
        listing = self.listing
        done, all_ = listing.done, len(listing.paths)
        told = [trn("{n} hit", "{n:,} hits", len(listing.lines))]
        if all_ > 1:
            told.append(trn("in {n} article", "in {n:,} articles", listing.with_hits))
        if not listing.over:
            told.append(tr("{done:,} of {all:,} looked through", done=done, all=all_))
        elif listing.stopped:
            told.append(tr("stopped after {done:,} of {all:,}", done=done, all=all_))
        if len(listing.lines) >= MOST_HITS:
            told.append(tr("no more are looked for"))
        if listing.problems:
            told.append(trn("{n} unreadable", "{n} unreadable", len(listing.problems)))
        if listing.marked:
            told.append(trn("{n} marked", "{n:,} marked", len(listing.marked)))
        if listing.label:
            told.append(tr("* tags as {label}", label=spoken(listing.label)))
        if listing.order is not Order.PLACE:
            told.append(tr(_SORTED[listing.order]))
        self.head.left = beside(told)
        if listing.stopped:
            nothing = tr("Nothing had been found when it was stopped: p goes on.")
        elif listing.over:
            nothing = tr("Nothing was found.")
        else:
            nothing = tr("Nothing has been found yet.")
        self.hits.say_nothing(nothing)
        hit = self.hits.chosen
        if hit is not None:
            labels = map(spoken, sorted(hit.labels))
            where = beside([from_left(hit.found.path), *labels])
            self._about.left = f"¶{hit.paragraph} · {where}"
            self._about.right = hit.found.title

    # What can be done.

    def on_row_list_highlighted(self, event: Hits.Highlighted) -> None:
        event.stop()
        self._tell()

    def on_row_list_chosen(self, event: Hits.Chosen) -> None:
        event.stop()
        if self.hits.chosen is not None and not self._tagging:
            self.dismiss(self.hits.chosen)

    def action_choose(self) -> None:
        self.hits.action_choose()

    def action_mark(self) -> None:
        if self.hits.chosen is not None:
            self.hits.toggle(self.hits.chosen)
            self.hits.action_cursor(1)
            self._tell()

    def action_all(self) -> None:
        """Mark all, or none if all are marked."""
        every = set(self.listing.lines)
        self.hits.toggle(*(every if every == self.listing.marked else every - self.listing.marked))
        self._tell()

    def action_sort(self) -> None:
        orders = list(Order)
        following = orders[(orders.index(self.listing.order) + 1) % len(orders)]
        self._start_sorting(following)

    def _start_sorting(self, order: Order) -> None:
        self.run_worker(self._sort(order), group="sort", exclusive=True)

    async def _sort(self, order: Order) -> None:
        lines = await aside(ordered, list(self.listing.lines), order)
        self.listing.put_in_order(lines, order)
        self._show(0)

    def action_project(self) -> None:
        """Look through the other articles of the project as well, or go on where that was stopped."""
        self.run_worker(self._widen(), group="fill", exclusive=True)

    async def _widen(self) -> None:
        await aside(self.listing.widen, list(enumerate(self._articles())))
        self._tell()
        await self._look_on()

    async def action_apply(self) -> None:
        if self.listing.label is not None:
            await self.action_tag(self.listing.label)
        elif self._keymap.labels == LABELS:
            self.say(
                tr("What are they? q tags what is marked as quotes, e as entities, c as claims.")
            )
        else:
            tags = (each for each in self._keymap.hinted_in_hits if each.action.startswith("tag("))
            keys = ", ".join(f"{each.shown[0]} {tr(each.hint)}" for each in tags)
            self.say(tr("What are they? What is marked is tagged by: {keys}.", keys=keys))

    async def action_tag(self, label: str) -> None:
        """Tag all that are marked, then leave."""
        marked = [hit for hit in self.listing.lines if hit in self.listing.marked]
        if not marked:
            self.say(tr("Nothing is marked: Space marks a hit, a marks all."))
        elif not self._tagging:
            self._tagging = True
            self.workers.cancel_group(self, "fill")
            if len({hit.found for hit in marked}) == 1:
                await self._tag_all(marked, label)
            else:
                self.run_worker(self._tag_all(marked, label), group="tag")

    async def _tag_all(self, marked: list[Line], label: str) -> None:
        told = await self._tag(marked, label, self._goes_on)
        self.listing.marked.clear()
        self.dismiss(told)

    def _goes_on(self, done: int, all_: int) -> bool:
        self.head.left = tr(
            "Tagging: {done:,} of {all:,} articles · Esc stops", done=done, all=all_
        )
        return not self._stopping

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self._keymap, self._keyboard, IN_HITS))

    def action_leave(self) -> None:
        """Stop what is going on, or else leave."""
        if self._tagging:
            self._stopping = True
        elif not self.listing.over:
            self.workers.cancel_group(self, "fill")
            self.listing.stop()
            self._tell()
        else:
            self.dismiss(None)
