"""The reading room: articles, the text, its annotations, and what is said about them.

What the first frame does not need is imported where it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, count
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import BindingType

from annotations import HashiyaError
from annotations.files import write_new
from annotations.margin import Margin
from annotations.model import Annotation, Article, Direction, Span, paragraphs
from annotations.saver import Saver
from tui.keymap import EDITING, FINDING, GOING, PANES, TAGGING, VIEWING, Keymap, bindings
from tui.places import Place, Places
from tui.screens.keys import KeysScreen
from tui.text.layout import Digits
from tui.widgets.articles import Articles
from tui.widgets.chrome import Bar, Prompt

if TYPE_CHECKING:
    from annotations.known_names import Names
    from annotations.project import Project
    from annotations.search import Finder
    from tui.config import Config
    from tui.session import Session

T = TypeVar("T")
SUFFIX = ".hashiya.json"
"""Of an export beside its article."""
LOOK = 0.5
"""Seconds between two looks for what others wrote, so that it shows within one."""
IDLE = 30.0
"""Seconds without a change after which the file that TinyDB programs read is brought up to date."""
MOST_HITS = 50_000
"""More are not looked for, so that one letter in a large article does not hold up the reader."""


class ReadingScreen(KeysScreen):
    """One project, one open article. Every change goes through the article's margin."""

    AUTO_FOCUS = "Reader"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(GOING, TAGGING, EDITING, FINDING, VIEWING, PANES)
    ]

    def __init__(
        self,
        project: Project,
        config: Config,
        keymap: Keymap,
        session: Session,
        saver: Saver,
        *,
        remember: Callable[[], None],
        copy: Callable[[str], None],
        advice: Sequence[str] = (),
        article: Article | None = None,
    ) -> None:
        """``remember`` keeps the session on the disk, ``copy`` fills the clipboard, ``advice`` is said first;
        ``article`` is the one to begin with, if it has been read."""
        super().__init__(project, config, keymap)
        self._copy, self._advice = copy, advice
        self._first = article
        self.session = session
        self._saver = saver
        self._remember = remember
        self._failure: str | None = None  # why something is not saved, once that has been told
        self._changed = 0.0  # when, by the clock, since the last checkpoint; 0 if nothing was
        self._margin: Margin | None = None
        self._margins: dict[str, Margin] = {}
        self._remembering = False
        self._warned = False  # that there are no locks
        self._query = ""
        self._places = Places()
        self._label: str | None = None  # that was tagged with last
        self._names: Names | None = None  # of the open article, once an entity has been tagged
        self._finder: Finder | None = (
            None  # of the open article, once something has been looked for
        )

    # Opening.

    def on_mount(self) -> None:
        reader, config = self.reader, self.config
        reader.numbers, reader.harakat = config.paragraph_numbers, config.harakat is not False
        reader.digits = config.digits
        self.set_interval(LOOK, self._look_round)
        if (first := self._first) is not None:
            self._first = None
            self.open(first.path, first)
            return
        paths = self.articles.paths
        last = self.session.last
        self.open(last if last in paths else paths[0])

    def open(self, path: str, article: Article | None = None) -> None:
        """As ``_open``; the place before can be gone back to."""
        if self._margin is not None:
            self.leave_place()
        self._open(path, article)

    def _open(self, path: str, article: Article | None = None) -> None:
        """Show an article, read now unless given, at the place where it was left. One that cannot be read is named,
        and the old one stays."""
        try:
            article = article or self.project.read(path)
            margin = self._margin_of(article)
        except HashiyaError as error:
            self.say(str(error), warning=True)
            if self._margin is None:  # with nothing open, the way on is another article
                self.fold(self.articles)
            return
        if self._margin is not None:
            self._margin.checkpoint()
        self._margin = margin
        self.session.last = path
        self._query, self._finder, self._names = "", None, None
        self.reader.show(article, self.session.places.get(path, 0))
        self.articles.opened(article)
        self.query_one("#title", Bar).right = article.title
        self._show_annotations()
        told = [*self._advice, *margin.notices]
        self._advice = ()
        if article.encoding not in ("utf-8", "utf-8-sig"):
            told.insert(0, f"{path} is in {article.encoding}; it was decoded, and stays as it is.")
        if not article.text or article.text.isspace():
            told.insert(0, f"{path} is empty.")
        if margin.readonly:
            told.append(f"Reading only: {margin.readonly}")
            told += ["R builds it anew from what is left."] * bool(margin.problems)
        self.say(" ".join(told), warning=bool(told))
        self.set_focus(self.reader)
        self._remember_soon()

    def _margin_of(self, article: Article) -> Margin:
        """The margin of an article: of one that was open before the same, since it holds what can be undone."""
        margin = self._margins.get(article.path)
        if margin is None or margin.article != article:
            margin = self._margins[article.path] = self.project.margin(article, self._saver)
        else:
            margin.refresh()
        return margin

    # Keeping up with the disk.

    def follow_saver(self) -> None:
        """The saver has got further, or has read what another program wrote."""
        if self._margin is None:
            return
        if self._margin.refresh():
            self._show_annotations()
        else:
            self.show_status()
        failure = self._saver.saving.failure
        if failure != self._failure:
            self._failure = failure
            if failure:
                self.say(f"Not saved: {failure} It is kept here and tried again.", warning=True)
            else:
                self.say("Saved now.")
        if self._margin.unlocked and not self._warned:
            self._warned = True
            self.say(self._margin.unlocked, warning=True)

    def _look_round(self) -> None:
        """Now and then: what have others written, and has nothing been done for a while?"""
        if self._margin is None:
            return
        if self._margin.refresh():
            self._show_annotations()
        if self._changed and monotonic() - self._changed > IDLE:
            self._changed = 0.0
            self._margin.checkpoint()

    def action_repair(self) -> None:
        try:
            told = self.margin.repair()
        except HashiyaError as error:
            self.say(str(error), warning=True)
            return
        self._show_annotations()
        self.say(" ".join(told) or "Nothing is damaged.")

    def on_unmount(self) -> None:
        self._remember()

    def _remember_soon(self) -> None:
        """Within a second, not only on leaving: terminals are closed without a word."""
        if not self._remembering:
            self._remembering = True
            self.set_timer(1, self._keep_place)

    def _keep_place(self) -> None:
        self._remembering = False
        self._remember()

    @property
    def margin(self) -> Margin:
        """That of the open article. No command that needs it is let through before there is one."""
        assert self._margin is not None
        return self._margin

    @property
    def article(self) -> Article:
        return self.reader.article

    def _show_annotations(self) -> None:
        """What the margin holds now, in the text, the list and the status."""
        items = self.margin.annotations
        gone, come = self.reader.show_annotations(items)
        if self._names is not None:
            self._names.replace(_names(gone), _names(come))
        self.listed.show(self.article.text, items)
        self.listed.follow(self.reader.current)
        title = self.query_one("#annotations-title", Bar)
        title.left = f"Annotations  {len(items)}" if items else "Annotations"
        self.show_status()

    def show_status(self) -> None:
        reader, status = self.reader, self.query_one("#status", Bar)
        parts = []
        if self.waiting:
            parts.append(self.waiting)
        elif reader.selecting:
            parts.append("SELECT" + (f" {len(self._selected)}" if self._selected else ""))
        length = max(1, len(self.article.text))
        parts.append(f"{100 * reader.cursor // length} %")
        parts += reader.controls_here()
        if found := len(reader.hits.spans):
            parts.append(f"{found}{'+' if found == MOST_HITS else ''} found")
        saving = (
            self._saver.saving
        )  # of all articles: what waits of another one is at stake as well
        if saving.failure:
            parts.append("NOT SAVED")
        elif self._margin is not None and self._margin.readonly:
            parts.append("reading only")
        elif saving.pending:
            parts.append("saving")
        elif any(a.annotator == self.project.annotator for a in self.listed.items):
            parts.append("saved")
        parts.append(self.project.annotator)
        status.left = " · ".join(parts)
        here = reader.annotated.touching(reader.cursor, reader.cursor + 1)
        status.right = "  ".join(f"«{_excerpt(a)}» {a.label}" for a in here[:3])

    @property
    def _selected(self) -> str:
        span = self.reader.selection
        return self.article.text[span.start : span.end] if span else ""

    # Places.

    @property
    def _here(self) -> Place:
        return Place(self.article.path, self.reader.cursor)

    def leave_place(self) -> None:
        """The reader is going to jump away."""
        self._places.leave(self._here)

    def action_go_back(self, step: int) -> None:
        place = self._places.back(self._here) if step < 0 else self._places.forth(self._here)
        if place is None:
            self.say(f"There is no place {'before' if step < 0 else 'after'} this one.")
        elif place.article == self.article.path:
            self.reader.go(min(place.offset, len(self.article.text)), centre=True)
        else:
            self.session.places[place.article] = place.offset
            self._open(place.article)

    def action_go_paragraph(self) -> None:
        number = self.count
        if number is None:
            self.say("Which paragraph? Its number comes first: 12gn.")
            return
        for index, span in enumerate(paragraphs(self.article.text), 1):
            if index == number:
                self.leave_place()
                self.reader.go(span.start, centre=True)
                return
        self.say(f"There are {index} paragraphs.", warning=True)

    # Following the cursor.

    def reader_moved(self) -> None:
        self.session.places[self.article.path] = self.reader.cursor
        self._remember_soon()
        self.listed.follow(self.reader.current)
        self.show_status()

    def on_row_list_chosen(self, event: Articles.Chosen) -> None:
        if event.list is self.articles:
            self.open(self.articles.paths[event.index])
        elif (chosen := self.listed.chosen) is not None:
            self.leave_place()
            self.reader.go_to(chosen, centre=True)
            self.set_focus(self.reader)

    def on_descendant_focus(self) -> None:  # Textual calls that of the base class as well
        self.show_status()

    # Tagging and editing.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without an open article there is nothing to tag, to find or to export."""
        return self._margin is not None or action not in _NEEDS_AN_ARTICLE

    def _attempt(self, change: Callable[[], T]) -> T | None:
        """What a change gives; None where it was refused, which is then said. What the margin holds then is shown in
        either case: what another program has done may have come with it."""
        try:
            result = change()
        except HashiyaError as error:
            self._show_annotations()
            self.say(str(error), warning=True)
            return None
        self._changed = monotonic()
        self._show_annotations()
        return result

    def action_tag(self, label: str) -> None:
        from annotations.known_names import Names
        from annotations.units import natural_unit, trimmed

        text, selection = self.article.text, self.reader.selection
        span = trimmed(text, selection) if selection else None
        if span is None:
            if self._names is None:
                self._names = Names(_names(self.margin.annotations))
            span = natural_unit(text, self.reader.cursor, label, self._names)
        if span is None:
            self.say(_NOTHING_HERE[label], warning=True)
            return
        self._label = label
        if (tagged := self._attempt(lambda: self.margin.add(span, label))) is not None:
            self.reader.go_to(tagged)

    def action_tag_again(self) -> None:
        if self._label is None:
            self.say("Nothing has been tagged yet: q, e or c, then this does the same again.")
        else:
            self.action_tag(self._label)

    def _target(self) -> Annotation | None:
        """The annotation that a command is about: the one chosen in the list, else the innermost at the cursor."""
        target = self.listed.chosen if self.focused is self.listed else self.reader.current
        if target is None:
            self.say("There is no annotation under the cursor.", warning=True)
        return target

    def action_relabel(self, label: str) -> None:
        if target := self._target():
            self._attempt(lambda: self.margin.relabel(target.id, label))
        else:
            self.show_status()

    def action_delete(self) -> None:
        target = self._target()
        if target and self._attempt(lambda: self.margin.delete(target.id)):
            self.say(f"Deleted: {target.label} «{_excerpt(target)}». u brings it back.")

    def action_note(self) -> None:
        target = self._target()
        # Writing the same note changes nothing, and says now what would refuse another one later.
        if target and self._attempt(lambda: self.margin.set_note(target.id, target.note)):
            self._ask_note(target, target.note)

    def _ask_note(self, target: Annotation, note: str) -> None:
        margin = self.margin

        def keep(written: str) -> None:
            if not self._attempt(lambda: margin.set_note(target.id, written.strip())):
                self._ask_note(target, written)

        self.query_one(Prompt).ask("Note", keep, note, keep=True, lines=True)

    def action_copy(self) -> None:
        """The selection as it stands in the article, else the annotation: never what the cells show."""
        selected = self._selected if self.focused is self.reader else ""
        if selected:
            self._copy(selected)
        elif target := self._target():
            self._copy(target.exact)

    def action_undo(self) -> None:
        self._step_history("undo")

    def action_redo(self) -> None:
        self._step_history("redo")

    def _step_history(self, step: str) -> None:
        margin = self.margin
        self.say(f"There is nothing to {step}.")  # unless there is
        change = self._attempt(margin.undo if step == "undo" else margin.redo)
        if change and (subject := margin.subject(change)):
            self.reader.go_to(subject)
            self.say(f"{step.capitalize()}: {subject.label} «{_excerpt(subject)}»")

    # Finding.

    def action_find(self) -> None:
        self.query_one(Prompt).ask("Find", self._find, self._query)

    def _find(self, query: str) -> None:
        self._query = query.strip()
        hits = self._hits()
        self.reader.show_hits(hits)
        if self._query and not hits:
            self.say(f"Not found: {self._query}")
        elif hits:
            here = self.reader.hits.following(self.reader.cursor - 1, 1)
            self._to_hit(here)
        self.show_status()

    def _hits(self) -> list[Span]:
        if self._finder is None:
            from annotations.search import Finder

            self._finder = Finder(self.article.text)
        return self._finder.find(self._query, MOST_HITS)

    def action_find_next(self, step: int) -> None:
        if not self._query:
            self.action_find()
            return
        if not self.reader.hits.spans:
            self.reader.show_hits(self._hits())
        self._to_hit(self.reader.hits.following(self.reader.cursor, step))

    def _to_hit(self, place: int | None) -> None:
        if place is not None:
            hits = self.reader.hits.spans
            self.leave_place()
            self.reader.go(hits[place].start, centre=True)
            self.say(f"{place + 1} of {len(hits)}")

    # Looking.

    def action_numbers(self) -> None:
        self.reader.numbers = not self.reader.numbers

    def action_harakat(self) -> None:
        self.reader.harakat = not self.reader.harakat
        self.say(f"Harakat {'shown' if self.reader.harakat else 'hidden'}")

    def action_hidden(self) -> None:
        self.reader.hidden = not self.reader.hidden
        self.say(f"Hidden controls {'marked' if self.reader.hidden else 'not marked'}")

    def action_digits(self) -> None:
        kinds = list(Digits)
        self.reader.digits = kinds[(kinds.index(self.reader.digits) + 1) % len(kinds)]
        self.say(f"Digits: {_DIGITS_NAMED[self.reader.digits]}")

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.keymap, self.config.keyboard))

    # Taking it away.

    def action_export(self) -> None:
        name = Path(self.article.path).with_suffix("").name
        target = _free_name(self.project.root / f"{name}{SUFFIX}")
        self.query_one(Prompt).ask("Export to", self._export, str(target), Direction.LTR)

    def _export(self, where: str) -> None:
        from annotations.writers.json import export_bytes

        problems: list[str] = []
        try:
            path = Path(where.strip()).expanduser()
            data = export_bytes(self.project, [self.article.path], problems=problems)
            write_new(path, data)
        except (HashiyaError, RuntimeError, ValueError) as error:
            self.say(str(error), warning=True)
            return
        self.say(" ".join([f"Exported to {path}", *problems]), warning=bool(problems))


