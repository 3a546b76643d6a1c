"""What is looked for: in the open article, shown while it is written, or in all of them, as a list."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from annotations import HashiyaError
from annotations.messages import mark, tr, trn
from annotations.model import Article, Span
from tui.aside import aside
from tui.screens.lists import Lists
from tui.screens.opening import MOST_HITS
from tui.widgets import hits
from tui.widgets.layers import Spans

if TYPE_CHECKING:
    from annotations.search import Finder, Query
    from tui.widgets.field import Field
    from tui.widgets.switches import Switches, Ways

SLICE = 0.002
"""Seconds that a search may take before the next key is looked at, and the pause after that."""
TYPING = 0.05
"""Seconds after a key in which nobody looks for more than the first hits: the next key may ask for others."""
COUNT = 0.1
"""Seconds after which the number of hits is told again while there come more."""
_TOLD_OF = 40
"""Code points of a query that are said again."""
PATIENCE = 2.0
"""Seconds for which what is typed ahead waits for the hit that is to be gone to."""
MOST_QUERIES = 100
"""So many are remembered."""


class _From(NamedTuple):
    """What was on the screen before something was looked for."""

    cursor: int
    top: int
    hits: Spans


class Finding(Lists):
    """One search at a time in the open article: the newest counts."""

    def __init__(self, *given: Any, **more: Any) -> None:
        """As `Opening`."""
        super().__init__(*given, **more)
        self._finder: Finder | None = None  # of the open article, once it was looked through
        self._ways: Ways | None = None  # as the switches stand, once they were needed
        self._query: Query | None = None  # that n and N go on to
        self._switches: Switches | None = None
        self._from: _From | None = None  # while a query is written whose hits are shown meanwhile
        self._written = ""  # what was in the field before the history was gone through
        self._past = 0  # where in the history
        self._looking: Query | None = None  # what the newest search is for
        self._hits = Spans()  # of it; shown, unless what was found is not to be seen any more
        self._first: Span | None = None  # of these, from the cursor on
        self._count_told = 0.0  # when their number was told last
        self._more = False  # whether it goes on
        self._trouble = ""  # why it has no more hits
        self._then: Callable[[], None] | None = None  # done when it has hits or is over
        self._until = 0.0  # when that is not waited for any more
        self._gone_to = Span(0, 0)  # the hit that was gone to last
        self._place_told = ""  # what was told of it while the search went on

    @property
    def ways(self) -> Ways:
        if self._ways is None:
            from tui.widgets.switches import Ways

            self._ways = Ways()
        return self._ways

    def _show_text(self, article: Article, offset: int) -> None:
        self._forget_search()
        self._finder = None
        super()._show_text(article, offset)
        if self._from is not None:  # what was found before stands elsewhere now
            self._from = _From(offset, self.reader.scroll_offset.y, Spans())

    # The question.

    def action_find(self) -> None:
        if self.focused is self.articles:
            self.action_filter_articles()
            return
        if self.focused is self.listed:
            self.action_listed_words()
            return
        reader = self.reader
        self._from = _From(reader.cursor, reader.scroll_offset.y, reader.hits)
        self._forget_search()
        self._ask(tr("Find"), self._keep)

    def action_find_all(self) -> None:
        paths = list(enumerate(self.articles.paths))
        self._ask_to_list(tr("Find in all articles"), paths)

    def action_find_here(self) -> None:
        self._ask_to_list(tr("Find in this article"), [self.numbered])

    def _ask_to_list(
        self, question: str, paths: list[tuple[int, str]], text: str | None = None
    ) -> None:
        self._ask(question, partial(self._list_hits, question, paths), text)

    def _ask(self, question: str, then: Callable[[str], None], text: str | None = None) -> None:
        """Ask for a query, which begins with ``text`` or the last one, selected."""
        from tui.widgets.switches import SWITCHES, Switches

        if self._switches is None:
            self._switches = Switches(self.action_find_way)
            self.query_one("#foot").mount(self._switches, before=self.prompt)
        self._switches.show(self.ways)
        self._switches.display = True
        keys: dict[str, Callable[[], None]] = {
            f"ctrl+{each.letter}": partial(self.action_find_way, each.name) for each in SWITCHES
        }
        keys |= {"up": partial(self._recall, -1), "down": partial(self._recall, 1)}
        past = self.session.queries
        self._past, self._written = len(past), ""
        last = past[-1] if past else ""
        self.prompt.ask(
            question,
            partial(self._answered, then),
            last if text is None else text,
            selected=text is None,
            dropped=self._drop,
            more=keys,
        )

    def _answered(self, then: Callable[[str], None], text: str) -> None:
        self._hide_switches()
        past = self.session.queries
        if text.strip():
            others = [each for each in past if each != text]
            past[:] = [*others[1 - MOST_QUERIES :], text]
        then(text)

    def _hide_switches(self) -> None:
        if self._switches is not None:
            self._switches.display = False

    def _recall(self, step: int) -> None:
        """An older query of the history into the field, or a newer one."""
        past, field = self.session.queries, self.prompt.field
        at = self._past + step
        if field is None or not 0 <= at <= len(past):
            return
        if self._past == len(past):
            self._written = field.value
        self._past = at
        field.rewrite(past[at] if at < len(past) else self._written)

    def on_field_changed(self, event: Field.Changed) -> None:
        if self._from is not None and self.prompt.display:
            self._look(self.ways.query(event.value), self._from.cursor)

    def action_find_way(self, name: str) -> None:
        """Turn a switch, in the field or outside of it."""
        self._ways = self.ways.turned(name)
        if self._switches is not None:
            self._switches.show(self._ways)
        if self.prompt.display and self.prompt.field is not None:
            if self._from is not None:
                self._look(self._ways.query(self.prompt.field.value), self._from.cursor)
            return
        self.say(tr(_TOLD[name][not self._ways.on(name)]))
        if self._query is not None and self.aim == "hits":
            self._query = self._ways.query(self._query.text)
            self._look(self._query, self.reader.cursor)

    # The search.

    def _look(self, query: Query, start: int) -> None:
        """Look for something from an offset on, and round; what is found is shown as it comes."""
        from annotations.search import Finder

        if query == self._looking and self._more:
            return
        self._forget_search()
        self._looking, self._more = query, True
        if self._finder is None:
            self._finder = Finder(self.article.text)
        batches = self._finder.look(query, start, MOST_HITS)
        if not self._finder.ready(query) or self._take_in(batches):
            self.run_worker(self._go_on(query, batches), group="find", exclusive=True)
        if not self._hits.spans:
            self._show_search()
        self.show_status()

    async def _go_on(self, query: Query, batches: Iterator[list[Span]]) -> None:
        """Look on while the keyboard is free: in short turns, since a thread would hold up a key for longer."""
        assert self._finder is not None
        await asyncio.sleep(TYPING if self._hits.spans else SLICE)  # the frame comes first
        try:
            if query.regex:
                while self._arrived(await aside(next, batches, None)):
                    pass
                return
            if not self._finder.ready(query):
                await aside(self._finder.folded, query.rules)
            while self._take_in(batches):
                await asyncio.sleep(SLICE)
        except HashiyaError as error:
            self._trouble = str(error)
            self._arrived(None)

    def _take_in(self, batches: Iterator[list[Span]]) -> bool:
        """Take in what is found in a slice of time; tells whether more may come."""
        until = monotonic() + SLICE
        while self._arrived(next(batches, None)):
            if monotonic() > until:
                return True
        return False

    def _arrived(self, batch: list[Span] | None) -> bool:
        """Take in what was found, None at the end; tells whether more may come."""
        self._more = batch is not None
        if batch and self._first is None:
            self._hits, self._first = Spans(batch), batch[0]
            self._show_search()
        elif batch:
            hits.add(self.reader, batch)
        if not self._more or monotonic() > self._count_told + COUNT:
            self.show_status()
        if self._then is not None and (self._first or not self._more):
            then, self._then = self._then, None
            then()
        if not self._more and self._place_told and self._notice.text == self._place_told:
            self._tell_place()
        return self._more

    def _show_search(self) -> None:
        hits.show(self.reader, self._hits, self._first if self._from is not None else None)

    def show_status(self) -> None:
        self._count_told = monotonic()
        super().show_status()

    def _forget_search(self) -> None:
        """Whatever is still looked for is not wanted any more."""
        self.workers.cancel_group(self, "find")
        self._looking, self._hits, self._first, self._more = None, Spans(), None, False
        self._trouble, self._then, self._place_told = "", None, ""

    def told_of_search(self) -> list[str]:
        if self._trouble:
            return [self._trouble]
        found = len(self.reader.hits.spans)
        if self._more:
            return [trn("{n} found, looking on", "{n} found, looking on", found)]
        if found == MOST_HITS:
            return [tr("{n} found, and more", n=f"{found:,}")]
        if found or (self._from is not None and self._looking and self._looking.text):
            return [trn("{n} found", "{n} found", found)]
        return []

    def _drop(self) -> None:
        """The question was given up: all is as before."""
        self._hide_switches()
        before, self._from = self._from, None
        if before is not None:
            self._forget_search()
            hits.show(self.reader, before.hits)
            self.reader.scroll_to(y=before.top, animate=False, force=True)
            self.show_status()

    def _keep(self, text: str) -> None:
        """The question was answered: to the first hit from the cursor on."""
        before, self._from = self._from, None
        query = self.ways.query(text)
        self._query = query
        self.aim = "hits" if query.text else "any"
        if query != self._looking:
            self._look(query, before.cursor if before else self.reader.cursor)
        self._when_found(self._to_first)

    def _when_found(self, then: Callable[[], None]) -> None:
        """Do something once there is a hit, or there is none."""
        if self._first or not self._more:
            then()
        else:
            self._then, self._until = then, monotonic() + PATIENCE

    async def settle(self) -> None:
        """Wait a moment for the hit that is to be gone to: the next key is meant for the place there. What takes
        longer is not gone to any more: it is shown, and n goes there."""
        while self._then is not None:
            if monotonic() > self._until:
                self._then = None
            await asyncio.sleep(0.002)

    def _to_first(self) -> None:
        hits.show(self.reader, self._hits)
        if self._first:
            self._to_hit(bisect_left(self._hits.spans, self._first))
        elif self._trouble:
            self.say(self._trouble, warning=True)
        elif self._query is not None and self._query.text:
            self.say(self._told_of_nothing(self._query))
        self.show_status()

    def _told_of_nothing(self, query: Query) -> str:
        """That nothing was found, and what else can be tried."""
        from annotations.folding import EVERYTHING

        words = " ".join(query.text.split())
        words = words if len(words) <= _TOLD_OF else f"{words[:_TOLD_OF]}…"
        told = [tr("Not found: {query}.", query=words)]
        if query.regex:
            told.append(tr("It was looked for as a regular expression: fr ends that."))
        elif query.rules != EVERYTHING:
            told.append(tr("Not every spelling was taken for the same: f has the switches."))
        return " ".join([*told, tr("/ looks for other words, ff in the whole project.")])

    def reader_moved(self) -> None:
        if self._from is None and not self.reader.hits.spans and (self._first or self._trouble):
            self._forget_search()  # dropped by Esc, or read
        super().reader_moved()

    def action_find_next(self, step: int) -> None:
        """To the next hit, or else to the next of what was gone to last."""
        if self._query is None or self.aim != "hits":
            self.go_on(step)
            return
        if not self.reader.hits.spans and not self._more:
            self._look(self._query, self.reader.cursor)
        self._when_found(partial(self._follow, step))

    def _follow(self, step: int) -> None:
        if self.reader.hits.spans:
            self._to_hit(self.reader.hits.following(self.reader.cursor, step))
        else:
            self._to_first()

    def _to_hit(self, place: int | None) -> None:
        if place is not None:
            self._gone_to = self.reader.hits.spans[place]
            self.leave_place()
            self.reader.go(self._gone_to.start, centre=True)
            self._tell_place()

    def _tell_place(self) -> None:
        """Which of the hits was gone to last."""
        found = self.reader.hits.spans
        place, count = bisect_left(found, self._gone_to) + 1, len(found)
        if self._more:
            told = tr("{place:,} of {all:,} so far", place=place, all=count)
        elif count == MOST_HITS:
            told = tr("{place:,} of the first {all:,}", place=place, all=count)
        else:
            told = tr("{place:,} of {all:,}", place=place, all=count)
        self._place_told = told if self._more else ""
        self.say(told)

    # Lists.

    def _list_hits(self, question: str, paths: list[tuple[int, str]], text: str) -> None:
        """List the hits in these articles."""
        from annotations.search import Finder

        query = self.ways.query(text)
        if not query.text:
            return
        try:
            query.check()
        except HashiyaError as error:
            self._ask_to_list(question, paths, text)
            self.say(str(error), warning=True)
            return

        def seek(article: Article) -> list[Span]:
            return Finder(article.text).find(query, MOST_HITS)

        self.show_list(self.new_list(query.text, seek, paths, query=query))

    def line_opened(self) -> None:
        if self.list is not None and self.list.query is not None:
            self._query, self.aim = self.list.query, "hits"
            self._look(self._query, self.reader.cursor)


_TOLD = {
    "harakat": (mark("Harakat make no difference."), mark("Harakat make a difference.")),
    "alefs": (mark("أ إ آ ا are the same."), mark("أ إ آ ا are different letters.")),
    "ya": (mark("ى and ي are the same."), mark("ى and ي are different letters.")),
    "ta": (mark("ة and ه are the same."), mark("ة and ه are different letters.")),
    "tatweel": (mark("A tatweel makes no difference."), mark("A tatweel makes a difference.")),
    "digits": (mark("Digits of all kinds are the same."), mark("Digits of each kind differ.")),
    "exact": (mark("Every code point counts."), mark("What is folded makes no difference.")),
    "regex": (mark("Queries are regular expressions."), mark("Queries are plain text.")),
}
"""What is said of a switch that is on, and of one that is off."""
