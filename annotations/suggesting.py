"""Who said a quote, and by which word the article says so, as far as its sentence tells. A person is to confirm it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotations.attribution import attributions_in
from annotations.boundaries import paragraph_at, sentence_at
from annotations.folding import fold
from annotations.model import Article, Span
from annotations.quotations import Nesting
from annotations.reporting import Cue, Stance, cues_in
from annotations.reporting_forms import Kind, forms


class Suggestion(NamedTuple):
    """What the codebook that is built in asks of a quote."""

    type: str
    """direct, indirect or mixed."""
    cue: Span | None
    source: Span | None
    """The words that name who said it; None where there are none, as in «he said»."""
    stance: str | None
    """Of the cue: neutral, asserting, doubting or denying; None where it is none of these."""


_STANCES = (Stance.NEUTRAL, Stance.ASSERTING, Stance.DOUBTING, Stance.DENYING)
_LONGEST = 12
"""Words that name a source at most."""
_WORD = re.compile(r"\s*(?:لـ\s*)?([^\s،؛:.؟!«»“”\"()]+)")
_THAT = re.compile(r"ب?[إأا]ن(?:ه|ها|هم|هما|هن|نا|ني|ك|كم)?")
_AFTER_IT = frozenset(
    fold(
        "في على عن من إلى مع خلال أثناء بعد قبل عقب منذ لدى أمام عبر ضمن حول بشأن حيث حين عندما بينما أمس اليوم "
        "غدا صباح مساء السبت الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة قائلا مؤكدا مضيفا لا لم لن قد"
    ).text.split()
)
"""With these begins what is no longer the name of a source."""
_OF = re.compile(r"لل|ل(?=\w{3})")
"""Before the source after وفقا."""
_BEGINS = re.compile(r"\s*(?:(?:وقد|قد|كما)\s+|و(?!صل|قف))?(\w+)")
"""The first verb of a sentence."""
_WITHOUT_OBJECT = frozenset(
    fold("وصل توجه عاد جاء اجتمع ظهر خرج انسحب استقال أعرب تراجع سافر وقف شارك").text.split()
)
_WITHOUT_OBJECT_SHE = frozenset(f"{verb}ت" for verb in _WITHOUT_OBJECT)
"""Verbs whose subject no object follows, and their forms for a woman or a group."""


def suggest_attribution(
    article: Article, parts: Sequence[Span], names: Iterable[Span] = ()
) -> Suggestion:
    """The type of a quote, its cue, its source and the stance of the cue.

    ``parts`` are those of the quote in their order: one, or several round what breaks it. ``names`` are spans that are
    known to name somebody: the last of those among the words of the source is then the source. The cue is the one whose
    content the quote is, else the one that breaks it, else the nearest in its sentence. A cue without a source has that
    of the one before it in the paragraph; a participle (قائلا) the subject of the verb before it in its sentence.
    """
    text = article.text
    paragraph = paragraph_at(text, parts[0].start)
    cue = _cue(text, paragraph, parts)
    if cue is None:
        return Suggestion(_type(text, paragraph, parts, None), None, None, None)
    source = _source(text, paragraph, cue, parts)
    if source is None:
        sentence = sentence_at(text, cue.span.start)
        stretch = sentence if _is_participle(text, cue) else paragraph
        before = list(cues_in(text, stretch.start, cue.span.start))
        found = (_source(text, paragraph, each, parts) for each in reversed(before))
        source = next((each for each in found if each), None)
        if source is None and stretch is sentence:
            source = _subject(text, Span(sentence.start, cue.span.start), cue, parts)
    if source:
        within = [each for each in names if source.start <= each.start and each.end <= source.end]
        source = max(within, key=lambda each: (each.end, -each.start), default=source)
    stance = str(cue.stance) if cue.stance in _STANCES else None
    return Suggestion(_type(text, paragraph, parts, cue), cue.span, source, stance)


def _cue(text: str, paragraph: Span, parts: Sequence[Span]) -> Cue | None:
    first, last = parts[0], parts[-1]
    said = [
        (content.end - content.start, cue)
        for cue, content in attributions_in(text, *paragraph)
        if content.start <= first.start and first.end <= content.end
    ]
    if said:
        return min(said, key=lambda each: each[0])[1]
    sentence = sentence_at(text, first.start)
    end = max(sentence.end, sentence_at(text, last.end).end)
    cues = [cue for cue in cues_in(text, sentence.start, end) if not _touched(cue.span, parts)]
    between = [cue for cue in cues if first.end <= cue.span.start < last.start]
    before = [cue for cue in cues if cue.span.end <= first.start]
    return next(iter([*between, *reversed(before), *cues]), None)


def _touched(span: Span, parts: Sequence[Span]) -> bool:
    return any(part.start < span.end and span.start < part.end for part in parts)


def _type(text: str, paragraph: Span, parts: Sequence[Span], cue: Cue | None) -> str:
    nesting = Nesting(text, paragraph)
    types = {_type_of(text, nesting, part, cue) for part in parts}
    return types.pop() if len(types) == 1 else "mixed"


def _type_of(text: str, nesting: Nesting, quote: Span, cue: Cue | None) -> str:
    marks = nesting.innermost(quote.start)
    if marks and marks.outer.start <= quote.start and quote.end <= marks.outer.end:
        return "direct"
    if cue and re.fullmatch(r"[^:]*:\s*", text[cue.span.end : max(cue.span.end, quote.start)]):
        return "direct"
    inside = any(
        pair.outer.start < quote.end and quote.start < pair.outer.end for pair in nesting.pairs
    )
    return "mixed" if inside else "indirect"


def _source(text: str, paragraph: Span, cue: Cue, parts: Sequence[Span]) -> Span | None:
    """The words after a cue up to إن, a sign, or what goes on about when and where."""
    if cue.stance not in _STANCES:
        return None  # these may have whom it is said to, or of, next to them
    if _is_participle(text, cue):
        return None  # what follows is said, or whom it is said to: مؤكدا دعمه، مؤكدا للصحفيين
    place, words = cue.span.end, list[Span]()
    while len(words) < _LONGEST and (found := _WORD.match(text, place, paragraph.end)):
        word = Span(*found.span(1))
        if (
            _THAT.fullmatch(found[1])
            or fold(found[1]).text in _AFTER_IT
            or _touched(Span(place, word.end), parts)
            or (words and found[1].startswith("لل"))
        ):
            break
        words.append(word)
        place = word.end
    if not words:
        return None
    start = words[0].start
    if cue.lemma.endswith("لـ") and (of := _OF.match(text, start)):
        start = of.end()
    return Span(start, words[-1].end)


def _is_participle(text: str, cue: Cue) -> bool:
    form = forms().get(fold(text[cue.span.start : cue.span.end]).text)
    return form is not None and form.kind is Kind.PARTICIPLE


def _subject(text: str, before: Span, cue: Cue, parts: Sequence[Span]) -> Span | None:
    """Who does what a sentence begins with, which ends where a participle begins that agrees with the verb: only after
    verbs without an object, and up to a word that cannot go on a name, since a wrong source is worse than none."""
    verb = _BEGINS.match(text, before.start, before.end)
    if verb is None:
        return None
    spelled = fold(verb[1]).text
    feminine = fold(text[cue.span.start : cue.span.end]).text.endswith("ه")
    if spelled not in (_WITHOUT_OBJECT_SHE if feminine else _WITHOUT_OBJECT):
        return None
    place, words = verb.end(), list[Span]()
    while len(words) < _LONGEST and (found := _WORD.match(text, place, before.end)):
        if fold(found[1]).text in _AFTER_IT:
            source = Span(words[0].start, words[-1].end) if words else None
            return None if source is None or _touched(source, parts) else source
        words.append(Span(*found.span(1)))
        place = found.end()
    return None
