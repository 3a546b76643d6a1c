"""The list of articles: sorted, narrowed down, and kept up with what becomes of the files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotations.listing import Order, State
from annotations.messages import mark, tr, trn
from annotations.model import Article
from tui.screens.keys import Keys
from tui.session import Reached, Session

if TYPE_CHECKING:
    from annotations.gathering import Gatherer


class Shelf(Keys):
    """What the list of articles can do."""

    session: Session
    _gatherer: Gatherer | None = None

    def gather(self) -> None:
        """Begin to find out about the articles, and to follow them; the first frame is on the screen."""
        from annotations.gathering import Gatherer

        articles = self.articles
        gatherer = Gatherer(self.project, self.articles_tree, articles.paths, self._hear_gatherer)
        self._gatherer, articles.seen = gatherer, gatherer.see
        self.watch(self.reader, "scroll_y", self.note_scrolled, init=False)
        articles.refresh()
        gatherer.start()

    def stop_gathering(self) -> None:
        if self._gatherer is not None:
            self._gatherer.stop()

    def _hear_gatherer(self) -> None:
        """In the gatherer's thread: what it has to tell is for the interface's."""
        self.app.call_later(self._learn)

    def _learn(self) -> None:
        assert self._gatherer is not None
        self.articles.learn(self._gatherer.take())
        self.show_articles_title()

    # What is shown of them, and in which order.

    def action_sort_articles(self) -> None:
        listing, orders = self.articles.listing, list(Order)
        listing.order = orders[(orders.index(listing.order) + 1) % len(orders)]
        self._arrange_articles()

    def action_articles_state(self) -> None:
        listing, states = self.articles.listing, [None, *State]
        listing.state = states[(states.index(listing.state) + 1) % len(states)]
        self._arrange_articles()

    def action_filter_articles(self) -> None:
        """Ask for words and narrow the list down while they are written."""
        self.fold(self.articles)
        words = self.articles.listing.words
        self.prompt.ask(
            tr("Articles with"),
            self._narrow_articles,
            words,
            keep=True,
            each=self._narrow_articles,
            dropped=lambda: self._narrow_articles(""),
        )

    def _narrow_articles(self, words: str) -> None:
        if words != self.articles.listing.words:
            self.articles.listing.words = words
            self._arrange_articles()

    def action_all_articles(self) -> None:
        listing = self.articles.listing
        if listing.filtered:
            listing.words, listing.state = "", None
            self._arrange_articles()

    def _arrange_articles(self) -> None:
        if not self.articles.display:
            self.fold(self.articles)
        self.articles.rearrange(to_first=True)
        self.show_articles_title()
        self.show_status()

    def show_articles_title(self) -> None:
        listing = self.articles.listing
        count = len(listing.paths)
        shown = trn("{n} article", "{n:,} articles", count)
        if listing.filtered:
            shown = tr("{n:,} of {count:,}", n=len(listing.shown), count=count)
        below = [tr(_STATES[listing.state])] if listing.state else []
        below += [f"/{listing.words}"] * bool(listing.words.strip())
        if listing.missing and (listing.filtered or not listing.settled):
            read = f"{count - listing.missing:,}"
            below.insert(0, tr("{read} looked through", read=read))
        order = tr(_ORDERS[listing.order])
        self.titles.put(self.articles, left=shown, right=order, below=" · ".join(below))

    # How far they are read.

    def note_reached(self) -> None:
        """The cursor has moved: the rows up to it have been read, unless some were jumped over."""
        if self.reader.cursor >= self._reached.offset:
            self._reach(self.reader.text_layout.row_of(self.reader.cursor))

    def note_scrolled(self) -> None:
        """The text has been scrolled: rows that went out of sight have been read, or all if the last is in sight."""
        reader, top = self.reader, self.reader.scroll_offset.y
        if top > 0:
            bottom = top + reader.size.height
            self._reach(bottom - 1 if bottom >= reader.text_layout.height else top - 1)

    @property
    def _reached(self) -> Reached:
        return self.session.reached.get(self.reader.article.path, Reached())

    def _reach(self, y: int) -> None:
        """The rows up to this one have been on the screen. More than a screen further on than what was read before,
        something was left out, and they do not count."""
        reader, layout, before = self.reader, self.reader.text_layout, self._reached
        text, first = reader.article.text, layout.row(0)
        row = layout.row(y) or layout.row(y - 1)  # there are none between paragraphs
        if row is None or first is None or first.start > 0:  # a first look at a part of a large one
            return
        if y - layout.row_of(before.offset) > reader.size.height:
            return
        end = row.end
        if len(text) - end < _FEW and not text[end:].strip():
            end = len(text)
        if end > before.offset:
            now = Reached(end, len(text))
            self.session.reached[reader.article.path] = now
            if now.percent != before.percent:
                self.articles.show_progress(reader.article.path)

    def carry_reached(self, article: Article, carried: Callable[[int], int]) -> None:
        """The open article has another text now; ``carried`` says where a place of the old one is in it."""
        if before := self.session.reached.get(article.path):
            now = Reached(carried(before.offset), len(article.text))
            self.session.reached[article.path] = now
            self.articles.show_progress(article.path)


_FEW = 200
"""White space at the end of an article does not keep it from being read to the end, unless it is more than that."""
_ORDERS = {
    Order.NAME: mark("by name"),
    Order.TITLE: mark("by title"),
    Order.WORKED: mark("by date"),
    Order.READ: mark("by reading"),
    Order.COUNT: mark("by tags"),
}
_STATES = {
    State.UNTOUCHED: mark("untouched"),
    State.BEGUN: mark("begun"),
    State.READ: mark("read"),
}
