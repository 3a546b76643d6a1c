"""What waits for judgement, in the whole project or in one article: judged one after another, by one key each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from annotations.awaiting import Awaiting
from annotations.messages import beside, mark, spoken, tr, trn
from annotations.model import Annotation
from annotations.reviewing import state_of
from annotations.waiting_list import Order
from annotations.wanted import NAMES, Wanted, Why
from tui.keymap import MENUS, WAITING, Command, bindings
from tui.keymap import NAMES as KEYS
from tui.screens.judging import Judging, Work
from tui.widgets.chrome import Bar, Hints

if TYPE_CHECKING:
    from annotations.margin import Margin
    from tui.screens.tagging import Tagging
    from tui.widgets.row_list import RowList

BAR = 10
"""Cells of the bar that shows how much is judged."""
NARROW = 72
"""Columns up to which only those filters are told that leave something out."""


class QueueScreen(Judging):
    """The entries of a `WaitingList`, kept up with while others work on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(WAITING),
        Binding("question_mark", "help", show=False, priority=True),
        Binding("f10", "app.quit", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    QueueScreen Queue { height: 1fr; }
    """

    OFFERED: ClassVar = {
        "r": {"ends"},
        "m": {"accept", "reject", "dispute", "withdraw", "adopt"},
    }

    def __init__(self, room: Tagging, work: Work) -> None:
        super().__init__(room, work)
        self._filters = Bar()
        self._hints = Hints(room.keymap.hinted_in(WAITING))
        self._following: Awaiting | None = None
        # By path, the list that the margin had when what was judged there was shown last.
        self._seen: dict[str, list[Annotation]] = {}

    def compose(self) -> ComposeResult:
        yield self._head
        yield self._filters
        yield self._queue
        yield self._notice
        yield self.prompt
        yield self._status
        yield self._hints

    def on_mount(self) -> None:
        room, waiting = self._room, self._waiting
        waiting.replace(room.articles.paths)
        self._following = Awaiting(room.project, None, waiting.paths, self._hear)
        if room.has_article:
            self._following.see([room.article.path])
        self.set_focus(self._queue)
        waiting.arrange()
        self._show(self._work.chosen)
        self._following.start()

    def on_unmount(self) -> None:
        if self._following is not None:
            self._following.stop()

    # What is shown.

    def _hear(self) -> None:
        """In the thread that looks through the articles: what it has found is for the interface's."""
        self.app.call_later(self._learn)

    def _learn(self) -> None:
        if self._following is None or not self.is_attached:
            return
        changed = False
        for path, found in self._following.take().facts.items():
            changed |= self._waiting.put(path, found)
            if path in self._work.margins:
                self._renew(self._work.margins[path])
        if changed:
            self._arrange()
        self._show_head()
        if not self._queue.count:
            self._queue.refresh()

    def on_screen_resume(self) -> None:
        """The details, which were before it, may have changed something."""
        self.follow()

    def follow(self) -> None:
        """Show what has become of what was judged here, by another window or another hand."""
        for path, margin in self._work.margins.items():
            margin.refresh()
            if self._seen.get(path) is not margin.annotations:
                self._renew(margin)
        self._show_status()

    def _renew(self, margin: Margin) -> None:
        path = margin.article.path
        self._seen[path] = margin.annotations
        for identifier in self._waiting.held(path):
            self._waiting.renew(identifier, state_of(margin, identifier))
        self._queue.refresh()

    def _arrange(self) -> None:
        """Choose and sort anew, the cursor on the entry where it is."""
        chosen = self._queue.chosen
        self._waiting.arrange()
        self._show(chosen.annotation.id if chosen else "")

    def _show(self, identifier: str) -> None:
        self._queue.renew(self._waiting.place(identifier) if identifier else None)
        self._show_head()
        self._show_status()

    def show_told(self) -> None:
        self._show_head()
        self._show_status()

    def _show_head(self) -> None:
        waiting = self._waiting
        judged, of = waiting.progress
        count = trn("{n:,} waits", "{n:,} wait", waiting.total)
        if waiting.wanted:
            count = tr("{n:,} of {count:,}", n=len(waiting.shown), count=waiting.total)
        told = [count, tr("{judged:,} of {of:,} judged", judged=judged, of=of)]
        if self.size.width > NARROW:
            full = -(-BAR * judged // of) if of else BAR
            told[0] = tr("What waits: {count}", count=count)
            told.insert(1, f"{'━' * full}{'─' * (BAR - full)}")
        if missing := waiting.missing:
            told.append(trn("{n:,} article to go", "{n:,} articles to go", missing))
        self._head.left, self._head.right = beside(told), self._room.project.annotator
        self._filters.left = beside(self._told_filters())

    def _told_filters(self) -> list[str]:
        wanted, waiting = self._waiting.wanted, self._waiting
        all_ = tr("all")
        words = wanted.words.strip()
        filters = [
            (bool(wanted.label), tr("label: {label}", label=spoken(wanted.label) or all_)),
            (bool(wanted.annotator), tr("who: {name}", name=wanted.annotator or all_)),
            (wanted.why is not None, tr("state: {why}", why=_why(wanted.why) or all_)),
            (bool(words), tr("words: {words}", words=words or all_)),
        ]
        narrow = self.size.width <= NARROW
        told = [text for active, text in filters if active or not narrow]
        told.append(waiting.only or tr("whole project"))
        told.append(tr(_ORDERS[waiting.order]))
        return told

    def _show_status(self) -> None:
        if self._menu:
            choices = [
                tr("{key} {hint}", key=key, hint=tr(command.hint))
                for key, command in self._choices(self._menu).items()
            ]
            self._status.left = f"{tr(MENUS[self._menu])}: {beside([*choices, KEYS['escape']])}"
            return
        count, at = self._queue.count, self._queue.index
        place = [tr("{place:,} of {n:,}", place=at + 1, n=count)] if count else []
        problems = self._waiting.problems
        if problems:
            place.append(
                trn("{n} article not read whole", "{n} articles not read whole", len(problems))
            )
        self._status.left = beside([*self._saved(), *place])
        chosen = self._queue.chosen
        self._status.right = (
            problems.get(chosen.path, "") if chosen else next(iter(problems.values()), "")
        )

    def _saved(self) -> list[str]:
        """Whether what was done is on the disk."""
        return self._room.how_saved() or [tr("saved")] * bool(self._work.done)

    def on_resize(self) -> None:
        self._show_head()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._show_status()

    # Keys.

    async def run(self, command: Command) -> None:
        kind, _, what = command.action.partition("(")
        what = what.strip("')")
        match kind:
            case "judge":
                self.action_judge(what)
            case "adopt":
                self._adopt()
            case "ends":
                self._set_ends()
            case _:
                self._relabel(what)

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self._room.keymap, self._room.config.keyboard))

    def action_leave(self) -> None:
        """All of them again, if some were left out; else back to the text."""
        if self._waiting.wanted:
            self._narrow(Wanted())
            return
        self.action_close()

    def action_close(self) -> None:
        if chosen := self._queue.chosen:
            self._work.chosen = chosen.annotation.id
        super().action_close()

    # Which of them.

    def action_narrow(self, what: str) -> None:
        """Only those with the next label, annotator or reason; after the last, all again."""
        waiting = self._waiting
        rings: dict[str, list[object]] = {
            "label": ["", *waiting.labels],
            "annotator": ["", *waiting.annotators],
            "why": [None, *waiting.kinds],
        }
        ring, now = rings[what], getattr(waiting.wanted, what)
        at = ring.index(now) if now in ring else 0
        self._narrow(replace(waiting.wanted, **{what: ring[(at + 1) % len(ring)]}))

    def action_words(self) -> None:
        """Ask for words and narrow the list down while they are written."""

        def narrow(words: str) -> None:
            if words != self._waiting.wanted.words:
                self._narrow(replace(self._waiting.wanted, words=words))

        before = self._waiting.wanted.words
        self.prompt.ask(
            tr("Only with"), narrow, before, keep=True, each=narrow, dropped=lambda: narrow("")
        )

    def _narrow(self, wanted: Wanted) -> None:
        self._waiting.wanted = wanted
        self._arrange()

    def action_order(self) -> None:
        orders = list(Order)
        self._waiting.order = orders[(orders.index(self._waiting.order) + 1) % len(orders)]
        self._arrange()

    def action_project(self) -> None:
        waiting, room = self._waiting, self._room
        if not room.has_article:
            self.say(tr("No article is open."), warning=True)
            return
        waiting.only = "" if waiting.only else room.article.path
        self._arrange()

    def action_refresh_list(self) -> None:
        self._waiting.forget()
        self._show("")

    def action_go_on(self, step: int) -> None:
        """To the next (1) or the one before (-1) that waits."""
        if not self._to_next(step):
            self.say(
                tr("Nothing more waits after this one.")
                if step > 0
                else tr("Nothing waits before this one.")
            )

    # In the text.

    async def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        await self.action_details()

    async def action_details(self) -> None:
        if target := self._go_there():
            await self._room.show_details(target)

    def action_text(self) -> None:
        if self._go_there():
            self.action_close()
            self._room.say(tr("p goes back to where you were, mm to what waits."))

    def _set_ends(self) -> None:
        """Hand it to the text, where its ends are set; then it comes back here."""
        entry = self._entry()
        if entry is None:
            return
        if not self._room.mine(entry.annotation):
            told = tr(
                "Only {name} can change its ends: m o makes a copy of your own, t comments.",
                name=entry.annotation.annotator,
            )
            self.say(told, warning=True)
        elif target := self._go_there():
            self.action_close()
            self._room.set_ends_from_queue(target)

    def _go_there(self) -> Annotation | None:
        """Have the reader stand on the annotation, in its article; where it cannot, that is said."""
        room, entry = self._room, self._entry()
        if entry is None:
            return None
        if not room.has_article or room.article.path != entry.path:
            room.open(entry.path)
            if not room.has_article or room.article.path != entry.path:
                return None
        else:
            room.leave_place()
        found = room.margin.annotation(entry.annotation.id)
        self._work.margins[entry.path] = room.margin
        if found is None:
            self._waiting.hold(entry, None)
            self._queue.refresh()
            self.say(tr("It is no longer there: n goes on to the next."), warning=True)
            return None
        self._waiting.hold(entry, state_of(room.margin, found.id))
        room.show_also(found)
        room.reader.go_to(found, centre=True)
        return found


def _why(why: Why | None) -> str:
    return tr(NAMES[why]) if why else ""


_ORDERS = {Order.PLACE: mark("by place"), Order.KIND: mark("by state")}
