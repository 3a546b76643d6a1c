"""The codebook: the default, the file that a project has instead, and every mistake in that by its line."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations import messages
from annotations.codebook import (
    COLOURS,
    PATTERNS,
    Attribute,
    Choice,
    Codebook,
    Kind,
    Label,
    LinkType,
    Words,
    said,
)
from annotations.codebook_reading import read
from annotations.codebook_writing import to_toml
from annotations.default_codebook import DEFAULT
from annotations.model import SPAN
from annotations.toml_lines import line_at, lines_of
from annotations.validation import wrong_value

FILE = Path("hashiya.toml")


def book(text: str) -> Codebook:
    found = read(text.encode(), FILE)
    assert [str(each) for each in found.mistakes] == []
    assert found.codebook is not None
    return found.codebook


def mistakes(text: str) -> list[str]:
    found = read(text.encode(), FILE)
    assert (found.codebook is None) == bool(found.mistakes)
    return [str(each) for each in found.mistakes]


class TestTheDefault:
    def test_its_labels_have_the_keys_that_the_screen_knows(self) -> None:
        assert DEFAULT.keys == {"q": "quote", "e": "entity", "c": "claim"}

    def test_the_types_of_entities_are_those_of_wojood(self) -> None:
        kind = DEFAULT.attribute("entity", "type")
        assert kind is not None
        assert " ".join(each.name for each in kind.values) == (
            "PERS NORP OCC ORG GPE LOC FAC EVENT DATE TIME LANGUAGE WEBSITE LAW PRODUCT CARDINAL ORDINAL "
            "PERCENT QUANTITY UNIT MONEY CURR"
        )
        assert len({each.key for each in kind.values}) == 21
        assert all(each.guideline and each.examples for each in kind.values)

    def test_everything_has_a_title_in_both_languages_and_what_is_asked_a_guideline(self) -> None:
        attributes = [each for label in DEFAULT.labels for each in label.attributes]
        values = [each for attribute in attributes for each in attribute.values]
        for each in (*DEFAULT.labels, *DEFAULT.links, *attributes, *values):
            assert each.title.en.isascii()
            assert not each.title.ar.isascii()
        for item in (*DEFAULT.labels, *DEFAULT.links, *attributes):
            assert item.guideline.en != item.guideline.ar

    def test_every_key_can_be_typed_in_every_layout(self) -> None:
        keys = [each.key for each in (*DEFAULT.labels, *DEFAULT.links)]
        for label in DEFAULT.labels:
            for attribute in label.attributes:
                keys += [attribute.key, *(each.key for each in attribute.values)]
        assert all(key.islower() and key != "b" for key in keys)

    def test_a_quote_may_have_a_source_and_a_cue_without_a_label(self) -> None:
        source, cue, claimant = DEFAULT.links
        assert DEFAULT.links_from("quote") == (source, cue)
        assert DEFAULT.joins(source, "quote", "entity")
        assert DEFAULT.joins(cue, "quote", SPAN)
        assert not DEFAULT.joins(cue, "quote", "entity")
        assert not DEFAULT.joins(claimant, "quote", "entity")

    def test_it_is_what_its_own_file_says(self) -> None:
        assert book(to_toml(DEFAULT)) == DEFAULT

    def test_words_are_in_the_language_that_is_spoken(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert str(DEFAULT.labels[0].title) == "Quote"
        monkeypatch.setattr(messages, "language", "ar")
        assert str(DEFAULT.labels[0].title) == "اقتباس"


class TestAFile:
    def test_five_lines_are_enough(self) -> None:
        found = book(
            "[labels.rumour]\n"
            'title.ar = "إشاعة"\n'
            'key = "o"\n'
            "[labels.rumour.attributes.spread]\n"
            'values = ["low", "high"]\n'
        )
        (label,) = found.labels
        assert (label.name, label.title, label.key) == ("rumour", said("إشاعة"), "o")
        (spread,) = label.attributes
        assert (spread.kind, spread.key, spread.title) == (Kind.CHOICE, "s", said("spread"))
        assert [(each.name, each.key) for each in spread.values] == [("low", "l"), ("high", "h")]

    @pytest.mark.parametrize("text", ["", "\n# nothing\n", "format = 1\n"])
    def test_without_labels_it_has_the_default(self, text: str) -> None:
        assert book(text).labels == DEFAULT.labels
        assert book(text).links == DEFAULT.links

    def test_it_may_add_to_the_default_and_replace_some_of_it(self) -> None:
        found = book(
            'extends = "hashiya"\nname = "ours"\nversion = 3\n'
            '[labels.claim]\ntitle = "Assertion"\n[labels.rumour]\nparent = "claim"\n'
        )
        assert [each.name for each in found.labels] == ["quote", "entity", "claim", "rumour"]
        assert (found.name, found.version) == ("ours", 3)
        assert found.labels[2].attributes == ()
        assert found.links == DEFAULT.links

    def test_keys_that_are_not_given_are_free_letters_but_labels_get_none(self) -> None:
        found = book('[labels.a]\n[links]\nab = "x"\nac = "y"\nbac = {key = "c"}\n')
        assert found.labels[0].key == ""
        assert [each.key for each in found.links] == ["a", "", "c"]

    def test_looks_that_are_not_given_differ(self) -> None:
        labels = book("[labels.a]\n[labels.b]\n[labels.c]\n").labels
        assert len({(each.colour, each.pattern) for each in labels}) == 3

    def test_a_label_has_the_attributes_and_links_of_its_parent(self) -> None:
        found = book(
            "[labels.a.attributes]\none = {}\ntwo = {}\n"
            '[labels.b]\nparent = "a"\n[labels.b.attributes]\ntwo = {kind = "number"}\n'
            '[links.x]\nfrom = "a"\nto = "a"\n'
        )
        assert [(each.name, each.kind) for each in found.attributes("b")] == [
            ("one", Kind.TEXT),
            ("two", Kind.NUMBER),
        ]
        assert found.joins(found.links[0], "b", "b")
        assert found.attribute("b", "three") is None

    def test_a_date_of_toml_is_its_text(self) -> None:
        found = book('[labels.a.attributes]\nday = {kind = "date", default = 2023-10-18}\n')
        assert found.defaults("a") == {"day": "2023-10-18"}


MISTAKES = {
    "an unknown field": ('[labels.a]\n\ncolor = "error"\n', 3, "Did you mean `colour`?"),
    "an unknown table": ("[label.a]\n", 1, "Did you mean `labels`?"),
    "an unknown colour": ('[labels.a]\ncolour = "eror"\n', 2, "Did you mean `error`?"),
    "an unknown pattern": ('[labels.a]\npattern = "stars"\n', 2, "background, bold, underline"),
    "an unknown kind": ('[labels.a.attributes]\nx = {kind = "txt"}\n', 2, "mean `text`?"),
    "an unknown base": ('extends = "other"\n', 1, "allowed are hashiya"),
    "one key for two labels": (
        '[labels.a]\nkey = "x"\n[labels.b]\nkey = "x"\n',
        4,
        "The key `x` is that of `a` already; `b` needs another one.",
    ),
    "one key for two attributes": (
        '[labels.a.attributes]\nx = {key = "k"}\ny = {\n  key = "k" }\n'.replace("\n  ", " "),
        3,
        "that of `x` already",
    ),
    "one key for two values": (
        '[labels.a.attributes.x.values]\none = {key = "k"}\ntwo = {key = "k"}\n',
        3,
        "that of `one` already",
    ),
    "one key for two links": (
        '[labels.a]\n[links]\nx = {key = "k"}\ny = {key = "k"}\n',
        4,
        "that of `x` already",
    ),
    "a key that is none": ('[labels.a]\nkey = "ctrl"\n', 2, "`ctrl` is no key"),
    "a key in Arabic": ('[labels.a]\nkey = "ض"\n', 2, "`ض` is no key"),
    "a link from nowhere": ('[labels.quote]\n[links.x]\nfrom = "qoute"\n', 3, "mean `quote`?"),
    "a link to nowhere": ('[labels.a]\n[links.x]\nto = [\n"a",\n"z"]\n', 3, "allowed are a, span"),
    "a link from a span": ('[labels.a]\n[links.x]\nfrom = "span"\n', 3, "allowed are a."),
    "a newer file": ("\nformat = 2\n", 2, "newer than this Hashiya understands, which is 1"),
    "a format that is none": ('format = "1"\n', 1, "a whole number from 1"),
    "a version that is none": ("version = 0\n", 1, "a whole number from 1"),
    "a former name of today": ('[labels.a]\n[labels.b]\nwas = "a"\n', 3, "a name of today"),
    "a former name of two": (
        '[labels.a]\nwas = "z"\n[labels.b]\nwas = ["z"]\n',
        4,
        "cannot have become both `a` and `b`",
    ),
    "an unknown parent": ('[labels.a]\nparent = "c"\n[labels.b]\n', 2, "allowed are b"),
    "a label that is its own parent": ('[labels.a]\nparent = "a"\n', 2, "its own parent"),
    "a label called span": ("[labels.span]\n", 1, "another name"),
    "no label": ("[labels]\n", 1, "There is no label"),
    "a name of nothing": ('[labels." "]\n', 1, "at least one letter"),
    "values of a text": (
        '[labels.a.attributes.x]\nkind = "text"\nvalues = ["one"]\n',
        3,
        "has no `values`",
    ),
    "a choice of nothing": ('[labels.a.attributes.x]\nkind = "choice"\n', 2, "needs `values`"),
    "a value twice": ('[labels.a.attributes.x]\nvalues = ["one", "one"]\n', 2, "there twice"),
    "a default that is no value": (
        '[labels.a.attributes.x]\nvalues = ["one"]\ndefault = "two"\n',
        3,
        "`x` is one of one",
    ),
    "a text that is none": ("[labels.a]\ntitle.en = 1\n", 2, "`en` is a text"),
    "a language that is none": ('[labels.a]\ntitle.fr = "x"\n', 2, "allowed are en, ar"),
    "a list that is none": ("[labels.a]\nwas = 1\n", 2, "a list of texts"),
    "a truth that is none": ("[links.x]\nmany = 1\n", 2, "true or false"),
    "a table that is none": ("[labels]\na = 1\n", 2, "This is a table"),
    "tables that are none": ("links = [1]\n", 1, "an entry for each name"),
    "the same label twice": ("[labels.a]\n[labels.a]\n", 2, "This is not TOML"),
    "no TOML": ('name = "x"\n\nwhat is this\n', 3, "This is not TOML"),
    "an end too soon": ('name = """x\n\n', 3, "This is not TOML"),
}


