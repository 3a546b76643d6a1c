"""Who did what to an article, and when, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from heapq import merge
from pathlib import Path
from typing import NamedTuple

from annotations import HashiyaError
from annotations.anchoring import describe, excerpt
from annotations.history import COMMENT, Act, Edit, acts
from annotations.journal import BEGIN
from annotations.layer import Layer, annotation_files
from annotations.merging import Stored, union
from annotations.messages import tr
from annotations.model import Annotation, Decision, Kept, Link, Review


class Event(NamedTuple):
    """Something that was done. ``str()`` of it is a line for a person."""

    time: str
    """In UTC as RFC 3339."""
    annotator: str
    machine: str
    sentence: str
    """Without its subject, who is the annotator."""

    def __str__(self) -> str:
        moment = f"{self.time[:10]} {self.time[11:19]}"
        return f"{moment}  {self.annotator} ({self.machine})  {self.sentence}"


def chronicle(folder: Path, problems: list[str], *former: Path) -> list[Event]:
    """All that was done to the article whose files are in ``folder``, and were in ``former`` ones; the oldest first.

    What one hand did stays in its order, whatever its clock said. A sentence for everything that could not be read
    is added to ``problems``.
    """
    told: list[list[tuple[int, Event]]] = []  # each in order, with the numbers of the lines
    layers = []
    for each in (folder, *former):
        try:
            layers += [Layer(path) for path in annotation_files(each)]
        except HashiyaError as error:
            problems.append(str(error))
    teller = _Teller()
    for layer in layers:
        union(teller.known, layer.refresh().documents)
        problems += layer.check()
    for layer in layers:
        annotator, machine = layer.hand
        earlier: list[tuple[int, Event]] = []
        later: list[tuple[int, Event]] = []
        for act in _past(layer):
            for time, sentence in teller.sentences(act):
                event = Event(time, annotator, machine, sentence)
                (earlier if act.does == BEGIN else later).append((act.sequence, event))
        told += [sorted(earlier, key=_time), later]
    events: dict[tuple[str, int, str, str], Event] = {}  # a copy of a file says the same again
    for sequence, event in merge(*told, key=_time):
        events[event.time, sequence, event.annotator, event.sentence] = event
    return list(events.values())


def _time(numbered: tuple[int, Event]) -> str:
    return numbered[1].time


def counted(count: int, what: str) -> str:
    """``1 annotation``, ``2 annotations``."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _past(layer: Layer) -> list[Act]:
    """What the history tells, as far as it can be read; without one, that it began with what there is."""
    with suppress(HashiyaError):
        if past := list(acts(layer.history().lines)):
            return past
    return [Act(BEGIN, tuple(Edit(None, each) for each in layer.documents.values()))]


class _Teller:
    """Tells acts, knowing what all of them are about."""

    def __init__(self) -> None:
        self.known: dict[str, Stored[Kept]] = {}

    def sentences(self, act: Act) -> Iterator[tuple[str, str]]:
        """The sentences about an act, each with its time."""
        if act.does == BEGIN:
            yield from self._earlier([edit for edit in act.edits if edit.before is None])
        elif act.edits:
            yield act.time, self._sentence(act)

    def _earlier(self, edits: list[Edit]) -> Iterator[tuple[str, str]]:
        """About what there is only the last version of."""
        for edit in edits:
            value = edit.after.value
            if isinstance(value, Decision):
                yield value.modified, self._decided(value)
                continue
            yield value.created, f"made the {self._name(value)}"
            if value.rev > 1:
                did = "deleted" if value.deleted else "last changed"
                yield value.modified, f"{did} the {self._name(value)}"

    def _sentence(self, act: Act) -> str:
        first, many = act.edits[0], _many(act)
        value = first.after.value
        match act.does, value:
            case "undo", _ if act.takes_back:
                return f"took back: {self._sentence(act.takes_back)}"
            case "redo", _ if act.takes_back and act.takes_back.takes_back:
                return f"did again: {self._sentence(act.takes_back.takes_back)}"
            case "restore", _:
                return f"wrote {many} again that another program had overwritten"
            case "merge", _:
                return f"took in {many} from another copy of this file"
            case "write", _:
                return f"changed {many} with another program"
            case _, Decision():
                return self._decided(value, act.does)
            case "attribute", _:
                return tr(
                    "said who is quoted, and how, of the {name}", name=self._named(value.about)
                )
            case "link" | "unlink", Link():
                return self._linked(act.does, value)
            case _, Annotation():
                return _annotated(act) or f"changed {many} ({act.does})"
        return f"changed {many} ({act.does})"

    def _linked(self, does: str, link: Link) -> str:
        names = {
            "kind": link.type,
            "source": self._named(link.source),
            "target": self._named(link.target),
        }
        if does == "unlink":
            return tr("removed the link {kind} from the {source} to the {target}", **names)
        return tr("linked the {source} to the {target} as its {kind}", **names)

    def _named(self, identifier: str) -> str:
        found = self.known.get(identifier)
        if found is None or not isinstance(found.value, Annotation):
            return f"annotation {identifier}, which is not here"
        return describe(found.value)

    def _decided(self, decision: Decision, does: str = "") -> str:
        of = self._name(decision)
        silent = decision.deleted or not decision.note
        undecided = decision.deleted or decision.review is Review.NONE
        if does == COMMENT or (undecided and not (silent or does)):
            said = f": {decision.note}"
            return f"removed the comment on the {of}" if silent else f"commented on the {of}{said}"
        return f"took back the verdict on the {of}" if undecided else f"{decision.review} the {of}"

    def _name(self, value: Kept) -> str:
        """What it, or the annotation that it is about, is called in a sentence."""
        if isinstance(value, Annotation):
            return describe(value)
        about = self.known.get(value.about)
        if about is None or not isinstance(about.value, Annotation):
            return f"annotation {value.about}, which is not here"
        name = f"{describe(about.value)} of {about.value.annotator}"
        return f"link from the {name}" if isinstance(value, Link) else name


