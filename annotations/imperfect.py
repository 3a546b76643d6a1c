"""Whether a word is an imperfect verb, as far as its letters tell: what أن before it depends on."""

from __future__ import annotations

import re
from functools import lru_cache

from annotations.folding import Folding, fold

LETTERS = Folding(alefs=False, ta=False)
"""Keeps what tells words apart here: hamzas (إن and أن), and ة, with which no verb ends."""

_NOUNS = """
    يوم يوما يومين يومها يد يده يدها يدي يسار يمين يهود يهوديا يونيو يوليو يناير يورو يابان يانغ يلتسين ياسر ياسين يحيى
    يوسف يعقوب يونس يافا تركيا تونس ترامب تايوان تايلاند تاريخ تاريخه تاس تيار تجار تشاد تشيلي تشوي تشانغ تيريزا تل
    تام تحت تلك تبعات تراث توتر تعاون تطور تضامن تضخم تدخل تقدم تحرك تحول تحدي تغير تفاهم تعامل تبادل توازن تنافس
    تراجع تصاعد تفاقم تأخر توسع توقف تحالف
"""
"""They begin like a verb of the third person."""
_VERBS = """
    نقول نكون نعمل نرى نفعل نقوم نستطيع نواصل نعود نبدأ نعلن نصل نتحدث نتوصل نحافظ نستمر نجد نمضي
    أقول أكون أعود أعمل أرى أشكر أعرب أؤكد أعلن
"""
"""Of the first person, which begins like very many nouns."""
_NOUN_SHAPE = re.compile(r".*(?:ة|ات)\Z|ت..ي.(?:ه|ها|هم|هما|نا|ا)?\Z")
"""The endings of nouns, and the measure of تعزيز and توقيت."""


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    nouns, verbs = (frozenset(fold(words, LETTERS).text.split()) for words in (_NOUNS, _VERBS))
    return nouns, verbs


def is_imperfect(word: str) -> bool:
    """Whether ``word``, folded by `LETTERS`, is more likely an imperfect verb than a noun."""
    nouns, verbs = _lists()
    if word[:1] not in ("ي", "ت"):
        return word in verbs
    return len(word) > 2 and word not in nouns and not _NOUN_SHAPE.match(word)
