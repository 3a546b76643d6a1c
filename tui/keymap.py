"""Keys as data: one table from which the bindings, the line of hints, the help screen and the README are made.

A key may open a menu: then the next key says what of it is meant (``g q``: go to the next quote). Every command has a
key that can be typed in every layout of `tui.keyboards`: nothing sits alone on ``b``, nor on the capitals B G T (two
characters in some terminals), D F C V L Z O P K X (brackets, or nothing, in some layout) or U M.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from string import ascii_lowercase
from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding
from textual.keys import Keys, key_to_character

from annotations import HashiyaError
from annotations.messages import tr

if TYPE_CHECKING:
    from annotations.codebook import Label


class Command(NamedTuple):
    """What can be done by a key. ``keys`` are Textual's names, separated by commas; the first is the one shown. One
    with a space in it is a key that opens a menu and the key there."""

    id: str
    keys: str
    action: str
    what: str
    hint: str = ""
    """Its word on the line of hints, or, in a menu, among the choices; empty where it is not there."""

    @property
    def binding(self) -> Binding | None:
        """What Textual is told of it; None for one that is in menus alone."""
        bare = ",".join(key for key in self.keys.split(",") if " " not in key)
        # Priority: a key is then dealt with before the next one is looked at, so that what is typed ahead finds
        # the screen as the key before has left it.
        return (
            Binding(bare, self.action, self.what, id=self.id, show=False, priority=True)
            if bare
            else None
        )

    @property
    def shown(self) -> list[str]:
        """Its keys for a person to read."""
        return [
            "".join(NAMES.get(key, key) for key in keys.split(" ")) for keys in self.keys.split(",")
        ]


NAMES = {
    "left": "←", "right": "→", "up": "↑", "down": "↓", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home",
    "end": "End", "space": "Space", "backspace": "⌫", "escape": "Esc", "tab": "Tab", "shift+tab": "⇧Tab",
    "enter": "Enter", "delete": "Del", "comma": ",", "plus": "+", "apostrophe": "'",
    "ctrl+delete": "^Del", "shift+delete": "⇧Del",
    "ctrl+insert": "^Ins", "shift+insert": "⇧Ins", "alt+backspace": "Alt+⌫", "alt+d": "Alt+D",
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
    **{f"ctrl+{letter}": f"^{letter.upper()}" for letter in ascii_lowercase},
    **{f"{mod}+{key}": f"{sign}{arrow}"
       for mod, sign in (("shift", "⇧"), ("ctrl", "^"), ("ctrl+shift", "^⇧"))
       for key, arrow in (("left", "←"), ("right", "→"), ("up", "↑"), ("down", "↓"), ("home", "Home"),
                          ("end", "End"), ("pageup", "PgUp"), ("pagedown", "PgDn"))},
}  # fmt: skip


def _motion(name: str, keys: str, what: str) -> Command:
    return Command(f"move-{name}", keys, f"move('{name}')", what)


def _extension(name: str, keys: str, what: str) -> Command:
    return Command(f"extend-{name}", keys, f"extend('{name}')", what)


MOVING = (
    _motion("left", "left,h", "to what the eye sees at the left"),
    _motion("right", "right,l", "to what the eye sees at the right"),
    _motion("down", "down,j", "a row down"),
    _motion("up", "up,k", "a row up"),
    _motion("word", "i", "onward to the next word"),
    _motion("word-back", "o", "back to the word before"),
    _motion("word-left", "ctrl+left", "a word to the left"),
    _motion("word-right", "ctrl+right", "a word to the right"),
    _motion("sentence", "a", "onward to the next sentence"),
    _motion("sentence-back", "s", "back to the start of a sentence"),
    _motion("clause", "A", "onward to the next clause"),
    _motion("clause-back", "S", "back to the start of a clause"),
    _motion("quotation", "I", "onward into the next quotation marks"),
    _motion("quotation-back", "E", "back into the quotation marks before"),
    _motion("paragraph", "],J,ctrl+down", "onward to the next paragraph"),
    _motion("paragraph-back", "[,K,ctrl+up", "back to the start of a paragraph"),
    _motion("paragraph-end", ";", "to the end of the paragraph"),
    _motion("row-start", "home", "to the start of the row"),
    _motion("row-end", "end", "to the end of the row"),
    _motion("page-down", "pagedown,space", "a screen down"),
    _motion("page-up", "pageup,backspace", "a screen up"),
    _motion("start", "g g,ctrl+home", "to the start of the article")._replace(hint="start"),
    _motion("end", "g ],ctrl+end", "to the end of the article")._replace(hint="end"),
)
GOING = (
    Command(
        "go-paragraph", "g n", "go_paragraph", "to a paragraph by its number: 12gn", "paragraph"
    ),
    Command("back", "p", "go_back(-1)", "back to the place that was left last"),
    Command("forth", "g p", "go_back(1)", "forth again", "forth again"),
)
SELECTING = (
    Command("select", "v", "select", "begin or end a selection; every motion extends it"),
    Command("swap", "H", "swap", "to the other end of the selection, to move that"),
    Command("reselect", "g v", "reselect", "select again what was selected last", "last selection"),
    _extension("left", "shift+left", "select to the left"),
    _extension("right", "shift+right", "select to the right"),
    _extension("down", "shift+down", "select a row down"),
    _extension("up", "shift+up", "select a row up"),
    _extension("word-left", "ctrl+shift+left", "select a word to the left"),
    _extension("word-right", "ctrl+shift+right", "select a word to the right"),
    _extension("paragraph", "ctrl+shift+down", "select to the next paragraph"),
    _extension("paragraph-back", "ctrl+shift+up", "select to the start of a paragraph"),
    _extension("row-start", "shift+home", "select to the start of the row"),
    _extension("row-end", "shift+end", "select to the end of the row"),
    _extension("page-down", "shift+pagedown", "select a screen down"),
    _extension("page-up", "shift+pageup", "select a screen up"),
    _extension("start", "ctrl+shift+home", "select to the start of the article"),
    _extension("end", "ctrl+shift+end", "select to the end of the article"),
    Command("escape", "escape", "escape", "drop the selection, then what was found"),
    Command(
        "set-ends",
        "enter",
        "screen.set_ends",
        "the details of the annotation here; or set the ends that were selected for one",
    ),
)
WIDENING = (
    Command("widen", "w", "widen", "widen the selection: word, name, quotation, clause, sentence, paragraph", "widen"),
    Command("narrow", "W", "narrow", "narrow it again"),
    Command("trim", "-", "clitic(-1)", "take the next clitic off the start of the selection or annotation"),
    Command("untrim", "=", "clitic(1)", "put it back"),
)  # fmt: skip
TAGGING = (
    Command("tag-quote", "q", "tag('quote')", "tag a quote: the selection, or the quotation here", "quote"),
    Command("tag-entity", "e", "tag('entity')", "tag an entity: the selection, or the name or word here", "entity"),
    Command("tag-claim", "c", "tag('claim')", "tag a claim: the selection, or the sentence here", "claim"),
    Command("tag-again", ".", "tag_again", "tag with the label that was used last"),
    Command("tag-all", "*", "tag_all", "list every place of this name, to be looked through; then * tags them all"),
)  # fmt: skip
EDITING = (
    Command("next-here", "comma", "choose_next", "another of those under the cursor, for all these commands"),
    Command("note", "t", "note", "write a note on the annotation here, a comment on a colleague's"),
    Command("say", "apostrophe", "say", "say more of the annotation here, or link it; what the selection is", "say"),
    Command("follow-link", "g l", "follow_link", "to the other end of a link of it, then of the next", "link"),
    Command("details", "g d", "details", "all about the annotation here, to read and to edit", "details"),
    Command("delete", "d,delete", "delete", "delete the annotation here"),
    Command("copy", "y", "copy", "copy the selection, else the annotation here, in its logical order"),
    Command("undo", "u", "undo", "undo", "undo"),
    Command("redo", "Y,U", "redo", "redo"),
    Command("relabel-quote", "r q", "relabel('quote')", "make the annotation here a quote", "quote"),
    Command("relabel-entity", "r e", "relabel('entity')", "make it an entity", "entity"),
    Command("relabel-claim", "r c", "relabel('claim')", "make it a claim", "claim"),
    Command("split", "r s", "split", "part it in two at the cursor", "split"),
    Command("join", "r j", "join", "make one of it and the next of its label", "join"),
    Command("add-part", "r a", "add_part", "make the selection a part of the annotation it was begun in", "add part"),
    Command("take-part", "r x", "take_part", "take the selection, else the verb of saying, out of it", "take part out"),
    Command("ends", "r r", "ends", "set its ends anew, or the place that it has lost: select, then Enter", "ends"),
)  # fmt: skip
JUDGING = (
    Command("accept", "m a", "judge('accepted')", "accept it, or where it is shown in a changed text", "accept"),
    Command("reject", "m r", "judge('rejected')", "reject it", "reject"),
    Command("dispute", "m d", "judge('disputed')", "dispute it", "dispute"),
    Command("withdraw", "m n", "judge('none')", "withdraw your judgement", "withdraw"),
    Command("waiting", "m m", "waiting", "what waits for your judgement, in all articles", "what waits"),
    Command("adopt", "m o", "adopt", "copy a colleague's annotation as one of your own", "make it my own"),
)  # fmt: skip
FINDING = (
    Command("find", "/", "find", "find text in this article, shown while it is written", "find"),
    Command("find-next", "n", "find_next(1)", "to the next hit, or of what was gone to last: an annotation at first"),
    Command("find-previous", "N", "find_next(-1)", "to the one before"),
    Command("go-annotation", "g a", "aim('any')", "to the next annotation", "annotation"),
    Command("go-quote", "g q", "aim('quote')", "to the next quote", "quote"),
    Command("go-entity", "g e", "aim('entity')", "to the next entity", "entity"),
    Command("go-claim", "g c", "aim('claim')", "to the next claim", "claim"),
    Command("go-untagged", "g u", "aim('untagged')", "to the next quotation that has no tag", "untagged quotation"),
    Command("go-unreviewed", "g r", "aim('unreviewed')", "to the next annotation to be reviewed", "unreviewed"),
    Command("find-project", "f f", "find_all", "find in the whole project, as a list with context", "whole project"),
    Command("find-here", "f h", "find_here", "find in this article, as a list with context", "this article"),
    Command("find-list", "f a", "find_list", "the list of hits that was left last, again", "last list"),
    Command("find-regex", "f r", "find_way('regex')", "find by a regular expression, on or off", "regex"),
    Command("find-exact", "f e", "find_way('exact')", "find what is the same in every code point, on or off", "exact"),
    Command("find-harakat", "f o", "find_way('harakat')", "find whatever the harakat, on or off", "harakat"),
    Command("find-alefs", "f l", "find_way('alefs')", "find أ إ آ ا as the same, on or off", "alef"),
    Command("find-ya", "f n", "find_way('ya')", "find ى ي as the same, on or off", "yeh"),
    Command("find-ta", "f t", "find_way('ta')", "find ة ه as the same, on or off", "teh"),
    Command("find-tatweel", "f s", "find_way('tatweel')", "find with or without a tatweel, on or off", "tatweel"),
    Command("find-digits", "f d", "find_way('digits')", "find digits of all kinds as the same, on or off", "digits"),
)  # fmt: skip
VIEWING = (
    Command("harakat", "z z", "harakat", "harakat, on or off", "harakat"),
    Command("digits", "z d", "digits", "digits as in the source, Arabic-Indic or European", "digits"),
    Command("numbers", "z n", "numbers", "paragraph numbers, on or off", "numbers"),
    Command("others", "z o", "others", "what others wrote, shown or hidden", "others"),
    Command("theme", "z t", "app.next_theme", "the next theme: dark, paper, high contrast dark or light", "theme"),
    Command("hidden", "z c", "hidden", "where a control is hidden that shows nothing, on or off", "controls"),
    Command("wider", "z =", "measure(1)", "wider rows; = and - go on with it", "wider"),
    Command("narrower", "z -", "measure(-1)", "narrower rows", "narrower"),
    Command("measure", "z w", "measure", "rows of so many cells: 72zw; zw alone as at first", "width"),
    Command("spacing", "z s", "spacing", "no empty row between paragraphs, one, or two", "spacing"),
    Command("kashida", "z k", "kashida", "rows stretched to the same width by kashida, on or off", "kashida"),
    Command("alone", "z p", "alone", "this pane alone on the screen, or all again", "one pane"),
    Command("bare", "z r", "bare", "nothing but the text, or all again; Esc leaves it as well", "text alone"),
)  # fmt: skip
PANES = (
    Command("pane-next", "tab", "pane(1)", "to the next pane"),
    Command("pane-previous", "shift+tab", "pane(-1)", "to the pane before"),
    Command("repair", "R", "repair", "build damaged files of annotations anew from what is left"),
    Command("export", "x", "export", "write the annotations of this article to a file"),
    Command("palette", ":", "palette", "every command by name"),
    Command("help", "?", "help", "these keys", "keys"),
    Command("quit", "Q,f10", "app.quit", "leave; everything is on disk already"),
)
PROGRAM = (
    Command("suspend", "ctrl+z", "suspend_process", "back to the shell; fg there brings it back"),
)
LISTS = (
    Command("list-down", "down,j", "cursor(1)", "the next entry"),
    Command("list-up", "up,k", "cursor(-1)", "the entry before"),
    Command("list-page-down", "pagedown,space", "page(1)", "a screen down"),
    Command("list-page-up", "pageup", "page(-1)", "a screen up"),
    Command("list-first", "home,[", "edge(-1)", "the first entry"),
    Command("list-last", "end,]", "edge(1)", "the last entry"),
    Command("list-choose", "enter,h,left", "choose", "open the article; go to the annotation"),
)
LISTED = (
    Command("list-details", "i", "screen.details", "all about the annotation, to read and to edit"),
)
NARROWING = (
    Command("listed-label", "l", "screen.narrow_listed('label')", "only annotations of one label, or all", "label"),
    Command("listed-who", "a", "screen.narrow_listed('annotator')", "only those of one annotator", "who"),
    Command("listed-state", "s", "screen.narrow_listed('why')", "only those that wait for one reason", "state"),
    Command("listed-words", "/", "screen.listed_words", "only those with these words, also in comments", "words"),
    Command("listed-all", "escape", "screen.all_listed", "all annotations again", "all"),
)  # fmt: skip
SHEET = (
    Command("add-attribute", "plus", "screen.add", "in the details: give it another attribute"),
)
ARTICLES = (
    Command("articles-sort", "s", "screen.sort_articles", "sort them by name, title, date, reading, tags", "sort"),
    Command("articles-filter", "/", "screen.filter_articles", "only those with these words in title or path", "filter"),
    Command("articles-state", "a", "screen.articles_state", "only those untouched, begun, read; then all", "state"),
    Command("articles-all", "escape", "screen.all_articles", "all articles again", "all"),
)  # fmt: skip
WAITING = (
    Command("queue-accept", "a", "judge('accepted')", "accept it, and go on to the next", "accept"),
    Command("queue-reject", "x", "judge('rejected')", "reject it", "reject"),
    Command("queue-dispute", "d", "judge('disputed')", "dispute it", "dispute"),
    Command("queue-comment", "t", "comment", "comment on it", "comment"),
    Command("queue-undo", "u", "step_history(-1)", "undo what was done last here", "undo"),
    Command("queue-redo", "Y,U", "step_history(1)", "redo it"),
    Command("queue-next", "n", "go_on(1)", "to the next that waits"),
    Command("queue-previous", "N", "go_on(-1)", "to the one before"),
    Command("queue-details", "i", "details", "all about it, to read and to edit"),
    Command("queue-text", "v", "text", "show it in the text; p goes back from there", "text"),
    Command("queue-label", "l", "narrow('label')", "only those of one label, or all", "label"),
    Command("queue-who", "w", "narrow('annotator')", "only those of one annotator", "who"),
    Command("queue-state", "s", "narrow('why')", "only those that wait for one reason", "state"),
    Command("queue-words", "/", "words", "only those with these words, also in comments", "words"),
    Command("queue-order", "o", "order", "by place, or by why they wait", "order"),
    Command("queue-project", "p", "project", "this article alone, or the whole project", "project"),
    Command("queue-refresh", "R", "refresh_list", "let go what is judged", "let go"),
    Command("queue-leave", "escape,Q", "leave", "all of them again, then back to the text", "leave"),
)  # fmt: skip
IN_FIELDS = (
    Command("field-row-start", "home", "", "to the start of the row; with shift this selects"),
    Command("field-row-end", "end", "", "to the end of the row; with shift too"),
    Command("field-word-left", "ctrl+left", "", "a word to the left; with shift too"),
    Command("field-word-right", "ctrl+right", "", "a word to the right; with shift too"),
    Command("field-start", "ctrl+home", "", "to the start of the text; with shift too"),
    Command("field-end", "ctrl+end", "", "to the end of the text; with shift too"),
    Command("field-all", "ctrl+a", "", "select all"),
    Command("field-erase-word", "ctrl+w,alt+backspace", "", "delete the word before"),
    Command("field-erase-next-word", "alt+d,ctrl+delete", "", "delete the word after"),
    Command("field-erase-start", "ctrl+u", "", "delete back to the start of the line"),
    Command("field-erase-end", "ctrl+k", "", "delete on to its end"),
    Command("field-copy", "ctrl+c,ctrl+insert", "", "copy what is selected"),
    Command("field-cut", "ctrl+x,shift+delete", "", "cut it out"),
    Command("field-paste", "ctrl+v,shift+insert", "", "put in what was copied"),
    Command("field-undo", "ctrl+z,f5", "", "undo what was written"),
    Command("field-redo", "ctrl+y,f6", "", "redo it"),
    Command("field-answer", "enter", "", "answer; in a note: begin a line"),
    Command("field-leave", "escape", "", "leave it; a note is kept"),
    Command("field-drop", "ctrl+g,f8", "", "in a note: leave it as it was before"),
    Command("field-outside", "ctrl+e,f4", "", "in a note: go on in the editor that EDITOR names"),
)
"""What a field does with keys that type nothing, by its own names for them. Of one that has others in the settings
those do it instead; with shift, for selecting, it keeps its own."""
_IN_NOTES = ("field-drop", "field-outside")
"""Those of them that a field with a search in it does not know."""
_SWITCHES = tuple(
    each._replace(keys=f"ctrl+{each.keys[-1]}")
    for each in FINDING
    if each.action.startswith("find_way(")
)
"""What a search has besides, whatever keys these commands have in the text."""
HITS = (
    Command("hits-mark", "space", "mark", "mark the hit to be tagged, or unmark it", "mark"),
    Command("hits-all", "a", "all", "mark all, or none"),
    Command("hits-quote", "q", "tag('quote')", "tag all that are marked as quotes", "quote"),
    Command("hits-entity", "e", "tag('entity')", "tag them as entities", "entity"),
    Command("hits-claim", "c", "tag('claim')", "tag them as claims", "claim"),
    Command("hits-apply", "*", "apply", "tag them as what the list was asked for"),
    Command("hits-sort", "s", "sort", "sort by place, by what follows, or by what precedes", "sort"),
    Command("hits-project", "p", "project", "look in the whole project"),
    Command("hits-leave", "escape,Q", "leave", "stop looking, then leave: fa brings the list back", "leave"),
)  # fmt: skip

GROUPS = (
    ("Moving in the text", MOVING),
    ("Going far", GOING),
    ("Selecting", SELECTING),
    ("Selecting as the language goes", WIDENING),
    ("Tagging", TAGGING),
    ("The annotation under the cursor, or chosen in the list", EDITING),
    ("Judging it: a document of your own", JUDGING),
    ("Finding", FINDING),
    ("Looking", VIEWING),
    ("Lists", (*LISTS, *LISTED, *SHEET)),
    ("The list of articles", ARTICLES),
    ("The list of annotations", NARROWING),
    ("Panes, export, help", (*PANES, *PROGRAM)),
    ("What waits for judgement", WAITING),
    ("A list of hits", HITS),
    ("While something is written in a field", IN_FIELDS),
)
"""Every command, grouped for the help screen."""
ELSEWHERE = (
    "Lists",
    "The list of articles",
    "The list of annotations",
    "What waits for judgement",
    "A list of hits",
    "While something is written in a field",
)
"""The groups of what cannot be done in the text."""
IN_ARTICLES, IN_HITS = ("The list of articles", "Lists"), ("A list of hits", "Lists")
IN_ANNOTATIONS = (
    "The annotation under the cursor, or chosen in the list",
    "Judging it: a document of your own",
    "Lists",
)
"""The groups that come first where the list of keys is asked for there."""
HELP = tuple(each for each in PANES if each.id == "help")
REPEATED = ("wider", "narrower")
"""After one of these, the key that chose it in its menu does it again, and so do the others' keys."""
MENUS = {"r": "Change", "m": "Mark", "g": "Go to", "f": "Find", "z": "Show"}
"""The keys that open menus, with what the choices begin with."""
LABELS = ("quote", "entity", "claim")
"""Of the codebook that is built in."""
_NO_KEY = "no-key"
"""For Textual, of a command without a key."""


