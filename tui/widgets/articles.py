"""The pane of articles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.geometry import Region
from textual.strip import Strip

from annotations import HashiyaError
from annotations.listing import Listing, Order
from annotations.messages import mark, tr, trn
from annotations.model import Article, Direction
from tui.keymap import ARTICLES, bindings
from tui.text.said import mirrored
from tui.widgets.row_list import Part, RowList, word
from tui.widgets.styles import labels_known, letter_of

if TYPE_CHECKING:
    from annotations.facts import Facts
    from annotations.gathering import News

WIDE = 60
"""Cells from which an entry has everything in columns."""
_NO_FILES = mark("No *.txt files in this folder: put some there, and they show here.")
_NOTHING_FOUND = mark("No article is like this. Esc shows all of them, / looks for other words.")


class Articles(RowList):
    """The articles of the project by title, with what is known of each. The widget itself reads only the titles of the
    first frame; everything else is found out meanwhile and comes with ``learn``."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ARTICLES)]

    def __init__(self, paths: Sequence[str], title: Callable[[str], str]) -> None:
        super().__init__(edge=1)
        self.listing = Listing(paths)
        self.seen: Callable[[Sequence[str]], None] | None = None
        """Is told which articles are on the screen; once there is somebody to tell, no file is read here."""
        self._seen: tuple[Sequence[str], int, int] | None = None
        self._title_of = title
        self._titles: dict[str, tuple[str, str]] = {}
        self._open = ""  # the path of the open article

    @property
    def paths(self) -> Sequence[str]:
        """All articles, in natural order."""
        return self.listing.paths

    @property
    def empty(self) -> str:  # type: ignore[override]
        return tr(_NOTHING_FOUND) if self.listing.paths else tr(_NO_FILES)

    @property
    def chosen(self) -> str | None:
        """The path of the article under the cursor of the list."""
        shown = self.listing.shown
        return shown[self.index] if self.index < len(shown) else None

    def opened(self, article: Article) -> None:
        """This one is open now. The cursor goes to it, if it is shown; its title needs no reading."""
        self._titles[article.path] = article.title, ""
        self._open = article.path
        self.renew(self.listing.place(article.path))

    def learn(self, news: News[Facts]) -> None:
        """Take in what has been found out. The cursor stays on its article."""
        listing, chosen = self.listing, self.chosen
        if news.paths is not None:
            listing.replace(news.paths)
        there = set(listing.paths) if news.facts else ()
        listing.facts.update({path: each for path, each in news.facts.items() if path in there})
        if news.paths is not None or listing.needs_facts:
            self.rearrange(chosen)
            return
        top = self.scroll_offset.y // self.ROWS
        shown = listing.shown[top : top + self.size.height // self.ROWS + 1]
        self._refresh_entries(*(top + n for n, path in enumerate(shown) if path in news.facts))

    def rearrange(self, chosen: str | None = None, *, to_first: bool = False) -> None:
        """Choose and sort anew. The cursor stays on its article; if that is not shown, it stays where it is, or goes
        ``to_first``."""
        chosen = chosen or self.chosen
        self.listing.arrange()
        place = self.listing.place(chosen) if chosen else None
        self.renew(0 if place is None and to_first else place)

    def show_progress(self, path: str) -> None:
        """More of an article has been read."""
        listing = self.listing
        if listing.state or listing.order is Order.READ:
            self.rearrange()
        elif (place := listing.place(path)) is not None:
            self._refresh_entries(place)

    @property
    def told(self) -> str:
        """What is to be said of the article under the cursor of the list: its path, from left to right as in the list,
        or what is wrong with it."""
        path = self.chosen or ""
        facts = self.listing.facts.get(path)
        return (facts and (facts.unreadable or facts.damaged)) or f"\u200e{path}"

    def render_lines(self, crop: Region) -> list[Strip]:
        if self.seen is not None:
            shown, top = self.listing.shown, self.scroll_offset.y // self.ROWS
            before, now = self._seen, (shown, top, self.size.height)
            if before is None or before[0] is not shown or before[1:] != now[1:]:
                self._seen = now
                self.seen(shown[top : top + self.size.height // self.ROWS + 1])
        return super().render_lines(crop)

    @property
    def count(self) -> int:
        return len(self.listing.shown)

    def entry(self, index: int) -> tuple[list[Part], list[Part]]:
        path = self.listing.shown[index]
        facts = self.listing.facts.get(path)
        opened = "open" if path == self._open else ""
        if facts is None:
            title, style = self._title(path)
            return [Part(title, style or opened)], [_path(path)]
        if facts.unreadable:
            return [word("!", "warning"), _path(path, "warning")], [
                word(tr("cannot be read"), "warning")
            ]
        first = [Part(facts.title, opened)]
        if facts.damaged:
            first.insert(0, word("!", "warning"))
        if self.room >= WIDE:
            return first, self._columns(path, facts)
        return first, self._brief(path, facts)

    def _columns(self, path: str, facts: Facts) -> list[Part]:
        """Everything, each under that of the entry above; the path takes the room that is left."""
        parts = [_columns(*_mirrored(f"{self._percent(path):>4}", f"{_when(facts.worked):16}"))]
        counts = _by_letter(facts.own)
        known = [*dict.fromkeys(map(letter_of, labels_known()))]
        for letter in [*known, *sorted(counts.keys() - {*known})]:
            text = f"{letter}{counts[letter]}" if letter in counts else ""
            parts += [_near(text, _look(letter)), _columns(" " * (4 - len(text)))]
        others = sum(facts.others.values())
        parts.append(_columns(f"+{others:<4}" if others else " " * 5))
        return [*parts, *_unjudged(facts), _path(path, far=True)]

    def _brief(self, path: str, facts: Facts) -> list[Part]:
        """What there is room for: how far it is read, when it was worked on and what was tagged; else the path."""
        percent = self._percent(path)
        if not (percent or facts.worked):
            return [_path(path)]
        today = datetime.now(UTC).astimezone().date()
        far = [f"{percent:>4}", f"{_when(facts.worked, today):>5}"]
        room = self.room - 3 - sum(map(len, far)) - 2
        counts = _by_letter(facts.own)
        texts = [f"{letter}{n}" for letter, n in counts.items()]
        if others := sum(facts.others.values()):
            added = f"+{others}"
            texts.append(added if len(" ".join([*texts, added])) <= room else "+")
        if len(" ".join(texts)) > room:
            counts, texts = {}, [f"{facts.count:,}"]
        looks = [*map(_look, counts), "dim"]
        waits = [each for each in _unjudged(facts) if len(f"{' '.join(texts)} {each.text}") <= room]
        return [_columns(*_mirrored(*far), far=True), *map(_near, texts, looks), *waits]

    def _percent(self, path: str) -> str:
        percent = self.listing.percent(path)
        return f"{percent}%" if percent else ""

    def _title(self, path: str) -> tuple[str, str]:
        """Of an article of which nothing else is known yet, with its look."""
        if path in self._titles:
            return self._titles[path]
        if self.seen is not None:
            return "…", "dim"
        try:
            self._titles[path] = self._title_of(path), ""
        except HashiyaError:
            self._titles[path] = tr("cannot be read"), "warning"
        return self._titles[path]


def _unjudged(facts: Facts) -> list[Part]:
    """How many wait to be judged, if any do."""
    if not facts.unjudged:
        return []
    return [word(trn("{n} waits", "{n} wait", facts.unjudged))]


def _path(path: str, style: str = "dim", *, far: bool = False) -> Part:
    """A path, below its title or ``far`` from where reading begins."""
    right = not (far and mirrored())
    return Part(path, style, right=right, direction=Direction.LTR, keep_end=True)


def _near(text: str, style: str = "dim") -> Part:
    """A number, at the side where reading begins."""
    return Part(text, style, right=mirrored(), direction=Direction.LTR)


def _columns(*texts: str, far: bool = False) -> Part:
    """Texts beside each other whose spaces all take their cell, at the side where reading begins or ``far`` from it."""
    text = " ".join(texts).replace(" ", "\u00a0")
    return Part(text, "dim", right=far != mirrored(), direction=Direction.LTR)


def _mirrored(*texts: str) -> list[str]:
    """Columns in the order in which they stand from left to right, each at the other side of its own where the screen
    is mirrored."""
    if not mirrored():
        return list(texts)
    return [f"{text.strip():<{len(text)}}" for text in reversed(texts)]


def _look(letter: str) -> str:
    """That of the label with this letter, as in the list of annotations; a capital is a colleague's."""
    return next((each for each in labels_known() if letter_of(each) == letter), "dim")


def _by_letter(counts: Mapping[str, int], letter: Callable[[str], str] = str) -> dict[str, int]:
    """By the letter of the labels, those of the codebook first."""
    found: dict[str, int] = {}
    for label in [*labels_known(), *sorted(counts.keys() - {*labels_known()})]:
        if label in counts:
            first = letter(letter_of(label))
            found[first] = found.get(first, 0) + counts[label]
    return found


def _when(moment: str, today: date | None = None) -> str:
    """A moment of the store in local time; given the day, as little of it as tells it from others: 14:05 today, else
    11-26, or the year of another one. Empty where there is none, and of a time that is none."""
    try:
        then = datetime.fromisoformat(moment).astimezone()
    except (ValueError, OverflowError, OSError):
        return ""
    if today is None:
        return f"{then:%Y-%m-%d %H:%M}"
    if then.date() == today:
        return f"{then:%H:%M}"
    return f"{then:%m-%d}" if then.year == today.year else f"{then:%Y}"
