"""What the sheet of an annotation says, as text: one file for each width in ``details/``.

A new one is written by ``python -m tests.tui.test_particulars``, and read by eye before it is kept.
"""

from __future__ import annotations

from datetime import UTC, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from annotations import history, messages
from annotations.biography import Deed, Turn
from annotations.codebook import Codebook, Label, LinkType, said
from annotations.default_codebook import DEFAULT
from annotations.model import Anchor, Annotation, Article, Decision, Link, Provenance, Review, Span
from tui.text.form import Form
from tui.widgets.particulars import About, particulars
from tui.widgets.times import both_times, moment

FILES = Path(__file__).parent / "details"
WIDTHS = (40, 80, 120, 200)
ZONE = timezone(timedelta(hours=3))
TEXT = (
    "عقد الوزير مؤتمرًا صحفيًا يوم الثلاثاء في العاصمة بحضور عدد من السفراء.\n"
    "وأضاف الوزير أمام الصحفيين أن بلاده لن تتراجع، وقال: «إنَّ الِاتِّفَاقَ سيُوَقَّعُ غدًا\u200f في تمام الساعة 10:30، "
    "ومن يريد أن يعطِّله فلن ينجح مهما فعل، فنحن ماضون في طريقنا»، ثم غادر القاعة دون أن يجيب عن أسئلة الصحفيين.\n"
)
START, END = TEXT.index("إنَّ"), TEXT.index("»")


def id_of(number: int) -> str:
    return f"01930000-0000-7000-8000-{number:012d}"


def annotation(number: int, start: int, end: int, **more: object) -> Annotation:
    made = Annotation(
        id=id_of(number), label="quote", start=start, end=end, exact=TEXT[start:end],
        prefix=TEXT[max(0, start - 32) : start], suffix=TEXT[end : end + 32], annotator="Leila",
        created="2026-11-25T22:15:30.120Z", modified="2026-11-26T09:05:00.000Z",
        sha256=Article("a", TEXT).sha256,
    )  # fmt: skip
    return replace(made, **more)


def decision(
    number: int, annotator: str, review: Review, note: str, time: str, answers: str = ""
) -> Decision:
    return Decision(id_of(number), id_of(1), annotator, time, time, review, note, answers)


def rich() -> About:
    """An annotation of which there is something in every row."""
    shown = annotation(
        1, START, END, note="هل هذا كلامه هو، أم ما كتبه مكتبه؟\nسؤال ثانٍ.", review=Review.DISPUTED,
        attributes={"speaker": "الوزير", "manner": ["direct", "live"], "certain": True},
        provenance=Provenance("model", "reporting rules", "after قال: and a colon"),
    )  # fmt: skip
    minister = TEXT.rindex("الوزير")
    source = annotation(2, minister, minister + 6, label="entity", annotator="Omar")
    link = Link(id_of(9), "source", id_of(1), id_of(2), "Leila", shown.created, shown.modified)
    return About(
        Article("a", TEXT),
        shown,
        2,
        "Leila",
        [
            decision(50, "Omar", Review.REJECTED, "العلامات حول النص كله، لا حول هذا.", "2026-11-26T09:00:00Z"),
            decision(51, "Leila", Review.ACCEPTED, "", "2026-11-26T10:00:00Z"),
            decision(52, "Leila", Review.NONE, "بل حول الجملة كلها.", "2026-11-26T10:01:00Z", id_of(50)),
        ],
        [(link, source)],
        [
            Deed("2026-11-26T10:00:00Z", "Leila", "desk", "decide", (Turn("review", "", "accepted"),)),
            Deed("2026-11-26T09:05:00Z", "Leila", "desk", "note", (Turn("note", "قديم", "هل هذا كلامه؟"),)),
            Deed("2026-11-26T09:01:00Z", "Leila", "desk", "attributes",
                 (Turn("attribute", "النائب", "الوزير", "speaker"),)),
            Deed("2026-11-26T09:00:30Z", "Leila", "desk", "link", (Turn("link", "", id_of(2), "source"),)),
            Deed("2026-11-25T22:15:30Z", "Leila", "desk", "tag",
                 (Turn("words", "", TEXT[START:END]), Turn("place", "", f"{START}–{END}"), Turn("label", "", "quote"))),
        ],
        most=4,
        named=lambda identifier: "entity “الوزير”" if identifier == id_of(2) else identifier,
        zone=ZONE,
    )  # fmt: skip


