"""The order of a list of articles, and which of them are in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.facts import Facts, searched
from annotations.listing import Listing, Order, State
from annotations.tree import natural

TITLES = st.sampled_from(["الأول", "الاول", "أوَّل", "second", "ثانٍ"])
TIMES = st.sampled_from(["", "2026-01-01T00:00:00.000Z", "2026-11-26T10:00:00.000Z"])
COUNTS = st.dictionaries(st.sampled_from(["quote", "entity"]), st.integers(1, 3), max_size=2)


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    """Of up to eight articles, of which everything is known."""
    names = draw(st.sets(st.sampled_from([f"{n}.txt" for n in range(12)]), max_size=8))
    reached = {name: draw(st.sampled_from([0, 40, 100])) for name in sorted(names)}
    listing = Listing(sorted(names, key=natural), reached.__getitem__)
    for name in sorted(names):
        title = draw(TITLES)
        folded = searched(f"{title} {name}")
        listing.facts[name] = Facts(title, "", draw(COUNTS), draw(COUNTS), draw(TIMES), "", folded)
    return listing


@given(
    listings(),
    st.sampled_from(Order),
    st.sampled_from([None, *State]),
    st.sampled_from(["", "اول"]),
)
def test_every_order_is_total_and_even_ones_stay_in_the_order_of_their_paths(
    listing: Listing, order: Order, state: State | None, words: str
) -> None:
    listing.order, listing.state, listing.words = order, state, words
    listing.arrange()
    facts, shown = listing.facts, list(listing.shown)
    keys = {
        Order.NAME: lambda _: 0,
        Order.TITLE: lambda path: facts[path].folded,
        Order.WORKED: lambda path: [-ord(c) for c in facts[path].worked.ljust(24, "\0")],
        Order.READ: lambda path: -listing.percent(path),
        Order.COUNT: lambda path: -facts[path].count,
    }
    assert shown == sorted(shown, key=lambda path: (keys[order](path), natural(path)))
    expected = [
        path
        for path in listing.paths
        if (state is None or listing.state_of(path) is state) and words in facts[path].folded
    ]
    assert sorted(shown) == sorted(expected)
    assert [listing.place(path) for path in shown] == list(range(len(shown)))
    assert all(listing.place(path) is None for path in set(listing.paths) - set(shown))


def known(title: str, path: str, **more: object) -> Facts:
    return Facts(title, folded=searched(f"{title} {path}"), **more)  # type: ignore[arg-type]


def test_spellings_that_a_reader_takes_for_the_same_are_found_in_title_and_path() -> None:
    listing = Listing(["a.txt", "أخبار/b.txt"])
    listing.facts = {
        "a.txt": known("وصلَ الوَزِيرُ إلى", "a.txt"),
        "أخبار/b.txt": known("x", "أخبار/b.txt"),
    }
    for words, found in (
        ("الوزير", ["a.txt"]),
        ("الى وصل", ["a.txt"]),
        ("اخبار", ["أخبار/b.txt"]),
        ("B.TXT", ["أخبار/b.txt"]),
        ("وزير b", []),
        (" ", ["a.txt", "أخبار/b.txt"]),
    ):
        listing.words = words
        listing.arrange()
        assert listing.shown == found


def test_until_all_is_known_the_order_is_that_of_names_and_paths_are_searched() -> None:
    listing = Listing(["1.txt", "2.txt"])
    listing.order = Order.COUNT
    listing.facts = {"2.txt": known("b", "2.txt", own={"quote": 3})}
    listing.arrange()
    assert (listing.shown, listing.settled, listing.missing) == (["1.txt", "2.txt"], False, 1)
    listing.words = "1"
    listing.arrange()
    assert listing.shown == ["1.txt"]
    listing.words = ""
    listing.facts["1.txt"] = known("a", "1.txt")
    listing.arrange()
    assert (listing.shown, listing.settled) == (["2.txt", "1.txt"], True)


def test_what_is_known_of_one_that_has_gone_is_forgotten() -> None:
    listing = Listing(["1.txt", "2.txt"])
    listing.facts = {path: known("a", path) for path in listing.paths}
    listing.replace(["2.txt", "3.txt"])
    assert (listing.shown, [*listing.facts], listing.missing) == (["2.txt", "3.txt"], ["2.txt"], 1)


def test_an_article_is_begun_by_tagging_or_reading_and_read_at_its_end() -> None:
    reached = {"read.txt": 100, "half.txt": 50}
    listing = Listing([], lambda path: reached.get(path, 0))
    listing.facts = {
        "mine.txt": known("a", "", own={"quote": 1}),
        "theirs.txt": known("a", "", others={"quote": 1}),
    }
    states = ["read.txt", "half.txt", "mine.txt", "theirs.txt", "new.txt"]
    assert [listing.state_of(path) for path in states] == [
        *(State.READ, State.BEGUN, State.BEGUN, State.UNTOUCHED, State.UNTOUCHED)
    ]
