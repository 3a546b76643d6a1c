"""The project that the screens are drawn of: the same to the minute and to the id, whoever builds it."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from types import SimpleNamespace

import pytest

from annotations import model
from annotations.margin import Margin
from annotations.model import Review, Span
from annotations.project import Project
from tui.widgets import articles

LEILA, OMAR = "Leila", "عمر"
AGREEMENT, MARKET, EMPTY, DATED, LONG, BROKEN = (
    "agreement.txt",
    "market.txt",
    "nothing yet.txt",
    "notes.txt",
    "reports/2026/autumn/the-harbour-after-the-storm-of-november.txt",
    "scan.txt",
)
TEXTS = {
    AGREEMENT: (
        "الوزير: سنوقع الاتفاق غدا مهما كانت الظروف\n"
        "عقد وزير خارجية لبنان مؤتمرا صحفيا يوم الثلاثاء 24 نوفمبر في بيروت، بحضور عدد من السفراء "
        "ومراسلي وكالات الأنباء.\n"
        "\n"
        "وقال الوزير: «إن الاتفاق سيوقع غدا في تمام الساعة 10:30، ومن يريد أن يعطله فلن ينجح»، وأضاف أن بلاده "
        "لن تتراجع عما التزمت به أمام الأمم المتحدة (UN) في قرارها رقم 1701.\n"
        "وردا على سؤال لوكالة Reuters أوضح أن «رئيس الوفد قال لي: ”لا عودة إلى الوراء“ قبل ساعة واحدة»، ثم غادر القاعة "
        "دون أن يجيب عن أسئلة أخرى.\n"
        "«لا أحد يستطيع أن يوقف هذا المسار»، قال مصدر في الوزارة، «وكل ما عدا ذلك كلام صحف».\n"
        "ويرى مراقبون أن التوقيع في موعده صعب، وأن الطريق ما زال طويلا.\n"
    ),
    MARKET: (
        "سوق الكتب يعود إلى شارع المتنبي\n"
        "عاد باعة الكتب إلى الشارع بعد توقف دام ثلاث سنوات، وقال أحدهم: «لم نغب يوما واحدا إلا مكرهين».\n"
    ),
    EMPTY: "",
    DATED: "ملاحظات\nقال الوزير إنه لا يعلم.\n",
    LONG: (
        "المرفأ بعد العاصفة: حصيلة أولى للأضرار التي لحقت بالأرصفة والمخازن ورافعات الحاويات\n"
        "قال مدير المرفأ إن الأضرار كبيرة، وأكد الوزير أن العمل سيعود خلال أسبوع.\n"
    ),
}  # fmt: skip
ADDED = "ويرى مراقبون أن التوقيع في موعده المقرر صعب جدا، وأن الطريق ما زال طويلا.\n"
"""What the last line of the first article has become since it was tagged."""
_BEGINNING = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)


class Clock:
    """One that goes on only when it is told to, and ids that are the same every time."""

    def __init__(self) -> None:
        self.time = _BEGINNING
        self._random = random.Random("screens")

    def after(self, **passed: float) -> None:
        """So much later."""
        self.time += timedelta(**passed)

    @contextmanager
    def ruling(self) -> Iterator[None]:
        """Have the program go by it, three hours east of Greenwich."""
        clock = self

        class Moment(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return clock.time.astimezone(tz)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(model, "datetime", Moment)
            patch.setattr(articles, "datetime", Moment)
            patch.setattr(
                model, "time", SimpleNamespace(time_ns=lambda: int(self.time.timestamp() * 1e9))
            )
            patch.setattr(secrets, "randbits", self._random.getrandbits)
            patch.setenv("TZ", "EEST-3")
            time.tzset()
            yield
        time.tzset()


def build(root: Path, clock: Clock) -> None:
    """Make the project in the folder ``root``."""
    for path, text in TEXTS.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8", newline="")
    build_unreadable(root)
    _tag_agreement(root, clock)
    clock.after(days=1)
    market = _margin(root, LEILA, MARKET)
    market.add(_span(market, "لم نغب يوما واحدا إلا مكرهين"), "quote")
    old, new = TEXTS[AGREEMENT].splitlines(keepends=True)[-1], ADDED
    (root / AGREEMENT).write_text(TEXTS[AGREEMENT].replace(old, new), "utf-8", newline="")
    clock.after(days=1, hours=3)


def build_unreadable(root: Path) -> None:
    """Put an article that is no text in the folder ``root``."""
    root.mkdir(exist_ok=True)
    (root / BROKEN).write_bytes(b"%PDF-1.7\n\x00\x01\x02\xff\xfe\x00 no text at all")


def _tag_agreement(root: Path, clock: Clock) -> None:
    """Nested ones, one in two parts, a colleague's, one with a note, one disputed, and one whose words will change."""
    mine, his = _margin(root, LEILA, AGREEMENT), _margin(root, OMAR, AGREEMENT)
    minister = mine.add(_span(mine, "وزير خارجية لبنان"), "entity")
    mine.add(_span(mine, "لبنان"), "entity")
    clock.after(minutes=5)
    quote = mine.add(
        _span(mine, "إن الاتفاق سيوقع غدا في تمام الساعة 10:30، ومن يريد أن يعطله فلن ينجح"),
        "quote",
    )
    mine.set_note(quote.id, "هل هذا كلامه هو، أم ما كتبه مكتبه؟\nيسأل عنه عمر.")
    mine.add_link("source", quote.id, minister.id)
    clock.after(minutes=5)
    mine.add(_span(mine, "رئيس الوفد قال لي: ”لا عودة إلى الوراء“ قبل ساعة واحدة"), "quote")
    nested = mine.add(_span(mine, "لا عودة إلى الوراء"), "quote")
    broken = mine.add(_span(mine, "لا أحد يستطيع أن يوقف هذا المسار"), "quote")
    mine.add_fragment(broken.id, _span(mine, "وكل ما عدا ذلك كلام صحف"))
    claim = mine.add(_span(mine, "ويرى مراقبون أن التوقيع في موعده صعب"), "claim")
    mine.decide(claim.id, Review.ACCEPTED)
    clock.after(hours=2)
    his.add(_span(his, "الأمم المتحدة"), "entity")
    his.add(_span(his, "أن بلاده لن تتراجع عما التزمت به"), "claim")
    his = _margin(root, OMAR, AGREEMENT)
    his.decide(nested.id, Review.REJECTED)
    his.comment(nested.id, "هذا كلام غيره، ينقله.")
    clock.after(minutes=1)
    _margin(root, LEILA, AGREEMENT).decide(nested.id, Review.ACCEPTED)


def _margin(root: Path, annotator: str, path: str) -> Margin:
    project = Project.open(root, annotator, "desk")
    return project.margin(project.read(path))


def _span(margin: Margin, words: str) -> Span:
    start = margin.article.text.index(words)
    return Span(start, start + len(words))
