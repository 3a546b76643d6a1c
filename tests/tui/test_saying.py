"""What is said of an annotation by keys, and how it is linked."""

from __future__ import annotations

from pathlib import Path

from tests.tui.conftest import Desk, Room
from tui.widgets.chrome import Notice
from tui.widgets.menu import Menu
from tui.widgets.styles import LABELS


def menu(desk: Desk) -> Menu:
    found = desk.screen.saying.menu
    assert found is not None
    return found


def hint(desk: Desk, words: str) -> str:
    """The letter that stands over some words in the open menu."""
    at = desk.text.index(words)
    return desk.reader.hints[at]


def listed(desk: Desk) -> str:
    """What the list of annotations shows."""
    pane = desk.screen.listed
    return "\n".join(pane.render_line(y).text for y in range(pane.size.height))


def said(desk: Desk) -> list[tuple[str, str]]:
    """The links of the article: their kinds, and the words to which they lead."""
    margin = desk.screen.margin
    ends = {each.id: each.exact for each in margin.everything}
    return sorted((each.type, ends[each.target]) for each in margin.links)


async def test_what_is_suggested_of_a_quote_is_said_by_two_keys_and_taken_back_by_one(
    room: Room,
) -> None:
    async with room() as desk:
        await desk.go_to("تقدر بشدة")
        await desk.press("q", "apostrophe")
        opened = menu(desk)
        assert opened.told.startswith("Enter: Type Direct · Stance of the verb Neutral")
        await desk.press("enter")
        (quote,) = desk.annotations
        assert quote.attributes == {"type": "direct", "stance": "neutral"}
        assert said(desk) == [("cue", "قال"), ("source", "لافروف")]
        assert desk.reader.linked  # both are marked in the text
        assert "Cue «قال»" in desk.screen.status.right
        await desk.press("g", "l", "g", "l", "p")  # followed, and back from however near
        assert desk.reader.current == quote
        await desk.press("u")
        assert desk.annotations[0].attributes == {}
        assert said(desk) == []


async def test_a_letter_over_the_other_end_makes_the_link_in_either_layout(room: Room) -> None:
    async with room() as desk:
        await desk.go_to("كوريا الشمالية على")
        await desk.press("2", "e")
        await desk.go_to("دعمها")
        await desk.press("q", "ط")  # the key of ' in the Arabic layout
        key = hint(desk, "كوريا الشمالية على")
        await desk.press(key)
        assert said(desk) == [("source", "كوريا الشمالية")]
        assert desk.reader.hints == {}
        await desk.press("apostrophe")
        assert desk.text.index("كوريا الشمالية على") not in desk.reader.hints
        await desk.press("escape", "d")
        assert said(desk) == []


async def test_a_link_is_made_from_its_other_end_as_well(room: Room) -> None:
    async with room() as desk:
        await desk.go_to("دعمها")
        await desk.press("q")
        await desk.go_to("كوريا الشمالية على")
        await desk.press("2", "e", "apostrophe")
        await desk.press(hint(desk, "دعمها"))
        assert said(desk) == [("source", "كوريا الشمالية")]


async def test_a_link_that_comes_from_another_window_shows_in_the_list(room: Room) -> None:
    async with room() as desk:
        await desk.press("c", "e")
        claim, entity = desk.annotations
        assert "←" not in listed(desk)
        desk.screen.margin.add_link("claimant", claim.id, entity.id)
        desk.screen.show_annotations()
        await desk.pilot.pause()
        assert "←" in listed(desk)


async def test_keys_typed_ahead_find_their_menus_and_fields(room: Room) -> None:
    async with room() as desk:
        await desk.go_to("سيرغي لافروف")
        await desk.press("2", "e", *("apostrophe", "t", "p"), *("apostrophe", "n"), *"ana", "enter")
        await desk.press("c", *("apostrophe", "d"), *"2023-13", "enter")
        assert "2023-10-18" in desk.said
        await desk.press(*("backspace",) * 2, *"12", "enter")
        entity, claim = sorted(desk.annotations, key=lambda each: each.label, reverse=True)
        assert entity.attributes == {"type": "PERS", "canonical": "ana"}
        assert claim.attributes == {"date": "2023-12"}


