"""The menus of keys: their keys, their columns, what is asked for by them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Size

from annotations.codebook import COLOURS, PATTERNS, Attribute, Kind, Label, said
from annotations.codebooks import Book
from annotations.default_codebook import DEFAULT
from annotations.default_entities import ENTITY_TYPES
from annotations.model import Article, Span, annotate
from tui.keyboards import CHARACTERS, Keyboard, free_letters, keyed
from tui.keymap import Keymap
from tui.label_keys import out_of_reach, told, with_labels
from tui.printing import _COLORED, sgr
from tui.screens.attribute_values import _read, guide
from tui.screens.link_ends import ends, placed, suggested
from tui.text.layout import Layout, Script
from tui.widgets import styles
from tui.widgets.menu import Option, columns, height
from tui.widgets.styles import label_look, letter_of
from tui.widgets.values import in_words

NAMED = st.lists(st.tuples(st.text("abxyz", max_size=1), st.text("abxyz", min_size=1)), max_size=30)


@given(NAMED, st.sets(st.sampled_from("abxyz")))
def test_every_key_of_a_menu_is_free_and_given_once_its_own_first(
    items: list[tuple[str, str]], taken: set[str]
) -> None:
    given_ = keyed(items, lambda each: each[0], lambda each: each[1], taken)
    assert not taken & given_.keys()
    assert len(given_) >= min(len(items), 25 - len(taken))
    for place, (own, _) in enumerate(items):
        if own and own not in taken and own not in [other for other, _ in items[:place]]:
            assert given_[own] == items[place]


@pytest.mark.parametrize("keyboard", Keyboard)
def test_hints_can_be_typed_in_every_layout(keyboard: Keyboard) -> None:
    letters = [each for each in free_letters("") if each.isalpha()]
    assert all(each in CHARACTERS[keyboard] for each in letters)
    assert not {"t", "c"} & {*free_letters("tc")}


def options(count: int) -> list[Option]:
    return [
        Option(each.key, str(each.title), lambda: None, "x" * (count % 7))
        for each in ENTITY_TYPES[:count]
    ]


@given(st.integers(1, 21), st.integers(40, 240), st.integers(10, 80))
def test_all_options_stand_in_their_columns_whatever_the_screen(
    count: int, width: int, high: int
) -> None:
    across, rows, size = columns(options(count), Size(width, high))
    assert across * rows >= count > (across - 1) * rows
    assert across * size <= width
    assert rows <= max(3, high // 2 - 1) or across == width // 12
    assert height(options(count), "", Size(width, high)) == rows + 1


def test_the_types_of_entities_fit_on_the_screens_there_are() -> None:
    sizes = [(40, 24), (80, 30), (120, 36), (200, 44)]
    assert [columns(options(21), Size(*size))[:2] for size in sizes] == [
        (2, 11), (3, 7), (5, 5), (7, 3),
    ]  # fmt: skip


TEXT = "وقال لافروف إن روسيا «تدعم كوريا» وأضاف الوزير أن «ذلك مهم»."


def test_letters_stand_over_what_a_quote_may_be_linked_to_the_suggested_first() -> None:
    article = Article("a", TEXT)
    at = TEXT.index("تدعم")
    quote = annotate(article, Span(at, at + len("تدعم كوريا")), "quote", "Leila")
    place = TEXT.index("كوريا")
    korea = annotate(article, Span(place, place + 5), "entity", "Leila")
    claim = annotate(article, Span(0, len(TEXT)), "claim", "Leila")
    suggestion, source = suggested(DEFAULT, article, quote, [claim, quote, korea])
    assert suggestion is not None
    assert source is None
    seen = Span(0, len(TEXT))
    found = ends(DEFAULT, article, quote, seen, [claim, quote, korea], suggestion)
    given_ = placed(found, "fjdk", seen, Layout(Script(TEXT), 60))
    assert [(TEXT[slice(*end.span)], letter) for end, letter, _ in given_] == [
        ("لافروف", "f"), ("قال", "j"), ("كوريا", "d"), ("أضاف", "k"),
    ]  # fmt: skip
    assert [end.kinds[0][0].name for end, _, _ in given_] == ["source", "cue", "source", "cue"]
    assert all(end.span.start <= offset < end.span.end for end, _, offset in given_)


def test_two_ends_that_begin_together_have_letters_beside_each_other() -> None:
    article = Article("a", "كوريا الشمالية قالت")
    quote = annotate(article, Span(15, 19), "quote", "Leila")
    long, short = (annotate(article, Span(0, end), "entity", "Leila") for end in (14, 5))
    seen = Span(0, 19)
    found = ends(DEFAULT, article, quote, seen, [long, short], None)
    given_ = placed(found, "fjd", seen, Layout(Script(article.text), 60))
    assert sorted(at for end, _, at in given_ if end.annotation) == [0, 1]


@pytest.mark.parametrize(
    ("kind", "answer", "value"),
    [
        (Kind.TEXT, " نعم ", "نعم"),
        (Kind.TEXT, " ", None),
        (Kind.NUMBER, "٢٫٥", 2.5),
        (Kind.NUMBER, "12", 12),
        (Kind.NUMBER, "1e999", "1e999"),
        (Kind.NUMBER, "many", "many"),
        (Kind.DATE, "٢٠٢٣-١٠", "2023-10"),
        (Kind.DATE, "2023/10/18", "2023-10-18"),
    ],
)
def test_what_is_written_is_read_as_its_kind(kind: Kind, answer: str, value: object) -> None:
    assert _read(kind, answer) == value


def test_values_are_told_in_the_words_of_the_codebook() -> None:
    stance = DEFAULT.attribute("quote", "stance")
    assert stance is not None
    assert in_words(stance, "denying") == "Denying"
    assert in_words(stance, "unknown") == "unknown"
    assert in_words(Attribute("a", said("A"), Kind.BOOLEAN), value=False) == "no"
    several = Attribute("a", said("A"), Kind.MULTIPLE, stance.values)
    assert in_words(several, ["neutral", "denying"]) == "Neutral, Denying"
    evidence = Attribute("e", said("E"), Kind.REFERENCES)
    assert in_words(evidence, [{"url": "u", "note": "n"}, {"note": "m"}]) == "\u200eu — n\nm"


def test_the_whole_guideline_has_the_examples_of_every_value() -> None:
    stance = DEFAULT.attribute("quote", "stance")
    assert stance is not None
    told = guide(stance).splitlines()
    assert told[1] == "Neutral: It only says that it was said."
    assert "صرّح" in told[2]


def test_the_labels_of_the_default_are_printed_as_without_a_codebook() -> None:
    assert {each.name: sgr(each) for each in DEFAULT.labels} == _COLORED
    looks = [sgr(Label("x", said("x"), "x", colour, p)) for colour in COLOURS for p in PATTERNS]
    assert len({*looks}) == len(looks)


def test_the_labels_of_the_default_look_as_without_a_codebook() -> None:
    styles.use(None)
    before = dict(styles.LABELS)
    styles.use(DEFAULT.labels)
    looks = [
        {name: label_look(of) for name, of in each.items()} for each in (before, styles.LABELS)
    ]
    assert looks[0] == looks[1]
    assert list(map(letter_of, styles.labels_known())) == list("qec")
    styles.use(None)


def test_the_labels_of_the_default_have_the_commands_they_had() -> None:
    keymap = Keymap()
    groups, clashes = with_labels(keymap.groups, DEFAULT.labels)
    assert not clashes
    assert [[each[:3] for each in commands] for _, commands in groups] == [
        [each[:3] for each in commands] for _, commands in keymap.groups
    ]


def test_of_a_label_whose_letter_is_in_no_arabic_layout_a_free_one_is_told(tmp_path: Path) -> None:
    text = (
        '[labels.frame]\nkey = "F"\n[labels.queue]\nkey = "L"\n[labels.entity]\nkey = "e"\n'
        '[labels.hint]\nkey = "x"\n[labels.zone]\nkey = "Z"\n'
    )
    (tmp_path / "hashiya.toml").write_text(text, "utf-8")
    book = Book(tmp_path)
    keymap = Keymap(labels=book.codebook.labels)
    found = [(label.name, letter) for label, letter in out_of_reach(book.codebook.labels, keymap)]
    assert found == [("frame", "c"), ("queue", "q"), ("zone", "")]
    first, second, third, clash = told(book, keymap)
    assert "line 2: the key F of the label frame cannot be typed" in first
    assert first.endswith("c can, and is free.")
    assert second.endswith("q can, and is free.")
    assert third.endswith("there the label is in the list of commands (:).")
    assert "is taken here" in clash


def test_the_labels_of_a_project_tag_a_list_of_hits_and_those_of_the_default_do_not() -> None:
    labels = [Label("quote", said("Quote"), "q"), Label("actor", said("Actor"), "a")]
    keymap = Keymap(labels=labels)
    tags = {each.keys: each.hint for each in keymap.hinted_in_hits if "tag(" in each.action}
    assert tags == {"q": "quote", "c": "Actor"}  # a marks all there
    assert [each.id for each in keymap.by_key_in_hits.values()] == ["hits-actor"]
    assert keymap.textual["hits-claim"] == keymap.textual["hits-entity"] == "no-key"
    assert keymap.textual["hits-quote"] == "q"
