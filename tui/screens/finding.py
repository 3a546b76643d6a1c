"""What is looked for: in the open article, shown while it is written, or in all of them, as a list."""

from __future__ import annotations

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

if TYPE_CHECKING:
    from annotations.search import Finder, Query
    from tui.widgets.field import Field
    from tui.widgets.switches import Switches, Ways

SLICE = 0.008
"""Seconds that a search may take before the next key is looked at; what takes longer goes on beside."""
_TOLD_OF = 40
"""Code points of a query that are said again."""
MOST_QUERIES = 100
"""So many are remembered."""


class _From(NamedTuple):
    """What was on the screen before something was looked for."""

    cursor: int
    top: int
    hits: list[Span]


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
        self._hits: list[Span] = []  # of it, those from the cursor on first
        self._more = False  # whether it goes on
        self._trouble = ""  # why it has no more hits
        self._then: Callable[[], None] | None = None  # done when it has hits or is over

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
            self._from = _From(offset, self.reader.scroll_offset.y, [])

    # The question.

    def action_find(self) -> None:
        if self.focused is self.articles:
            self.action_filter_articles()
            return
        if self.focused is self.listed:
            self.action_listed_words()
            return
        reader = self.reader
        self._from = _From(reader.cursor, reader.scroll_offset.y, reader.hits.spans)
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
        until = monotonic() + SLICE
        while self._finder.ready(query) and monotonic() < until:
            if not self._arrived(next(batches, None)):
                return
        self._show_search()
        self.run_worker(self._go_on(batches), group="find", exclusive=True)

    async def _go_on(self, batches: Iterator[list[Span]]) -> None:
        try:
            while self._arrived(await aside(next, batches, None)):
                pass
        except HashiyaError as error:
            self._trouble = str(error)
            self._arrived(None)

    def _arrived(self, batch: list[Span] | None) -> bool:
        """Take in what was found, None at the end; tells whether more may come."""
        self._hits += batch or []
        self._more = batch is not None
        if batch or not self._more:
            self._show_search()
        if self._then is not None and (self._hits or not self._more):
            then, self._then = self._then, None
            then()
        return self._more

    def _show_search(self) -> None:
        chosen = self._hits[0] if self._hits and self._from is not None else None
        self.reader.show_hits(self._hits, chosen)
        self.show_status()

    def _forget_search(self) -> None:
        """Whatever is still looked for is not wanted any more."""
        self.workers.cancel_group(self, "find")
        self._looking, self._hits, self._more, self._trouble, self._then = None, [], False, "", None

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
            self.reader.show_hits(before.hits)
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
        if self._hits or not self._more:
            self._to_first()
        else:
            self._then = self._to_first

    def _to_first(self) -> None:
        self.reader.show_hits(self._hits)
        if self._hits:
            self._to_hit(self.reader.hits.spans.index(self._hits[0]))
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
        if self._from is None and not self.reader.hits.spans and (self._hits or self._trouble):
            self._forget_search()  # dropped by Esc, or read
        super().reader_moved()

    def action_find_next(self, step: int) -> None:
        """To the next hit, or else to the next of what was gone to last."""
        if self._query is None or self.aim != "hits":
            self.go_on(step)
            return
        if not self.reader.hits.spans and not self._more:
            self._look(self._query, self.reader.cursor)
        if self._hits or not self._more:
            self._follow(step)
        else:
            self._then = partial(self._follow, step)

    def _follow(self, step: int) -> None:
        if self.reader.hits.spans:
            self._to_hit(self.reader.hits.following(self.reader.cursor, step))
        else:
            self._to_first()

    def _to_hit(self, place: int | None) -> None:
        if place is not None:
            hits = self.reader.hits.spans
            self.leave_place()
            self.reader.go(hits[place].start, centre=True)
            self.say(self._told_of_place(place + 1, len(hits)))

    def _told_of_place(self, place: int, all_: int) -> str:
        if all_ == MOST_HITS:
            return tr("{place:,} of the first {all:,}", place=place, all=all_)
        return tr("{place:,} of {all:,}", place=place, all=all_)

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