def _annotated(act: Act) -> str | None:
    """The sentence about an act on annotations, which begins with one."""
    value, before = act.edits[0].after.value, _before(act.edits[0])
    assert isinstance(value, Annotation)
    assert isinstance(before, Annotation)
    match act.does:
        case "tag" if (count := len(act.edits)) > 1:
            return f"tagged {count} places as {value.label}, “{excerpt(value)}” first"
        case "tag":
            return f"tagged “{excerpt(value)}” as {value.label}"
        case "relabel":
            return f"changed the {describe(before)} to {value.label}"
        case "note" if value.note:
            return f"wrote a note on the {describe(value)}: {value.note}"
        case "note":
            return f"removed the note from the {describe(value)}"
        case "delete":
            return f"deleted the {describe(value)}"
        case "adopt":
            return f"made the {describe(value)} their own, {value.provenance.reason}"
        case "split":
            return f"parted the {describe(before)} in two"
        case "join" if isinstance(other := _before(act.edits[1]), Annotation):
            return f"joined the {describe(before)} and the {describe(other)}"
        case "attributes":
            return tr("said of the {name}: {what}", name=describe(value), what=_said(before, value))
        case "extend":
            return tr("added a part to the {name}", name=describe(before))
        case "cut":
            return tr("took a part out of the {name}", name=describe(before))
        case "accept" if before.exact == value.exact:
            return f"accepted the place of the {describe(value)} in the changed text"
        case "accept":
            return f"accepted “{excerpt(value)}” in the changed text for the {describe(before)}"
        case "resize":
            return f"changed the ends of the {describe(before)} to “{excerpt(value)}”"
        case "place":
            return f"placed the {describe(before)} on “{excerpt(value)}” in the changed text"
    return None


def _said(before: Annotation, after: Annotation) -> str:
    """The attributes that were changed, with their values; those that are no longer said with a dash."""
    names = [*dict.fromkeys([*after.attributes, *before.attributes])]
    changed = (
        f"{name} {_value(after.attributes.get(name))}"
        for name in names
        if before.attributes.get(name) != after.attributes.get(name)
    )
    return ", ".join(changed) or "–"


def _value(value: object) -> str:
    if isinstance(value, list):
        return " + ".join(map(_value, value)) or "–"
    if isinstance(value, dict):
        return " ".join(map(str, value.values()))
    return "–" if value is None else str(value)


def _before(edit: Edit) -> Kept:
    """What it changed, as far as that is known; else what it made."""
    return (edit.before or edit.after).value


def _many(act: Act) -> str:
    """How many of what it changed."""
    kinds = Counter(type(edit.after.value).__name__.lower() for edit in act.edits)
    return " and ".join(counted(count, kind) for kind, count in kinds.items())
