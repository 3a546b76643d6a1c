"""How the value of an attribute is asked for: by a menu where it is one of several, in a field where it is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from annotations.attributes import written
from annotations.codebook import Attribute, Choice, Kind, Label, LinkType
from annotations.messages import mark, tr
from annotations.model import Direction
from annotations.validation import wrong_value
from tui.keyboards import keyed
from tui.widgets.menu import CHOSEN, Menu, Option
from tui.widgets.values import reference_in_words

if TYPE_CHECKING:
    from tui.screens.asking import Asking

_RLM = "\u200f"
"""Keeps the marks at the ends of an example where its words are, in an English sentence."""
Put = Callable[[object | None], bool]
"""Says the value, None for nothing, and tells whether that was done."""


def ask(
    asking: Asking, attribute: Attribute, value: object | None, put: Put, proposed: str = ""
) -> None:
    """Ask what an attribute is to be. ``value`` is what it is now, or None; ``proposed`` what it might be then.

    What was refused is said, and asked for again as it was written."""
    match attribute.kind:
        case Kind.CHOICE:
            _choose(asking, attribute, value, put)
        case Kind.MULTIPLE:
            chosen = (
                [each for each in value if isinstance(each, str)]
                if isinstance(value, list | tuple)
                else []
            )
            _toggle(asking, attribute, chosen, value is not None, put)
        case Kind.BOOLEAN:
            _yes_or_no(asking, attribute, value, put)
        case Kind.REFERENCES:
            found = (
                [dict(each) for each in value if isinstance(each, dict)]
                if isinstance(value, list | tuple)
                else []
            )
            _references(asking, attribute, found, put)
        case _:
            _write(asking, attribute, proposed if value is None else written(value), put)


# Menus.


def _choose(asking: Asking, attribute: Attribute, value: object | None, put: Put) -> None:
    def option(key: str, each: Choice) -> Option:
        sign = CHOSEN if each.name == value else " "
        return Option(key, str(each.title), partial(put, each.name), sign=sign)

    _offer(
        asking,
        attribute,
        [option(*each) for each in _by_key(attribute).items()],
        value is not None,
        put,
    )


def _toggle(asking: Asking, attribute: Attribute, chosen: list[str], there: bool, put: Put) -> None:
    """Each key takes a value in or out; Enter says what is chosen then."""

    def option(key: str, each: Choice) -> Option:
        other = [name for name in chosen if name != each.name]
        now = other if each.name in chosen else [*chosen, each.name]
        does = partial(_toggle, asking, attribute, now, there, put)
        return Option(key, str(each.title), does, sign=CHOSEN if each.name in chosen else " ")

    options = [option(*each) for each in _by_key(attribute).items()]
    options.append(Option("enter", tr("that is all"), partial(put, chosen or None)))
    _offer(asking, attribute, options, there, put)


def _yes_or_no(asking: Asking, attribute: Attribute, value: object | None, put: Put) -> None:
    options = [
        Option("y", tr("yes"), partial(put, True), sign=CHOSEN if value is True else " "),
        Option("n", tr("no"), partial(put, False), sign=CHOSEN if value is False else " "),
    ]
    _offer(asking, attribute, options, value is not None, put)


def _by_key(attribute: Attribute) -> dict[str, Choice]:
    return keyed(attribute.values, lambda each: each.key, lambda each: each.name)


def _offer(
    asking: Asking, attribute: Attribute, options: list[Option], there: bool, put: Put
) -> None:
    if there:
        options.append(Option("backspace", tr("say nothing of it"), partial(put, None)))
    asking.offer(Menu(str(attribute.title), options, str(attribute.guideline), guide(attribute)))


# Fields.

_KINDS = {
    Kind.NUMBER: mark("{title} (a number)"),
    Kind.DATE: mark("{title} (as 2023, 2023-10 or 2023-10-18)"),
}


def _write(asking: Asking, attribute: Attribute, draft: str, put: Put) -> None:
    def answered(answer: str) -> None:
        value = _read(attribute.kind, answer)
        if value is not None and (why := wrong_value(attribute, value)):
            _write(asking, attribute, answer, put)
            asking.say(why, warning=True)
        elif not put(value):
            _write(asking, attribute, answer, put)

    title = str(attribute.title)
    question = tr(_KINDS[attribute.kind], title=title) if attribute.kind in _KINDS else title
    way = Direction.RTL if attribute.kind is Kind.TEXT else Direction.LTR
    asking.prompt.ask(question, answered, draft, way, keep=True, lines="\n" in draft)


def _read(kind: Kind, answer: str) -> object | None:
    """What was written; the text itself where it is of another kind, to be refused."""
    text = answer.strip()
    if not text:
        return None
    if kind is Kind.TEXT:
        return text
    text = "".join(
        str(digit) if (digit := unicodedata.decimal(c, None)) is not None else c for c in text
    )
    if kind is Kind.DATE:
        return text.replace("/", "-")
    for number in (int, float):
        try:
            found = number(text.replace("٫", "."))
        except ValueError:
            continue
        if found == found and abs(found) != float("inf"):  # JSON has neither
            return found
    return text


# References.


def _references(
    asking: Asking, attribute: Attribute, found: list[dict[str, str]], put: Put
) -> None:
    """Those there are, each to be changed or taken away, and one more."""
    options = [
        Option(
            str(number),
            reference_in_words(each),
            partial(_reference, asking, found, number - 1, put),
        )
        for number, each in enumerate(found[:9], 1)
    ]
    options.append(
        Option("a", tr("one more"), partial(_ask_reference, asking, found, len(found), put))
    )
    _offer(asking, attribute, options, bool(found), put)


def _reference(asking: Asking, found: list[dict[str, str]], place: int, put: Put) -> None:
    rest = found[:place] + found[place + 1 :]
    options = [
        Option("e", tr("write it anew"), partial(_ask_reference, asking, found, place, put)),
        Option("d", tr("take it away"), partial(put, rest or None)),
    ]
    asking.offer(Menu(reference_in_words(found[place]), options))


def _ask_reference(asking: Asking, found: list[dict[str, str]], place: int, put: Put) -> None:
    """Ask for the address, then for the note; one of them may be left out."""
    before = found[place] if place < len(found) else {}

    def addressed(url: str) -> None:
        def noted(note: str) -> None:
            both = {"url": url.strip(), "note": note.strip()}
            new = {name: words for name, words in both.items() if words}
            now = [*found[:place], *([new] if new else []), *found[place + 1 :]]
            if now != found and not put(now or None):
                asking.prompt.ask(tr("What is said there"), noted, note, keep=True)

        asking.prompt.ask(tr("What is said there"), noted, before.get("note", ""), keep=True)

    asking.prompt.ask(tr("Address"), addressed, before.get("url", ""), Direction.LTR, keep=True)


# Guidelines.


def guide(attribute: Attribute) -> str:
    """What the codebook says of an attribute and its values, with the examples: a paragraph each."""
    told = [guideline(attribute)]
    told += [guideline(each) for each in attribute.values if each.guideline or each.examples]
    return "\n".join(told)


def guideline(item: Attribute | Choice | Label | LinkType) -> str:
    """What the codebook says of one thing, and its examples in a row of their own."""
    title, advice = str(item.title), str(item.guideline)
    said = tr("{title}: {advice}", title=title, advice=advice) if advice else title
    shown = " | ".join(f"{_RLM}{each}{_RLM}" for each in item.examples)
    return f"{said}\n{tr('e.g. {examples}', examples=shown)}" if shown else said
