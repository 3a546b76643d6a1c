"""Everything about one annotation on one sheet, to be read and to be edited where it stands.

Behind it stays the reading room, whose cursor goes with it: every change is the room's own command on the annotation
there, so that keys, undo and what is refused are the same here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer

from annotations.anchoring import describe
from annotations.biography import Deed, biography
from annotations.messages import spoken, tr
from annotations.model import Anchor, Annotation, Link
from tui.aside import aside
from tui.keymap import EDITING, FINDING, IN_ANNOTATIONS, PANES, SHEET, Command, bindings
from tui.screens.front import Front
from tui.screens.keys import offered
from tui.text.line import ENDLESS
from tui.text.said import said
from tui.widgets.particulars import About, particulars
from tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from tui.screens.tagging import Tagging

PAUSE = 0.1
"""Seconds for which the sheet stands before the history of its annotation is read."""
MORE = 50
"""Deeds that are shown at first, and again each time that more are asked for."""
_HERE = {
    "note",
    "say",
    "delete",
    "copy",
    "undo",
    "redo",
    "find-next",
    "find-previous",
    "help",
    "quit",
}
_FOLLOWED = {"adopt", "join"}
"""What leads to another annotation, which is then shown."""


class DetailsScreen(Front):
    """The sheet of the annotation under the cursor of the reading room."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False, priority=True),
        *bindings(SHEET),
        *bindings(each for each in (*EDITING, *FINDING, *PANES) if each.id in _HERE),
    ]
    DEFAULT_CSS = """
    DetailsScreen Sheet { height: 1fr; }
    """

    OFFERED: ClassVar = {
        "r": {"join", "ends"},
        "m": {"accept", "reject", "dispute", "withdraw", "adopt"},
    }

    def __init__(self, room: Tagging, annotation: Annotation) -> None:
        super().__init__(room)
        self._shown = annotation
        self._gone = False  # whether it is deleted
        # Of the margin, and the text of the article, when they were shown last.
        self._seen: list[Annotation] | None = None
        self._article = room.article
        self._saved: list[str] = []
        self._deeds: list[Deed] | None = None
        self._problems: list[str] = []
        self._most = MORE
        self._wanted = ""  # the id of the annotation whose history is being read
        self._timer: Timer | None = None
        self._sheet = Sheet(harakat=room.reader.harakat, digits=room.reader.digits)

    def compose(self) -> ComposeResult:
        yield self._head
        yield self._sheet
        yield self._notice
        yield self.prompt
        yield self._status

    @property
    def annotation(self) -> Annotation:
        """The one that is shown, or was shown last, if it is deleted."""
        return self._shown

    def on_mount(self) -> None:
        self.set_focus(self._sheet)
        self._follow(anew=True)

    def on_resize(self) -> None:
        self._show_status()

    def on_unmount(self) -> None:
        self._wanted = ""

    # What is shown.

    def follow(self) -> None:
        """Show what has become of the annotation, if anything has: also by another window or another hand."""
        if self._seen is None:
            return
        items, saved = self._room.margin.annotations, self._room.how_saved()
        if items is self._seen and self._room.article is self._article:
            if saved != self._saved:
                self._show_status()
                self._read_past()
            return
        found = self._find(self._shown.id)
        if self._room.acting:
            pass  # the room says what it does
        elif found is None and not self._gone:
            self.say(tr("The {it} was deleted meanwhile.", it=describe(self._shown)), warning=True)
        elif found is not None and found.rev != self._shown.rev:
            self.say(tr("It was changed in another window, or by another program."))
        self._follow()

    def show(self, annotation: Annotation, *, anew: bool = True) -> None:
        """Show another annotation, from its first row if ``anew``, and have the reader stand there."""
        self._shown = annotation
        self._deeds, self._problems, self._most = None, [], MORE
        self._room.show_also(annotation)
        self._room.reader.go_to(annotation, centre=True)
        self._follow(anew=anew)

    def _find(self, identifier: str) -> Annotation | None:
        return self._room.margin.annotation(identifier)

    def _follow(self, *, anew: bool = False) -> None:
        room = self._room
        self._seen, self._article = room.margin.annotations, room.article
        found = self._find(self._shown.id)
        self._gone, self._shown = found is None, found or self._shown
        self._sheet.show(particulars(self._about()), anew=anew)
        place = room.listed.place(self._shown)
        title = tr("deleted") if self._gone else spoken(self._shown.label)
        if place is not None:
            title = tr(
                "{label} · {place} of {n}", label=title, place=place + 1, n=room.listed.count
            )
        self._head.left, self._head.right = title, room.article.title
        self._show_status()
        self._read_past()

    def _about(self) -> About:
        room, shown = self._room, self._shown

        def named(identifier: str) -> str:
            found = self._find(identifier)
            return describe(found) if found else identifier

        touching = room.margin.links_of(shown.id)
        return About(
            room.article,
            shown,
            room.listed.paragraph(shown),
            room.project.annotator,
            room.margin.decisions_on(shown.id),
            [(link, end) for link in touching if (end := self._find(_other(link, shown)))],
            self._deeds,
            self._problems,
            self._most,
            named,
            codebook=room.margin.codebook,
        )

    def _show_status(self) -> None:
        self._saved = self._room.how_saved()
        if self._menu:
            told = offered(self._menu, self._choices(self._menu))
            if self._status.holds(told):
                self._status.left, self._status.right = told, ""
            else:
                self.say(told)  # in as many rows as it needs
            return
        keys = (
            tr(
                "Enter edits · ' more · ? keys · n N next · t note · r m menus · u undo · Esc leaves"
            )
            if self._room.mine(self._shown)
            else tr("? keys · n N next · t comment · m judge · u undo · Esc leaves")
        )
        *parts, leaving = [*self._saved, *keys.split(" · ")]
        # What there is no room for is left out whole, from the least important on.
        while said(" · ".join([*parts, leaving]), ENDLESS).width > self.app.size.width - 2:
            parts.pop()
        self._status.left = " · ".join([*parts, leaving])
        self._status.right = self._room.project.annotator

    # Its history, read in a thread: a long one holds up nothing.

    def _read_past(self) -> None:
        self._wanted = self._shown.id
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._begin_past)

    def _begin_past(self) -> None:
        self.run_worker(self._past(self._wanted), group="past", exclusive=True)

    async def _past(self, identifier: str) -> None:
        folders: list[Path] = self._room.margin.folders
        problems: list[str] = []
        deeds = await aside(
            biography, folders, identifier, problems, lambda: self._wanted == identifier
        )
        if self._wanted == identifier and (deeds, problems) != (self._deeds, self._problems):
            self._deeds, self._problems = deeds, problems
            self._sheet.show(particulars(self._about()))

    # Keys.

    async def take(self, event: events.Key) -> bool:
        return self._room.saying.take(event) or await super().take(event)

    async def run(self, command: Command) -> None:
        """Do a command of the reading room on the annotation that is shown."""
        if self._gone:
            self._say_gone()
            return
        if command.id == "ends":
            if self._is_mine():
                self.action_close()
                self._room.reader.go_to(self._shown)
                self._room.action_ends()
            return
        self._room.reader.go_to(self._shown)
        await self._room.run_command(command)
        if command.id in _FOLLOWED and (now := self._room.reader.current) is not None:
            self.show(now)

    def _say_gone(self) -> None:
        self.say(tr("It is deleted: n goes on to another, Esc to the text."), warning=True)

    def _is_mine(self) -> bool:
        """Whether it can be changed; where not, that is said, and what can be done."""
        if self._gone:
            self._say_gone()
            return False
        if self._room.mine(self._shown):
            return True
        self.say(
            tr(
                "The {it} was made by {name}, and only they can change it: you can comment on it (t), "
                "judge it (m), or copy it as your own (mo).",
                it=describe(self._shown),
                name=self._shown.annotator,
            ),
            warning=True,
        )
        return False

    async def _run_named(self, name: str) -> None:
        commands = {each.id: each for _, group in self._room.keymap.groups for each in group}
        await self.run(commands[name])

    async def action_note(self) -> None:
        await self._run_named("note")

    async def action_say(self) -> None:
        await self._run_named("say")

    async def action_copy(self) -> None:
        await self._run_named("copy")

    async def action_delete(self) -> None:
        """Take away the attribute, the link or the comment under the cursor, else the annotation."""
        entry = self._sheet.chosen
        kind, _, name = entry.key.partition(" ") if entry else ("", "", "")
        if kind == "link":
            self._remove_link(name)
        elif kind == "comment" and name:
            self._remove_comment(name)
        elif kind != "attribute":
            await self._run_named("delete")
        elif name not in self._shown.attributes:
            self.say(tr("There is nothing to take away."))
        elif self._is_mine() and self._set(name, None):
            self.say(tr("Removed: {name}. u brings it back.", name=name))

    def _remove_link(self, identifier: str) -> None:
        for link in self._room.margin.links_of(self._shown.id):
            if link.id == identifier:
                self._room.saying.remove(link)

    async def action_undo(self) -> None:
        if not await self._room.undo_together():
            self._step_history("undo")

    async def action_redo(self) -> None:
        if not await self._room.redo_together():
            self._step_history("redo")

    def _step_history(self, step: str) -> None:
        subject = self._room.step_history(step)
        if subject is not None and subject.id != self._shown.id and self._find(subject.id):
            self.show(subject)

    def action_find_next(self, step: int) -> None:
        """To the next annotation, or the one before."""
        if not self._gone:
            self._room.reader.go_to(self._shown)
        found = self._room.next_annotation(step)
        if found is not None:
            self.show(found, anew=False)

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        self.app.push_screen(
            HelpScreen(self._room.keymap, self._room.config.keyboard, IN_ANNOTATIONS)
        )

    # Editing.

    async def on_sheet_chosen(self, event: Sheet.Chosen) -> None:
        event.stop()
        kind, _, name = event.entry.key.partition(" ")
        if self._gone and kind != "earlier":
            self._say_gone()
            return
        match kind:
            case "label":
                if self._is_mine():
                    self._offer("r", only="relabel-")
            case "note":
                if self._is_mine():
                    await self._run_named("note")
            case "comment":
                self._room.ask_comment(self._shown, name)
            case "text" | "part" | "was" | "now":
                self.action_close()
            case "place":
                await self._run_named("ends")
            case "anchor" if self._shown.anchor is not Anchor.ANCHORED:
                if self._is_mine():
                    await self._run_named(
                        "ends" if self._shown.anchor is Anchor.ORPHAN else "accept"
                    )
            case "review":
                self._offer("m")
            case "attribute":
                if self._is_mine():
                    self._ask_value(name)
            case "add" | "lacks":
                self.action_add()
            case "link":
                self._go_along(name)
            case "earlier":
                self._most += MORE
                self._sheet.show(particulars(self._about()))
            case _:
                self.say(tr("This is only to be read."))

    def action_add(self) -> None:
        """Offer what can be said of the annotation."""
        if self._is_mine():
            self._room.saying.about(self._shown)

    def _ask_value(self, name: str) -> None:
        attribute = self._room.margin.codebook.attribute(self._shown.label, name)
        if attribute is None:
            self.say(
                tr("The codebook has no attribute `{name}`; d takes it away.", name=name),
                warning=True,
            )
        else:
            self._room.saying.ask(self._shown, attribute)

    def _set(self, name: str, value: object) -> bool:
        room, identifier = self._room, self._shown.id
        done = room.attempt(lambda: room.margin.set_attributes(identifier, {name: value}))
        self._sheet.put(f"attribute {name}")
        return done is not None

    def _remove_comment(self, identifier: str) -> None:
        room = self._room
        if room.attempt(lambda: room.margin.change_comment(identifier, "")):
            self.say(tr("The comment is removed. u brings it back."))

    def _go_along(self, identifier: str) -> None:
        for link in self._room.margin.links:
            if link.id == identifier and (other := self._find(_other(link, self._shown))):
                self.show(other)

    def _offer(self, menu: str, only: str = "") -> None:
        """Have something of a menu chosen, beside the entry."""
        from tui.screens.choices import ChoicesScreen

        commands = [each for each in self._choices(menu).values() if each.id.startswith(only)]
        at = self._sheet.region.offset + self._sheet.cursor

        def chosen(command: Command | None) -> None:
            if command is not None:
                self.call_later(self.run, command)

        self.app.push_screen(ChoicesScreen(commands, at), chosen)


def _other(link: Link, annotation: Annotation) -> str:
    """The id of the annotation at the other end."""
    return link.target if link.source == annotation.id else link.source