class WrongKeysError(HashiyaError):
    """Keys that a command cannot have; ``command`` is the id for which they were wanted."""

    def __init__(self, command: str, told: str) -> None:
        super().__init__(told)
        self.command = command


class Keymap:
    """The commands with the keys that a user wants for them."""

    def __init__(
        self, changes: Mapping[str, str] | None = None, labels: Sequence[Label] | None = None
    ) -> None:
        """``changes``: other keys by the id of a command, written as in `Command`. ``labels`` are those of the
        project's codebook, None for the default.

        Raises WrongKeysError for an id or a key that there is not, and for a key that would mean two things.
        """
        self.changes = changes or {}
        for name, keys in self.changes.items():
            _refuse_unknown(name, keys)
        self.groups = [(heading, self.of(commands)) for heading, commands in GROUPS]
        self.labels = LABELS if labels is None else tuple(each.name for each in labels)
        """The names of those that can be tagged with."""
        self.clashes: list[tuple[Label, Command]] = []
        """Labels whose key is that of a command: they are in the menus alone."""
        self.by_key: dict[str, Command] = {}
        """What tags with a label of the project that is not in the default, by its key."""
        self.by_key_in_hits: dict[str, Command] = {}
        """And what does that with the hits that are marked in a list."""
        self._of_labels = labels is not None
        if labels is not None:
            from tui.label_keys import with_labels  # nearly no project needs it

            self.groups, self.clashes = with_labels(self.groups, labels)
            self.by_key = self._of_own("tag-")
            self.by_key_in_hits = self._of_own("hits-")
        self._refuse_clashes()
        changed = [each for each in IN_FIELDS if each.id in self.changes]
        self._in_fields = {key: "" for each in changed for key in each.keys.split(",")}
        for each in changed:
            own = each.keys.split(",")[0]
            self._in_fields.update(dict.fromkeys(self.changes[each.id].split(","), own))

    def _of_own(self, does: str) -> dict[str, Command]:
        own = (name for name in self.labels if name not in LABELS)
        return {each.keys: each for each in self._all(does + name for name in own) if each.keys}

    def in_field(self, key: str) -> str:
        """What a field takes a key for, by its own name; empty for one that has been given up."""
        return self._in_fields.get(key, key)

    @classmethod
    def usable(
        cls, changes: Mapping[str, str], labels: Sequence[Label] | None = None
    ) -> tuple[Keymap, dict[str, str]]:
        """The keymap with those changes that can be made, and by its id why each of the others cannot."""
        left, wrong = dict(changes), dict[str, str]()
        while True:
            try:
                return cls(left, labels), wrong
            except WrongKeysError as mistake:
                wrong[mistake.command] = str(mistake)
                del left[mistake.command]

    def of(self, commands: Iterable[Command]) -> tuple[Command, ...]:
        """The same commands with the user's keys."""
        return tuple(
            command._replace(keys=self.changes.get(command.id, command.keys))
            for command in commands
        )

    def _all(self, ids: Iterable[str]) -> list[Command]:
        wanted = {*ids}
        return [each for _, commands in self.groups for each in commands if each.id in wanted]

    @property
    def hinted(self) -> list[Command]:
        """Those on the line of hints, the more important first."""
        by_heading, headings = dict(self.groups), {id(group): name for name, group in GROUPS}
        wanted = (TAGGING, SELECTING, WIDENING, EDITING, FINDING, PANES)
        groups = [by_heading.get(headings.get(id(group), ""), self.of(group)) for group in wanted]
        return [c for group in groups for c in group if c.hint and c.keys and " " not in c.keys]

    def hinted_in(self, place: Iterable[Command]) -> list[Command]:
        """Those on the line of hints where the commands of ``place`` are, which come first."""
        here = [each for each in self.of(place) if each.hint]
        return [*here, *(each for each in self.hinted if each.id in ("palette", "help"))]

    @property
    def hinted_in_hits(self) -> list[Command]:
        """Those on the line of hints of a list of hits."""
        choose = next(c for c in self.of(LISTS) if c.id == "list-choose")
        here = dict(self.groups)[IN_HITS[0]]
        hinted = [*(c for c in here if c.hint), *self.of(HELP)]
        return [choose._replace(hint="go there"), *hinted]

    @property
    def textual(self) -> dict[str, str]:
        """The changes as Textual is told of them."""
        found = {
            command.id: binding.key
            for _, commands in self.groups
            for command in commands
            if command.id in self.changes and (binding := command.binding)
        }
        if self._of_labels:
            of_default = {f"{does}{name}": _NO_KEY for does in ("tag-", "hits-") for name in LABELS}
            found |= of_default | {c.id: c.keys or _NO_KEY for c in self._all(of_default)}
        return found

    def menu(self, key: str) -> dict[str, Command]:
        """The commands of the menu that a key opens, by the key there."""
        found = {}
        for _, commands in self.groups:
            for command in commands:
                for keys in command.keys.split(","):
                    first, _, second = keys.partition(" ")
                    if second and first == key:
                        found[second] = command
        return found

    def _refuse_clashes(self) -> None:
        groups = dict(self.groups)
        lists, articles, listed, waiting, hits, in_fields = (
            groups.pop(heading) for heading in ELSEWHERE
        )
        hits = (*hits, *self.of(HELP))
        in_search = tuple(each for each in in_fields if each.id not in _IN_NOTES)
        in_text = tuple(each for commands in groups.values() for each in commands)
        places = (
            in_text,
            (*lists, *articles),
            (*lists, *listed),
            waiting,
            hits,
            in_fields,
            (*_SWITCHES, *in_search),
        )
        for place in places:
            taken: dict[str, str] = (
                dict.fromkeys(MENUS, tr("the menu there")) if place is in_text else {}
            )
            for command in place:
                for key in filter(None, command.keys.split(",")):
                    if key in taken:
                        at_fault = command.id if command.id in self.changes else taken[key]
                        raise WrongKeysError(
                            at_fault,
                            tr(
                                "The key {key} cannot be both `{taken}` and `{id}`.",
                                key=key,
                                taken=taken[key],
                                id=command.id,
                            ),
                        )
                    taken[key] = command.id


