"""Which encoding bytes are in that are not UTF-8. Arabic ones are told by how Arabic is written, others are guessed."""

from __future__ import annotations

import codecs
import re
import unicodedata

READ = ("windows-1256", "iso-8859-6")
"""The Arabic encodings that an article may be in, the more usual first."""
_REFUSED = ("mac_arabic", "cp864", "cp720")

_LETTER = "ء-غف-يپچژگکڈٹڑںھہے"
_MARK = "\u064b-\u0652"
_JOINER = "ـ\u200c\u200d\u200e\u200f"
_LETTERS = re.compile(f"[{_LETTER}]")
_WORD = re.compile(rf"(?:[^\W\d_]|[{_MARK}{_JOINER}])+")
_ARABIC_WORD = re.compile(rf"ـ?(?:[{_LETTER}][{_MARK}{_JOINER}]*){{2,}}|و|[فبلك]ـ")
# What Arabic spelling never has, and what bytes in another encoding soon show.
_MISSPELT = re.compile(
    rf"[ةى](?=[{_MARK}{_JOINER}]*[{_LETTER}])"  # only at the end of a word
    rf"|(?<=[^وفبلكأ{_MARK}])إ"  # only at its beginning, perhaps after a proclitic
    r"|[آأإ][آأإ]"
    r"|[ًٌٍ](?=[^ا\W])"  # tanwin before another letter than alef
    r"|[ًٌٍَُِْ]{2}|ّّ"  # two vowels on a letter
)
_LATIN_WORD = re.compile("(?=.*[A-Za-z])[A-Za-zàâçéèêëîïôœùûüÿÀÂÇÉÈÊËÎÏÔŒÙÛÜ]+")
_ARTICLE = re.compile("[وفبك]?ال|[وف]?لل")
_FREQUENT_WORDS = frozenset(
    re.findall(
        r"\w+",
        "في من على إلى أن إن عن مع هذا هذه التي الذي ما لا هو هي كان قال بعد بين كل قد و "
        "به از که را اين در است با",
    )
)
_POINTS = {
    **dict.fromkeys("ال", 3),
    **dict.fromkeys("يمونرت", 2),
    **dict.fromkeys("بةعدسهفقحكأىکگپ", 1),
}
_POINTS_OF_WORD = 3
_LEAST_POINTS = 1.1
"""A letter. Arabic and Persian have 1.1 to 2.5; Russian, Greek, or Arabic read in the wrong encoding, have less."""
_LEAST_SHARE = 0.88
"""Of Arabic words in all that is not ASCII, punctuation aside."""
_PUNCTUATION = frozenset("\u00a0،؛؟«»“”‘’–—…\u00ad\u200e\u200f•·‹›„‚€£°±×÷©®™²³½¼¾")
_WESTERN = frozenset(
    "ÀÂÄÁÃÅÆÇÉÈÊËÍÎÏÑÓÔÖÕØŒÚÙÛÜàâäáãåæçéèêëíîïñóôöõøœúùûüß«»“”‘’…–—°§€£¿¡ªº\u00a0\u00ad"
)


def arabic(sample: bytes) -> str | None:
    """Which of `READ` the sample is in, or None where it is in neither. Four words are nearly always enough."""
    return _likeliest(sample, READ)


def supposed(sample: bytes) -> str | None:
    """A guess at the encoding of a sample that is in none of `READ`, by the name that iconv has for it."""
    encoding = _likeliest(sample, _REFUSED) or _western(sample) or _guess(sample)
    if encoding is None:
        return None
    name = codecs.lookup(encoding).name.upper()
    for python, iconv in (("CP125", "WINDOWS-125"), ("ISO8859", "ISO-8859"), ("MAC-", "MAC")):
        name = name.replace(python, iconv)
    return name


def _likeliest(sample: bytes, candidates: tuple[str, ...]) -> str | None:
    scores = [_score(sample, encoding) for encoding in candidates]
    return candidates[scores.index(max(scores))] if any(scores) else None


def _score(sample: bytes, encoding: str) -> float:
    """How Arabic the sample looks in ``encoding``: points a letter, 0 if it does not."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    if text.count("\u00a0") > text.count(" "):
        return 0.0  # the space of MacArabic, which shares its letters with ISO-8859-6
    letters = strange = points = 0
    if encoding == "cp864":  # made of presentation forms
        text = unicodedata.normalize("NFKC", text)
    for word in _WORD.findall(text):
        if word.isascii() or _LATIN_WORD.fullmatch(word):
            continue
        if _ARABIC_WORD.fullmatch(word) and not _MISSPELT.search(word):
            letters += len(_LETTERS.findall(word))
            points += sum(_POINTS.get(letter, 0) for letter in word)
            points += _POINTS_OF_WORD * (word in _FREQUENT_WORDS or bool(_ARTICLE.match(word)))
        else:
            strange += sum(character > "\x7f" for character in word)
    rest = _WORD.sub("", text)
    strange += sum(character > "\x7f" and character not in _PUNCTUATION for character in rest)
    share = letters / (letters + strange) if letters else 0.0
    if share < _LEAST_SHARE or points < _LEAST_POINTS * letters:
        return 0.0
    return share * points / letters


def _western(sample: bytes) -> str | None:
    """Western European, which the letters of its languages tell more surely than a statistic does."""
    text = sample.decode("cp1252", "replace")
    foreign = [character for character in text if character > "\x7f"]
    if not _WESTERN.issuperset(foreign) or len(foreign) * 3 > len(text):
        return None
    return "cp1252" if any(0x80 <= byte < 0xA0 for byte in sample) else "iso8859-1"


def _guess(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes  # slow to import, and rarely needed

    best = from_bytes(sample).best()
    return best.encoding if best else None