class TestMistakes:
    @pytest.mark.parametrize("name", MISTAKES)
    def test_each_is_named_with_its_line(self, name: str) -> None:
        text, line, what = MISTAKES[name]
        (found,) = mistakes(text)
        assert found.startswith(f"hashiya.toml, line {line}: ")
        assert what in found

    def test_all_are_told_at_once_in_order(self) -> None:
        found = mistakes('nme = "x"\n[labels.a]\nkey = "qq"\ncolour = "pink"\n')
        assert [each.split(":")[0] for each in found] == [
            f"hashiya.toml, line {line}" for line in (1, 3, 4)
        ]

    def test_parents_in_a_circle_are_told_of_each(self) -> None:
        found = mistakes('[labels.a]\nparent = "b"\n[labels.b]\nparent = "a"\n')
        assert [each.endswith("would be its own parent.") for each in found] == [True, True]

    def test_bytes_that_are_no_text(self) -> None:
        (found,) = read(b'name = "x"\n# \xff\n', FILE).mistakes
        assert (found.line, found.what) == (2, "This is not UTF-8; save the file as that.")


class TestLines:
    def test_every_key_has_that_on_which_it_stands(self) -> None:
        text = (
            '# first\n[a."b.c"]\nx = """\n[no]\ny = 1\n"""\n'
            "z = [ # list\n  1,\n  {k = 'v'},\n]\nd.e.f = 1.5\n[[t]]\nu = 2023-10-18 10:00:00\n"
        )
        lines = lines_of(text)
        assert tomllib.loads(text)
        assert lines["a", "b.c", "x"] == 3
        assert lines["a", "b.c", "z"] == 7
        assert lines["a", "b.c", "z", "1", "k"] == 9
        assert lines["a", "b.c", "d", "e", "f"] == 11
        assert lines["t", "u"] == 13
        assert ("a", "b.c", "y") not in lines

    def test_what_is_not_there_has_the_line_of_what_it_is_in(self) -> None:
        lines = lines_of("\n[a]\n")
        assert line_at(lines, ("a", "x", "y")) == 2
        assert line_at(lines, ("b",)) == 1


