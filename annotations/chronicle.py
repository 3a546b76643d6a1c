"""Who did what to an article, and when, in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from annotations import HashiyaError
from annotations.anchoring import describe, excerpt
from annotations.history import Act, Edit, acts
from annotations.journal import BEGIN
from annotations.layer import Layer, annotation_files


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


def chronicle(folder: Path, problems: list[str], *earlier: Path) -> list[Event]:
    """All that was done to the article whose files are in ``folder``, and were in ``earlier`` ones; the oldest first.

    A sentence for everything that could not be read is added to ``problems``.
    """
    events: dict[tuple[str, int, str, str], Event] = {}  # a copy of a file says the same again
    paths = []
    for each in (folder, *earlier):
        try:
            paths += annotation_files(each)
        except HashiyaError as error:
            problems.append(str(error))
    for path in paths:
        layer = Layer(path)
        layer.refresh()
        problems += layer.check()
        annotator, machine = layer.hand
        told = [
            (act.sequence, time, sentence)
            for act in _past(layer)
            for time, sentence in _sentences(act)
        ]
        for sequence, time, sentence in told:
            key = time, sequence, annotator, sentence
            events[key] = Event(time, annotator, machine, sentence)
    return [events[key] for key in sorted(events)]


def _past(layer: Layer) -> list[Act]:
    """What the history tells, as far as it can be read; without one, that it began with what there is."""
    with suppress(HashiyaError):
        if past := list(acts(layer.history().lines)):
            return past
    return [Act(BEGIN, tuple(Edit(None, each) for each in layer.annotations.values()))]


def _sentences(act: Act) -> Iterator[tuple[str, str]]:
    """The sentences about an act, each with its time."""
    if act.does == BEGIN:
        yield from _earlier([edit for edit in act.edits if edit.before is None])
    elif act.edits:
        yield act.time, _sentence(act)


def _earlier(edits: list[Edit]) -> Iterator[tuple[str, str]]:
    """About annotations of which there is only the last version."""
    for edit in edits:
        value = edit.after.value
        yield value.created, f"made the {describe(value)}"
        if value.rev > 1:
            did = "deleted" if value.deleted else "last changed"
            yield value.modified, f"{did} the {describe(value)}"


def _sentence(act: Act) -> str:
    first, count = act.edits[0], len(act.edits)
    value = first.after.value
    before = first.before.value if first.before else value
    many = "1 annotation" if count == 1 else f"{count} annotations"
    match act.does:
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
        case "accept" if before.exact == value.exact:
            return f"accepted the place of the {describe(value)} in the changed text"
        case "accept":
            return f"accepted “{excerpt(value)}” in the changed text for the {describe(before)}"
        case "place":
            return f"placed the {describe(before)} on “{excerpt(value)}” in the changed text"
        case "undo" if act.takes_back:
            return f"took back: {_sentence(act.takes_back)}"
        case "redo" if act.takes_back and act.takes_back.takes_back:
            return f"did again: {_sentence(act.takes_back.takes_back)}"
        case "restore":
            return f"wrote {many} again that another program had overwritten"
        case "write":
            return f"changed {many} with another program"
    return f"changed {many} ({act.does})"