def screen(about: About, width: int) -> list[str]:
    form = Form(particulars(about), width)
    return ["".join(text for text, _ in form.row(y)).rstrip() for y in range(form.height)]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_rich_annotation_is_laid_out_as_in_its_file(width: int) -> None:
    wanted = (FILES / f"{width}.txt").read_text("utf-8").splitlines()
    assert screen(rich(), width) == wanted


def values(about: About) -> dict[str, str | None]:
    return {entry.key: entry.value for entry in particulars(about)}


@pytest.mark.parametrize(
    ("does", "turn", "told"),
    [
        (history.LINK, Turn("link", "", id_of(2), "source"), "linked it"),
        (history.UNLINK, Turn("link", id_of(2), "", "source"), "took a link away"),
        (history.ATTRIBUTE, Turn("attribute", "", "direct", "type"), "said who is quoted, and how"),
        (history.EXTEND, Turn("place", "0–4", "0–4, 8–9"), "added a part to it"),
        (history.CUT, Turn("place", "0–9", "0–4, 8–9"), "took a part out of it"),
        (history.COMMENT, Turn("comment", "", "نعم"), "commented on it"),
        (history.COMMENT, Turn("comment", "نعم", "لا"), "changed a comment"),
        (history.COMMENT, Turn("comment", "نعم", ""), "removed a comment"),
        (
            history.RESTORE,
            Turn("note", "لا", "نعم"),
            "wrote it again, after another program had overwritten it",
        ),
        ("something new", Turn("note", "", "نعم"), "changed it"),
    ],
)
def test_each_act_has_its_words(does: str, turn: Turn, told: str) -> None:
    about = replace(rich(), deeds=[Deed("2026-11-26T10:00:00Z", "Leila", "desk", does, (turn,))])
    assert str(values(about)["deed 1"]).splitlines()[0] == f"Leila · {told}"


def test_what_was_done_is_told_with_the_titles_of_the_codebook() -> None:
    turns = (
        Turn("attribute", "", "high", "worth"),
        Turn("link", "", id_of(2), "claimant"),
        Turn("attribute", "", "x", "mood"),
    )
    deeds = [Deed("2026-11-26T10:00:00Z", "Leila", "desk", history.ATTRIBUTE, turns)]
    shown = annotation(1, START, END, label="claim")
    about = replace(rich(), shown=shown, deeds=deeds, codebook=DEFAULT)
    told = str(values(about)["deed 1"])
    assert "Check-worthiness: high" in told
    assert "link Claimant: " in told
    assert "attribute mood: " in told, "which the codebook does not know"


@pytest.mark.parametrize(
    ("language", "reference", "row"),
    [
        ("en", {"url": "https://a.org/b?", "note": "الجدول 3."}, "https://a.org/b? — .3 ﻝﻭﺪﺠﻟﺍ"),
        ("ar", {"url": "https://a.org/b?", "note": "الجدول 3."}, ".3 ﻝﻭﺪﺠﻟﺍ — https://a.org/b?"),
        ("en", {"url": "https://a.org/b", "note": "Table 3."}, "https://a.org/b — Table 3."),
        ("ar", {"url": "https://a.org/b", "note": "Table 3."}, "Table 3. — https://a.org/b"),
        ("en", {"url": "https://a.org/b"}, "https://a.org/b"),
    ],
)
def test_an_address_and_what_is_said_there_keep_their_order_each(
    language: str, reference: dict[str, str], row: str
) -> None:
    shown = annotation(1, START, END, label="claim", attributes={"evidence": [reference]})
    about = About(Article("a", TEXT), shown, 2, "Leila", codebook=DEFAULT)
    messages.use(language)
    try:
        assert [each for each in screen(about, 80) if row in each]
    finally:
        messages.use("en")


def test_of_one_that_waits_both_texts_are_shown() -> None:
    was = replace(
        annotation(1, START, START + 4, anchor=Anchor.REVIEW, sha256="0" * 64),
        exact="لعلَّ", prefix="قبل.\nقال ", suffix=" الاتفاق\nبعد",
    )  # fmt: skip
    told = values(About(Article("a", TEXT), was, 2, "Leila"))
    assert told["was"] == "قال لعلَّ الاتفاق"
    assert "إنَّ" in str(told["now"])
    assert str(told["anchor"]).startswith(
        "not certainly: other words are there now.\nEnter accepts"
    )
    assert "text" not in told
    lost = values(
        About(Article("a", TEXT), replace(was, end=START, anchor=Anchor.ORPHAN), 2, "Leila")
    )
    assert "now" not in lost
    assert str(lost["anchor"]).startswith("not certainly: its words are gone.\nEnter goes")
    assert lost["place"] == f"¶2 · {START}"


