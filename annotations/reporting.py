"""Cues: the words by which a text says who reports, and how. Offsets are code points.

Words are recognised through folding; only إن and أن are told apart, always.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from annotations.boundaries import paragraph_at
from annotations.folding import fold
from annotations.model import Span
from annotations.reporting_forms import AMBIGUOUS, Form, Kind, Stance, forms

__all__ = ["Cue", "Stance", "cue_at", "cues_in"]


class Cue(NamedTuple):
    """A verb of reporting, or a phrase that names a source, without the conjunction before it."""

    span: Span
    stance: Stance
    lemma: str


# All patterns are for folded text. Between two words of one clause stands no sign.
_WORD = re.compile(r"[^\W_]+")
_SIGN = re.compile(r"[^\w\s]")
_VERB_FOLLOWS = frozenset(
    fold(
        "قد وقد لقد لم ولم ثم حيث كما فيما بينما إذ كان كانت وكان وكانت الذي التي والذي والتي"
    ).text.split()
)
"""After these a word that may be a verb is one."""
_THAT = r"ب?ان(?:ه|ها|هم|هما|هن|نا|ني|ك|كم)?(?!\w)"
_SPEECH = r"\s*(?::|[«»“”\"‹›‘’]|\(\()"
_CONTENT = re.compile(rf"\s*:|\s+(?:(?:الي|علي|عن|من|ل\w+)\s+)?{_THAT}")
_GOES_WITH_A_VERB = re.compile(rf"{_SPEECH}|\s+(?:{_THAT}|(?:الي|علي|عن|من)(?!\w))")
"""After a participle: مؤكدة أن، مشددا على، محذرا من."""
_IS_SAID = re.compile(rf"{_SPEECH}|\s+(?:\w+\s+)?{_THAT}")
"""After a noun: قوله إن، تأكيد الوزير أن."""
_ABOUT = re.compile(r"(?:\s+\w+){0,4}?\s+عن(?!\w)")
"""After عبر where it is «expressed», not «across»."""
_PHRASES = {
    "بحسب": r"بحسب",
    "حسبما": r"حسبما",
    "وفقا لـ": r"وفقا(?=\s+ل)",
    "نقلا عن": r"نقلا\s+عن",
    "على حد قول": r"علي\s+حد\s+(?:قول|تعبير)(?:ه|ها|هم)?",
    "في تصريح لـ": r"في\s+تصريح(?:ات)?(?=\s+ل)",
}
"""What names a source without a verb."""
_PHRASE = re.compile(r"(?<!\w)و?(?:" + "|".join(f"({p})" for p in _PHRASES.values()) + r")(?!\w)")


def cues_in(text: str, start: int, end: int) -> Iterator[Cue]:
    """The cues within ``start`` to ``end``, in reading order. Paragraphs are read as far as the caller goes on."""
    while start < end:
        paragraph = paragraph_at(text, start)
        for cue in _cues(text, paragraph):
            if start <= cue.span.start and cue.span.end <= end:
                yield cue
        start = max(start, paragraph.end) + 1


def cue_at(text: str, offset: int) -> Cue | None:
    """The cue over the code point at ``offset``."""
    near = cues_in(text, *paragraph_at(text, offset))
    return next((cue for cue in near if cue.span.start <= offset < cue.span.end), None)


def _cues(text: str, paragraph: Span) -> Iterator[Cue]:
    """The cues of a paragraph, which is folded once."""
    folded = fold(text[paragraph.start : paragraph.end])

    def place(start: int, end: int) -> Span:
        span = folded.span(start, end)
        return Span(paragraph.start + span.start, paragraph.start + span.end)

    phrases = _PHRASE.finditer(folded.text)
    phrase = next(phrases, None)
    before: re.Match[str] | None = None
    for word in _WORD.finditer(folded.text):
        if phrase is not None and word.end() > phrase.start():
            if word.end() < phrase.end():
                continue
            assert phrase.lastindex is not None
            yield Cue(
                place(*phrase.span(phrase.lastindex)),
                Stance.NEUTRAL,
                list(_PHRASES)[phrase.lastindex - 1],
            )
            phrase = next(phrases, None)
        elif (found := _form(word.group())) is not None:
            cut, form = found
            span = place(word.start() + cut, word.end())
            said = text[span.start : span.end]
            if "ك\u0651" in said and form.lemma == "ذكر":
                form = form._replace(lemma="ذكّر", stance=Stance.ASSERTING, doubtful=False)
            if "\u0651" in said:
                form = form._replace(doubtful=False)
            if _is_meant(folded.text, before, word, cut, form):
                yield Cue(span, form.stance, form.lemma)
        before = word


def _form(word: str) -> tuple[int, Form] | None:
    """The form that a folded word is, after so many letters of a conjunction, or of ل before an imperfect."""
    if word in AMBIGUOUS:
        return None
    for cut in (0, 1) if word[0] in "وف" else (0,):
        rest = word[cut:]
        if form := forms().get(rest):
            return cut, form
        future = forms().get(rest[1:]) if rest[:1] in ("س", "ل") else None
        if future and future.kind is Kind.IMPERFECT:
            return cut + rest.startswith("ل"), future
    return None


def _is_meant(
    text: str, before: re.Match[str] | None, word: re.Match[str], cut: int, form: Form
) -> bool:
    """Whether a form is used to report, as far as its neighbours tell."""
    end = word.end()
    if form.kind is Kind.NOUN:
        return _IS_SAID.match(text, end) is not None
    if form.kind is Kind.PARTICIPLE and (form.doubtful or not word.group().endswith("ا")):
        return _GOES_WITH_A_VERB.match(text, end) is not None
    if form.lemma == "عبر":
        return _ABOUT.match(text, end) is not None
    if form.kind is Kind.PARTICIPLE or not form.doubtful:
        return True
    if _CONTENT.match(text, end):
        return True
    if form.lemma == "بين":  # hardly ever without أن; it is «between»
        return False
    return (
        before is None
        or cut > 0
        or before.group() in _VERB_FOLLOWS
        or _SIGN.search(text, before.end(), word.start()) is not None
    )