def _free_name(path: Path) -> Path:
    """``path``, or the first like it with a number that no file has."""
    tries = (path.with_name(f"{path.name[: -len(SUFFIX)]}-{n}{SUFFIX}") for n in count(2))
    return next(name for name in chain([path], tries) if not name.exists())


def _excerpt(annotation: Annotation) -> str:
    """The beginning of an annotation's text, for a sentence."""
    text = " ".join(annotation.exact[:80].split())
    return text if len(text) <= 40 else f"{text[:40]}…"


def _names(annotations: list[Annotation]) -> Iterator[str]:
    return (each.exact for each in annotations if each.label == "entity")


_NEEDS_AN_ARTICLE = frozenset(
    [
        "tag",
        "relabel",
        "note",
        "delete",
        "copy",
        "undo",
        "redo",
        "find",
        "find_next",
        "export",
        "repair",
    ]
)
_NOTHING_HERE = {
    "quote": "There is no quotation round the cursor: select the words with v first.",
    "entity": "There is no word under the cursor: select one with v first.",
    "claim": "There is no sentence under the cursor: select one with v first.",
}
_DIGITS_NAMED = {
    Digits.SOURCE: "as in the source",
    Digits.ARABIC: "Arabic-Indic",
    Digits.EUROPEAN: "European",
}