class TestValues:
    @pytest.mark.parametrize(
        ("kind", "good", "bad"),
        [
            (Kind.CHOICE, ["one"], ["three", 1, None, ["one"]]),
            (Kind.MULTIPLE, [[], ["two", "one"]], ["one", ["one", "one"], ["three"]]),
            (Kind.TEXT, ["", "نعم"], [1, None]),
            (Kind.NUMBER, [1, -2.5], [True, "1"]),
            (Kind.BOOLEAN, [True, False], [1, "true"]),
            (Kind.DATE, ["2023", "2024-02", "2024-02-29"], ["2023-02-29", "2023-13", "18/10", 5]),
            (
                Kind.REFERENCES,
                [[], [{"url": "https://a.org"}, {"note": "ص 5"}]],
                [{}, [{}], [{"url": " "}], [{"link": "x"}], [{"url": 1}]],
            ),
        ],
    )
    def test_a_kind_allows_what_it_is(
        self, kind: Kind, good: list[object], bad: list[object]
    ) -> None:
        values = (Choice("one", said("1")), Choice("two", said("2")))
        attribute = Attribute("x", said("x"), kind, values)
        assert [wrong_value(attribute, each) for each in good] == [None for _ in good]
        for each in bad:
            assert "`x` is" in (wrong_value(attribute, each) or "")


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=6)
TEXTS = (
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
    .map(lambda text: text.replace("\r", ""))
    .filter(bool)
)
WORDS = st.just(Words()) | st.builds(said, TEXTS, TEXTS)
KEYS = st.sampled_from("acdefgh")