async def test_words_that_are_selected_are_linked_to_a_quote(room: Room) -> None:
    async with room() as desk:
        await desk.go_to("دعمها")
        await desk.press("q")
        await desk.go_to("شكر كوريا")
        await desk.press("v", "i", "apostrophe")
        await desk.press(hint(desk, "دعمها"), "s")
        assert said(desk) == [("source", "شكر")]
        await desk.press("apostrophe", "o", "backspace")
        assert said(desk) == []


async def test_evidence_is_a_list_of_addresses_and_notes(room: Room) -> None:
    async with room() as desk:
        await desk.press("c", "apostrophe", "e", "a", *"ftp", "enter", "enter")
        await desk.press("apostrophe", "e", "a", "enter", *"no", "enter")
        await desk.press("apostrophe", "e", "1", "d")
        assert desk.annotations[0].attributes == {"evidence": [{"note": "no"}]}


async def test_an_end_that_is_far_is_gone_to(room: Room) -> None:
    async with room() as desk:
        await desk.go_to("دعمها")
        await desk.press("q", "apostrophe", "o", "enter")
        await desk.go_to("بيسكوف")
        await desk.press("apostrophe")
        assert said(desk) == [("source", "بيسكوف")]
        assert desk.reader.current == desk.annotations[0]
        await desk.press("g", "l")
        assert desk.text[desk.reader.cursor :].startswith("بيسكوف")
        await desk.press("p")
        assert desk.text[desk.reader.cursor :].startswith("دعمها")


async def test_the_guidelines_are_told_while_a_menu_is_open(room: Room) -> None:
    async with room() as desk:
        await desk.press("c", "apostrophe", "w", "question_mark")
        assert "اللقاح يسبب العقم" in desk.said
        await desk.press("h", "r", "question_mark")
        assert desk.said.startswith("Quote: Words that the article gives")
        await desk.press("e")
        (entity,) = desk.annotations
        assert (entity.label, entity.attributes) == ("entity", {})


async def test_of_a_colleagues_annotation_nothing_is_said(room: Room) -> None:
    async with room(annotator="Omar") as desk:
        await desk.press("c")
    async with room() as desk:
        await desk.press("apostrophe")
        assert desk.screen.saying.menu is None
        assert "made by Omar" in desk.said


async def test_a_quote_that_the_verb_breaks_has_two_parts(room: Room) -> None:
    async with room() as desk:
        start = await desk.go_to("في بداية زيارة")
        await desk.press("3", "q", *"iiii", "v", "i", "r", "a")
        (quote,) = desk.annotations
        assert [desk.text[a:b] for a, b in quote.parts] == ["في بداية زيارة", "يومين"]
        assert quote.start == start
        await desk.press("u")
        assert desk.annotations[0].parts == (desk.annotations[0].span,)


async def test_the_verb_of_saying_is_taken_out_of_a_quote(room: Room) -> None:
    async with room() as desk:
        await desk.go_to("لكوريا الشمالية. وقالت")
        await desk.press("5", "q", "r", "x")
        (quote,) = desk.annotations
        assert [desk.text[a:b] for a, b in quote.parts] == ["لكوريا الشمالية. و", "وسائل إعلام"]


async def test_what_is_deleted_says_what_goes_with_it(room: Room) -> None:
    async with room() as desk:
        await desk.go_to("تقدر بشدة")
        await desk.press("q", "apostrophe", "enter")
        assert "← قال · لافروف" in [part.text for part in desk.screen.listed.entry(0)[1]]
        await desk.press("d")
        assert desk.said.startswith("Deleted with 2 links")
        await desk.press("u")
        assert said(desk) == [("cue", "قال"), ("source", "لافروف")]


async def test_what_cannot_be_linked_or_said_is_told_in_a_sentence(
    room: Room, folder: Path
) -> None:
    (folder / "hashiya.toml").write_text(
        '[labels.quote]\nkey = "q"\n[labels.mark]\nkey = "x"\n[labels.actor]\nkey = "1"\n'
        '[links.source]\nkey = "s"\nfrom = ["quote"]\nto = ["actor"]\n'
    )
    async with room() as desk:
        assert "line 4: the key x of the label mark" in desk.said
        assert "line 6: the key 1 of the label actor" in desk.said
        await desk.press("apostrophe")
        assert [each.title for each in menu(desk).listed] == ["quote", "mark", "actor"]
        await desk.press("x", "apostrophe")  # it has neither attributes nor links
        assert "nothing to be said of the mark" in desk.said
        await desk.go_to("كوريا الشمالية على")
        await desk.press("2", "q", "apostrophe", "s", "enter")
        await desk.press("apostrophe")  # the quote itself
        assert "both ends" in desk.said
        await desk.go_to("في بداية")
        await desk.press("apostrophe")
        assert "select some words" in desk.said
        await desk.press("escape", "apostrophe", "%")
        assert "nothing under this key" in desk.said
        assert said(desk) == []


