"""The history of an annotation, as entries of a sheet: who did what, and what it changed from and to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import tzinfo

from annotations import history
from annotations.biography import Deed, Turn
from annotations.messages import mark, spoken, tr, trn
from annotations.model import Direction
from tui.text.form import Entry
from tui.text.line import FLAT
from tui.text.said import apart, mirrored
from tui.widgets.times import moment

_MOST = 120
"""Code points of a value that are shown at most."""
_DONE = {
    history.TAG: mark("tagged it"),
    history.RELABEL: mark("gave it another label"),
    history.NOTE: mark("wrote its note"),
    history.ATTRIBUTES: mark("changed its attributes"),
    history.DELETE: mark("deleted it"),
    history.DECIDE: mark("judged it"),
    history.COMMENT: mark("commented on it"),
    history.ADOPT: mark("copied it from a colleague"),
    history.ACCEPT: mark("accepted its place in a changed text"),
    history.PLACE: mark("placed it in a changed text"),
    history.RESIZE: mark("set its ends"),
    history.SPLIT: mark("parted it"),
    history.JOIN: mark("joined it with another"),
    history.LINK: mark("linked it"),
    history.UNLINK: mark("took a link away"),
    history.ATTRIBUTE: mark("said who is quoted, and how"),
    history.EXTEND: mark("added a part to it"),
    history.CUT: mark("took a part out of it"),
    history.UNDO: mark("took back"),
    history.REDO: mark("did again"),
    history.MERGE: mark("took it in from another copy"),
    history.RESTORE: mark("wrote it again, after another program had overwritten it"),
    "write": mark("changed it with another program"),
}
_COMMENTED = {True: mark("changed a comment"), False: mark("removed a comment")}
"""What was done to one that there was, by whether it is still there."""
_WHAT = {
    "words": mark("words"),
    "place": mark("place"),
    "label": mark("label"),
    "note": mark("note"),
    "review": mark("review"),
    "comment": mark("comment"),
    "link": mark("link"),
    "attribute": mark("attribute"),
    "deleted": mark("gone"),
}


def past(
    deeds: Sequence[Deed] | None,
    problems: Sequence[str],
    most: int,
    named: Callable[[str], str],
    titled: Callable[[str, str], str],
    zone: tzinfo | None,
) -> Iterator[Entry]:
    """``deeds``, the newest first, or None while they are being read; ``most`` of them are shown. ``named`` is what an
    annotation is called, by its id; ``titled`` is what a kind of link or an attribute is, by which it is and its
    name."""
    yield Entry("past", tr("History"))
    if deeds is None:
        yield _told("reading", "", tr("is being read …"))
        return
    if not deeds:
        yield _told("no deeds", "", tr("Nothing of it is saved in a history."))
    for number, deed in enumerate(deeds[:most]):
        head = f"{deed.annotator} · {_did(deed)}"
        said = "\n".join([head, *(_turn(each, named, titled) for each in deed.turns)])
        marks = ((len(head), len(said), "dim"),)
        # Two with one time are told apart by their number from the first one on.
        key = f"deed {len(deeds) - number}"
        time = moment(deed.time, zone)
        yield Entry(key, time, said, direction=Direction.LTR, forced=True, marks=marks)
    if (left := len(deeds) - most) > 0:
        told = trn("{n} earlier: Enter shows it", "{n} earlier: Enter shows them", left)
        yield _told("earlier", "…", told)
    for number, problem in enumerate(problems):
        yield Entry(f"problem {number}", "!", problem, "warning", Direction.LTR, forced=True)


_CHANGED = mark("changed it")


def _did(deed: Deed) -> str:
    if deed.does == history.COMMENT:
        for turn in deed.turns:
            if turn.what == "comment" and turn.before:
                return tr(_COMMENTED[bool(turn.after)])
    return tr(_DONE.get(deed.does, _CHANGED))


def _told(key: str, name: str, value: str) -> Entry:
    return Entry(key, name, value, "dim", Direction.LTR, forced=True)


def _turn(turn: Turn, named: Callable[[str], str], titled: Callable[[str, str], str]) -> str:
    """What was, and what became of it."""
    before, after = turn.before, turn.after
    says = {"link": named, "label": spoken, "review": tr}.get(turn.what)
    if says is not None:
        before, after = (says(each) if each else "" for each in (before, after))
    before, after = (apart(_short(each)) if each else "" for each in (before, after))
    what = tr(_WHAT[turn.what])
    what = f"{what} {apart(titled(turn.what, turn.name))}" if turn.name else what
    if turn.what == "deleted":
        return f"{what}: {before}"
    onward = "←" if mirrored() else "→"
    return f"{what}: {before} {onward} {after or '–'}" if before else f"{what}: {after}"


def _short(value: str) -> str:
    flat = value.translate(FLAT)
    return flat if len(flat) <= _MOST else f"{flat[: _MOST - 1]}…"