def distinct(items: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    """Some of them, without a name, a key or a former name in common."""

    def mend(found: list[Any]) -> tuple[Any, ...]:
        names = {each.name for each in found}
        keys: set[str] = set()
        former: set[str] = set()
        mended = []
        for each in found:
            was = tuple(dict.fromkeys(each.was))
            was = tuple(old for old in was if old not in names | former)
            key = "" if each.key in keys else each.key
            mended.append(replace(each, key=key, was=was))
            keys.add(each.key)
            former.update(was)
        return tuple(mended)

    return st.lists(items, min_size=least, max_size=4, unique_by=lambda each: each.name).map(mend)


def item(what: type, /, **fields: Any) -> st.SearchStrategy[Any]:
    return st.builds(
        what,
        name=NAMES.filter(lambda name: name != SPAN),
        title=st.builds(said, TEXTS, TEXTS),
        key=st.just("") | KEYS,
        guideline=WORDS,
        examples=st.lists(TEXTS, max_size=2).map(tuple),
        was=st.lists(NAMES, max_size=2).map(tuple),
        **fields,
    )


@st.composite
def attributes(draw: st.DrawFn) -> Attribute:
    kind = draw(st.sampled_from(Kind))
    values = ()
    if kind in (Kind.CHOICE, Kind.MULTIPLE):
        values = draw(distinct(item(Choice), least=1))
    names = [each.name for each in values]
    default = draw(
        {
            Kind.CHOICE: st.sampled_from(names) if names else st.none(),
            Kind.MULTIPLE: st.just(names),
            Kind.TEXT: TEXTS,
            Kind.NUMBER: st.integers(-9, 9) | st.floats(allow_nan=False, allow_infinity=False),
            Kind.BOOLEAN: st.booleans(),
            Kind.DATE: st.dates().map(str),
            Kind.REFERENCES: st.just([{"url": "https://a.org", "note": "ص"}]),
        }[kind]
        | st.none()
    )
    built = item(Attribute, kind=st.just(kind), values=st.just(values), required=st.booleans())
    return replace(draw(built), default=default)


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    looks = {"colour": st.sampled_from(COLOURS), "pattern": st.sampled_from(PATTERNS)}
    labels = draw(distinct(item(Label, attributes=distinct(attributes()), **looks), least=1))
    if draw(st.booleans()):  # each a kind of the one before
        labels = labels[:1] + tuple(
            replace(each, parent=before.name) for before, each in pairwise(labels)
        )
    names = [each.name for each in labels]
    ends = st.lists(st.sampled_from(names), min_size=1, unique=True).map(tuple)
    links = draw(
        distinct(
            item(LinkType, sources=ends, targets=ends, many=st.booleans(), required=st.booleans())
        )
    )
    return Codebook(draw(TEXTS), draw(st.integers(1, 99)), labels, links)


@settings(max_examples=30)
@given(codebooks())
def test_every_codebook_can_be_written_and_read_again(codebook: Codebook) -> None:
    assert book(to_toml(codebook)) == codebook