async def test_the_name_that_was_given_to_the_same_words_is_proposed(room: Room) -> None:
    async with room() as desk:
        await desk.go_to("لافروف")
        await desk.press("e", "apostrophe", "n", *"ana", "enter")
        await desk.go_to("لافروف ستشكل")
        await desk.press("e", "apostrophe", "n", "enter")
        assert [each.attributes for each in desk.annotations] == [{"canonical": "ana"}] * 2


CODEBOOK = """
[labels.quote]
key = "q"
[labels.frame]
title.en = "Frame"
key = "F"
colour = "error"
pattern = "italic"
[labels.frame.attributes.topics]
kind = "multiple"
values = { war = {title = "War"}, trade = {title = "Trade"} }
[labels.frame.attributes.weight]
kind = "number"
[labels.actor]
title.en = "Actor"
key = "a"
[links]
"""


async def test_the_labels_of_a_project_have_its_keys_and_a_clash_names_the_line(
    room: Room, folder: Path
) -> None:
    (folder / "hashiya.toml").write_text(CODEBOOK)
    async with room() as desk:
        assert "hashiya.toml, line 16: the key a of the label Actor" in desk.said
        await desk.press("e", "c")  # which are no labels here
        assert desk.annotations == []
        await desk.press("F", "r", "c", "apostrophe", "escape")
        assert [each.label for each in desk.annotations] == ["actor"]
        await desk.press("r", "F", "apostrophe", "t", "t", "w", "t", "enter")
        await desk.press("apostrophe", "w", *"٢.٥", "enter")
        assert desk.annotations[0].attributes == {"topics": ["war"], "weight": 2.5}
        assert desk.screen.reader._marking.letter(desk.annotations[0]) == "F"
    async with room() as desk:  # not for those of another project that is opened then
        assert LABELS.keys() == {"quote", "frame", "actor", "waiting"}


async def test_a_list_of_hits_is_tagged_with_the_labels_of_the_project(
    room: Room, folder: Path
) -> None:
    (folder / "hashiya.toml").write_text('[labels.frame]\nkey = "F"\n[labels.place]\n')
    async with room() as desk:
        assert desk.screen.listed.empty == "Nothing tagged yet. Keys in the text: F frame."
        await desk.go_to("كوريا")
        await desk.press("*", "space", "q", "*")  # neither a label, nor what the list is for
        told = desk.app.screen.query(Notice).first()._text
        assert told == "What are they? What is marked is tagged by: F frame, l place."
        await desk.press("l")
        assert [each.label for each in desk.annotations] == ["place"]


async def test_a_codebook_with_a_mistake_is_said_and_the_built_in_one_is_in_force(
    room: Room, folder: Path
) -> None:
    (folder / "hashiya.toml").write_text("[labels.frame]\nkey = 'long'\n")
    async with room() as desk:
        assert "hashiya.toml, line 2" in desk.said
        await desk.press("e")
        assert [each.label for each in desk.annotations] == ["entity"]
        assert LABELS.keys() == {"quote", "entity", "claim", "waiting"}


async def test_guidelines_that_need_more_rows_than_there_are_are_read_on(room: Room) -> None:
    async with room(size=(40, 24)) as desk:
        await desk.go_to("دعمها")
        await desk.press("q", "apostrophe", "question_mark")
        notice, shown = desk.screen.query(Notice).first(), []
        while not shown or notice.render_line(0).text != shown[0][0]:
            shown.append([notice.render_line(y).text for y in range(notice.size.height)])
            assert desk.screen.hints.region.bottom == 24  # nothing is pushed off the screen
            await desk.press("question_mark")
        assert shown[0][0].startswith("Quote: Words that the article")
        assert [page[-1].endswith("…") for page in shown] == [*[True] * (len(shown) - 1), False]
        assert any("[" in row and "…" in row for row in shown[-1])  # the example of the cue
        assert menu(desk)  # all the while