def test_the_parts_of_a_discontinuous_one_are_marked_and_listed() -> None:
    parts = (Span(START, START + 4), Span(END - 5, END))
    about = About(Article("a", TEXT), annotation(1, START, END, fragments=parts), 2, "Leila")
    text = next(entry for entry in particulars(about) if entry.key == "text")
    assert text.value is not None
    marked = [text.value[a:b] for a, b, look in text.marks if look == "quote"]
    assert marked == [TEXT[a:b] for a, b in parts]
    assert [values(about)[f"part {n}"] for n in (1, 2)] == marked
    assert values(about)["place"] == f"¶2 · {START}–{START + 4}, {END - 5}–{END} · 9 code points"


def test_a_control_that_shows_nothing_is_marked_and_named() -> None:
    about = rich()
    text = next(entry for entry in particulars(about) if entry.key == "text")
    assert text.value is not None
    assert [text.value[a:b] for a, b, look in text.marks if look == "hidden"] == ["\u200f"]


def test_what_a_colleague_made_has_no_row_to_add_to() -> None:
    about = About(Article("a", TEXT), annotation(1, START, END, annotator="Omar"), 2, "Leila")
    told = values(about)
    assert not {"add", "attributes"} & told.keys()
    assert told["comment"] == told["note"] == "none"
    assert told["annotator"] == "Omar"
    assert told["reading"] == "is being read …"


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 60))
def test_the_words_are_shown_whole_between_those_beside_them(start: int, length: int) -> None:
    end = min(len(TEXT), start + length)
    about = About(Article("a", TEXT), annotation(1, start, end), 1, "Leila")
    text = next(entry for entry in particulars(about) if entry.key == "text")
    assert text.value is not None
    assert text.value in TEXT
    (own,) = [(a, b) for a, b, look in text.marks if look == "quote"]
    assert text.value[slice(*own)] == TEXT[start:end]
    assert "\n" not in text.value[: own[0]] + text.value[own[1] :]


def test_the_rows_belong_to_the_entries_in_order() -> None:
    for width in (24, 40, 63, 64, 96, 300):
        form = Form(particulars(rich()), width)
        owners = [form.entry_at(y) for y in range(form.height)]
        assert owners == sorted(owners)
        assert set(owners) == set(range(len(form.entries)))
        for y in range(form.height):
            cells = sum(cell_len(text) for text, _ in form.row(y))
            assert cells <= max(width, 25)


def test_times_are_local_with_utc_beside_them_where_that_is_another() -> None:
    assert moment("2026-11-25T22:15:30.120Z", ZONE) == "2026-11-26 01:15"
    assert both_times("2026-11-26T09:05:00Z", ZONE) == "2026-11-26 12:05:00 (09:05:00 UTC)"
    assert (
        both_times("2026-11-25T22:15:30.120Z", ZONE)
        == "2026-11-26 01:15:30 (2026-11-25 22:15:30 UTC)"
    )
    assert both_times("2026-11-26T09:05:00Z", UTC) == "2026-11-26 09:05:00 UTC"


def test_a_link_that_is_required_is_told_while_it_is_not_there() -> None:
    book = Codebook(
        "press",
        1,
        (Label("quote", said("Quote")), Label("entity", said("Entity"))),
        (LinkType("source", said("Source"), "s", ("quote",), ("entity",), required=True),),
    )
    lone = About(Article("a", TEXT), annotation(1, START, END), 2, "Leila", codebook=book)
    found = {each.key: (each.name, each.value) for each in particulars(lone)}
    assert found["lacks source"] == ("→ Source", "! still to be said")
    link = Link(id_of(3), "source", id_of(1), id_of(2), "Leila", "", "")
    linked = replace(lone, links=[(link, annotation(2, 4, 10, label="entity"))])
    theirs = replace(lone, annotator="Omar")
    for other in (linked, theirs):
        assert "lacks source" not in {each.key for each in particulars(other)}


if __name__ == "__main__":
    for wide in WIDTHS:
        (FILES / f"{wide}.txt").write_text("\n".join(screen(rich(), wide)) + "\n", "utf-8")