def _refuse_unknown(name: str, keys: str) -> None:
    """Raise WrongKeysError unless there is a command with this id, and every key can be pressed."""
    ids = [command.id for _, commands in GROUPS for command in commands]
    if name not in ids:
        import difflib

        if near := difflib.get_close_matches(name, ids, 1):
            told = tr("There is no command `{name}`. Is `{near}` meant?", name=name, near=near[0])
        else:
            told = tr("There is no command `{name}`; the list of keys (?) has their names.", name=name)  # fmt: skip
        raise WrongKeysError(name, told)
    for key in keys.split(","):
        *menu, last = key.split(" ")
        if len(menu) > 1 or (menu and menu[0] not in MENUS):
            told = tr(
                "`{key}` for `{name}` begins with no menu: menus are {menus}.",
                key=key, name=name, menus=", ".join(MENUS),
            )  # fmt: skip
            raise WrongKeysError(name, told)
        if not menu and last.isdecimal():
            told = tr("`{key}` for `{name}` begins a count, as every digit.", key=key, name=name)
            raise WrongKeysError(name, told)
        in_fields = any(name == each.id for each in IN_FIELDS)
        if in_fields and (menu or len(last) == 1 or last == "space"):
            told = tr(
                "`{key}` for `{name}` is text in a field: take a key with ctrl, or f1 to f12.",
                key=key, name=name,
            )  # fmt: skip
            raise WrongKeysError(name, told)
        if not _is_key(last):
            raise WrongKeysError(
                name, tr("There is no key `{key}` for `{name}`.", key=key, name=name)
            )


def _is_key(key: str) -> bool:
    """Whether Textual has a key of this name."""
    if len(key) == 1:
        return key.isprintable()
    *held, bare = key.split("+")
    named = len(bare) == 1 or bare in [*Keys, *NAMES] or key_to_character(bare) is not None
    return named and set(held) <= {"ctrl", "shift", "alt", "super", "hyper", "meta"}


def bindings(*groups: Iterable[Command]) -> list[Binding]:
    """What a widget or screen puts in its ``BINDINGS``."""
    found = (command.binding for group in groups for command in group)
    return [binding for binding in found if binding]
