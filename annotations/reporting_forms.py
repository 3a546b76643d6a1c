"""The verbs of reporting and their forms, by stance: the table that cues are looked up in."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from annotations.folding import fold


class Stance(StrEnum):
    """How the one who reports stands to what is said."""

    NEUTRAL = "neutral"
    ASSERTING = "asserting"
    DOUBTING = "doubting"
    DENYING = "denying"
    DIRECTIVE = "directive"
    EVALUATIVE = "evaluative"


class Kind(StrEnum):
    PERFECT = "perfect"
    IMPERFECT = "imperfect"
    PARTICIPLE = "participle"
    NOUN = "noun"


class Form(NamedTuple):
    """One written form of a verb."""

    lemma: str
    stance: Stance
    kind: Kind
    doubtful: bool
    """It is often another word (كتب books, نقل transport), and meant only where a verb may stand."""


# A line a verb: perfect (also passive); imperfect without ي and ت; participle; verbal noun. The first is the lemma.
# With ? the form is doubtful. What a verb does not have, or has only as another, more common word, is left out.
_TABLE = {
    Stance.NEUTRAL: """
        قال قيل; قول قال; قائل; قول
        أضاف أضيف; ضيف ضاف; مضيف;
        ?ذكر; ذكر; ; ذكر
        صرح; صرح; مصرح; تصريح تصريحات
        أعلن; علن; معلن; إعلان
        أخبر; خبر; مخبر; إخبار
        أبلغ; ?بلغ; مبلغ; إبلاغ
        أفاد أفيد; فيد فاد; ?مفيد; إفادة
        تحدث; تحدث; متحدث;
        ?نقل; نقل; ;
        روى; روي; ; رواية
        ?كتب; كتب; ; كتابة
        غرد; غرد; مغرد; تغريدة
        ?نشر; نشر; ;
        أردف; ردف; مردف;
        ?تابع; تابع; ?متابع;
        استطرد; ستطرد; مستطرد;
        أجاب أجيب; جيب جاب; مجيب; إجابة
        علق; علق; ?معلق; تعليق
        ?رد; ?رد; ; رد
        تساءل; تساءل; متسائل; تساؤل
    """,
    Stance.ASSERTING: """
        أكد; ؤكد; مؤكد; تأكيد
        أوضح; وضح; موضح; إيضاح توضيح
        شدد; شدد; ?مشدد; تشديد
        ?بين; بين; مبين;
        أشار أشير; شير شار; مشير; إشارة
        لفت; لفت; لافت;
        نوه; نوه; منوه; تنويه
        ?كشف; كشف; كاشف; كشف
        أثبت; ثبت; ?مثبت; إثبات
        ?جزم; جزم; جازم; جزم
        اعترف; عترف; معترف; اعتراف
        أقر; قر; ?مقر; إقرار
        نبه; نبه; منبه; تنبيه
        ذكّر; ; مذكر; تذكير
        اعتبر; عتبر; ?معتبر; اعتبار
        ?رأى; رى; ; رأي
        ?توقع; توقع; ?متوقع; توقع توقعات
        رجح; رجح; مرجح; ترجيح
    """,
    Stance.DOUBTING: """
        ?زعم; زعم; زاعم; زعم مزاعم
        ادعى; دعي; مدعي; ادعاء
        شكك; شكك; مشكك; تشكيك
        ?تكهن; تكهن; متكهن; تكهن تكهنات
        احتمل; حتمل; ?محتمل; احتمال
    """,
    Stance.DENYING: """
        ?نفى; نفي; نافي; نفي
        أنكر; نكر; منكر; إنكار
        ?كذب; كذب; مكذب; تكذيب
        فند; فند; مفند; تفنيد
        ?دحض; دحض; داحض; دحض
        ?رفض; رفض; رافض; رفض
        استبعد; ستبعد; مستبعد; استبعاد
    """,
    Stance.DIRECTIVE: """
        دعا دعي; دعو; داعي; دعوة
        ?طالب; طالب; مطالب; مطالبة
        حث; حث; حاث; حث
        ناشد; ناشد; مناشد; مناشدة
        ?حذر; حذر; محذر; تحذير
        هدد; هدد; ?مهدد; تهديد
        ?تعهد; تعهد; متعهد; تعهد
        ?وعد; ; واعد; وعد
    """,
    Stance.EVALUATIVE: """
        ?شكر; شكر; شاكر; شكر
        رحب; رحب; مرحب; ترحيب
        أعرب; عرب; معرب; إعراب
        ?عبر; عبر; معبر; تعبير
        انتقد; نتقد; منتقد; انتقاد
        اتهم; تهم; ?متهم; اتهام
        ندد; ندد; مندد; تنديد
        أدان أدين; دين دان; ?مدين; إدانة
    """,
}

_OTHER_WORDS = frozenset(["تبين", "تعد", "نقلا"])
"""They look like forms and hardly ever are: it turned out, is counted, according to."""

AMBIGUOUS = frozenset(["ورد", "وردت", "وردا", "وردوا", "فرد", "فردا", "فقد", "سلم"])
"""Nothing tells whether they begin with a conjunction: and he replied, or was received."""


@lru_cache(maxsize=1)
def forms() -> dict[str, Form]:
    """Every form by its folded letters. Of two verbs that are written alike the first in the table has it."""
    found: dict[str, Form] = {}
    for stance, rows in _TABLE.items():
        for row in rows.strip().splitlines():
            perfect, imperfect, participle, noun = (part.split() for part in row.split(";"))
            lemma = perfect[0].removeprefix("?")
            kinds = {
                Kind.PERFECT: (perfect, _perfect),
                Kind.IMPERFECT: (imperfect, _imperfect),
                Kind.PARTICIPLE: (participle, _participle),
                Kind.NOUN: (noun, _noun),
            }
            for kind, (stems, inflected) in kinds.items():
                for stem in stems:
                    bare = fold(stem.removeprefix("?")).text
                    for form in inflected(bare):
                        doubtful = stem.startswith("?")
                        if kind is Kind.PERFECT:  # «كتبت», «كتبوا» are clear
                            doubtful = doubtful and form in (bare, bare + "ا")
                        if form not in _OTHER_WORDS:
                            found.setdefault(form, Form(lemma, stance, kind, doubtful))
    return found


def _perfect(stem: str) -> Iterator[str]:
    """He, she, both, they."""
    yield stem
    if stem[-1] in "اي" and stem != "قيل":
        stem = stem[:-1]
        yield stem + "يا"
    else:
        yield stem + "ا"
    yield from (stem + end for end in ("ت", "تا", "وا"))


def _imperfect(stem: str) -> Iterator[str]:
    for person in "يت":
        yield person + stem
        many = stem[:-1] if stem[-1] in "اوي" else stem
        yield from (person + many + end for end in ("ون", "وا"))
        yield person + stem + "ان"


def _participle(stem: str) -> Iterator[str]:
    """In the accusative of the masculine, and the others: only so it goes with a verb (قائلا، مؤكدة)."""
    many = stem.removesuffix("ي")
    yield from (stem + "ا", stem + "ه", many + "ين", stem + "تين")


def _noun(stem: str) -> Iterator[str]:
    """With the pronoun of the one who speaks (قوله، تأكيدها)."""
    if stem.endswith("ه"):
        yield stem
        stem = stem[:-1] + "ت"
    else:
        yield stem
    yield from (stem + pronoun for pronoun in ("ه", "ها", "هم", "هما"))
