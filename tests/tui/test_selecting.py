"""Selections that follow the language, clitics, changing what is tagged, going on to the next: all by keys."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key

from annotations.model import Span
from annotations.project import Project
from annotations.wanted import Why
from annotations.writers.json import export
from tests.tui.conftest import Desk, Room


def selected(desk: Desk) -> str:
    return desk.screen.selected


def made(desk: Desk) -> list[tuple[str, str]]:
    return [(each.label, each.exact) for each in desk.annotations]


class TestWidening:
    async def test_the_whole_chain_there_and_back(self, room: Room) -> None:
        async with room() as desk:
            place = await desk.go_to("الثنائية وصلت")
            chain: list[Span | None] = []
            while not chain or desk.reader.selection != chain[-1]:
                chain.append(desk.reader.selection)
                await desk.press("w")
            words = [desk.text[slice(*span)] for span in chain if span]
            assert words[0] == "الثنائية"
            assert words[1] == 'العلاقات الثنائية وصلت إلى مستوى "استراتيجي"'
            assert words[-1] == desk.text
            assert len(words) >= 5
            back = []
            while desk.reader.selection:
                back.append(desk.reader.selection)
                await desk.press("W")
            assert back == [span for span in chain[::-1] if span]
            assert desk.reader.cursor == place
            await desk.press("W")
            assert "Nothing is selected" in desk.said

    async def test_a_known_name_is_a_unit_once_it_has_been_tagged(self, room: Room) -> None:
        async with room() as desk:
            await desk.go_to("كوريا الشمالية")
            await desk.press("2", "e")
            desk.reader.go(desk.text.index("لكوريا الشمالية") + 1)
            await desk.press("w")
            assert selected(desk) == "كوريا"
            await desk.press("w")
            assert selected(desk) == "كوريا الشمالية"
            await desk.press("u")  # and none when it is no name any more
            desk.reader.go(desk.text.index("لكوريا الشمالية") + 1)
            await desk.press("w", "w")
            assert selected(desk) == "لكوريا"

    async def test_inside_the_marks_then_with_them_then_the_content(self, room: Room) -> None:
        async with room() as desk:
            await desk.go_to("الأولوية الأولى")
            await desk.press("w", "w")
            assert selected(desk) == "الأولوية الأولى"
            await desk.press("w")
            assert selected(desk) == '"الأولوية الأولى"'
            await desk.press("w", "q")
            assert made(desk) == [
                ("quote", 'العلاقات الثنائية مع موسكو هي "الأولوية الأولى" لبيونج يانج')
            ]


class TestClitics:
    @pytest.mark.parametrize(
        ("word", "off"),
        [
            ("وكوريا", ["كوريا"]),
            ("للولايات", ["ولايات"]),
            ("والزعيم", ["الزعيم", "زعيم"]),
            ("لتعزيز", ["تعزيز"]),
        ],
    )
    async def test_one_after_the_other_and_put_back(
        self, room: Room, word: str, off: list[str]
    ) -> None:
        async with room() as desk:
            await desk.go_to(word)
            for rest in off:
                await desk.press("-")
                assert selected(desk) == rest
            await desk.press("-")
            assert "no clitic to take off" in desk.said
            assert selected(desk) == off[-1]
            for rest in [*off[-2::-1], word]:
                await desk.press("=")
                assert selected(desk) == rest
            await desk.press("=")
            assert "No clitic was taken off" in desk.said

    async def test_never_of_god_nor_of_a_letter_of_the_word(self, room: Room) -> None:
        async with room() as desk:
            path = desk.screen.project.root / "god.txt"
            path.write_text("الحمد لله ربنا. وقال الله: وزير", encoding="utf-8")
        async with room() as desk:
            desk.screen.open("god.txt")
            await desk.pilot.pause()
            for word in ("لله", "وزير"):
                await desk.go_to(word)
                await desk.press("-")
                assert "no clitic to take off" in desk.said, word
                assert desk.reader.selection is None
            await desk.go_to("الله:")
            await desk.press("w", "-", "W", "e")
            assert made(desk)[0][1] in ("الله", "له")

    async def test_of_an_annotation_itself_which_keeps_its_id(self, room: Room) -> None:
        async with room() as desk:
            await desk.go_to("للولايات المتحدة")
            await desk.press("2", "e")
            (whole,) = desk.annotations
            await desk.press("-")
            (trimmed,) = desk.annotations
            assert (trimmed.exact, trimmed.id) == ("ولايات المتحدة", whole.id)
            await desk.press("=")
            assert [each.exact for each in desk.annotations] == ["للولايات المتحدة"]
            await desk.press("u", "u")
            assert [each.exact for each in desk.annotations] == ["للولايات المتحدة"]
            await desk.press("u")
            assert desk.annotations == []


class TestChanging:
    async def test_the_same_label_again(self, room: Room) -> None:
        async with room() as desk:
            await desk.press(".")
            assert "Nothing has been tagged yet" in desk.said
            await desk.press("e", "i", ".", "i", "c", "o", ".")
            assert [label for label, _ in made(desk)] == ["claim", "entity", "entity"]
            assert "already tagged as claim" in desk.said

    async def test_part_and_join_keep_the_id(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("4", "e")
            (whole,) = desk.annotations
            await desk.press("2", "i", "r", "s")
            assert [each.exact for each in desk.annotations] == ["وصل وزير", "الخارجية الروسي"]
            assert desk.annotations[0].id == whole.id
            await desk.press("2", "o", "r", "j")
            assert [(each.exact, each.id) for each in desk.annotations] == [(whole.exact, whole.id)]
            await desk.press("u", "u")
            assert [each.exact for each in desk.annotations] == [whole.exact]
            await desk.press("r", "j")
            assert "no entity of yours after this one" in desk.said
            desk.reader.go(whole.start)  # where one part would be empty
            await desk.press("r", "s")
            assert [each.exact for each in desk.annotations] == [whole.exact]
            assert desk.said

    async def test_ends_set_anew_by_motions_at_either_side(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("i", "2", "e")
            (before,) = desk.annotations
            assert before.exact == "وزير الخارجية"
            await desk.press("r", "r", "i", "i", "H", "o", "enter")
            (after,) = desk.annotations
            assert (after.exact, after.id) == ("وصل وزير الخارجية الروسي", before.id)
            await desk.press("r", "r", "i", "escape", "enter")
            assert [each.exact for each in desk.annotations] == [after.exact]
            await desk.press("u")
            assert [each.exact for each in desk.annotations] == [before.exact]


class TestGoingOn:
    async def test_to_each_of_a_kind_and_round(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("e", "I", "q", "J", "e", "I", "q", "g", "g")
            starts = {
                label: [each.start for each in desk.annotations if each.label == label]
                for label in ("entity", "quote")
            }
            assert [len(each) for each in starts.values()] == [2, 2]
            await desk.press("g", "q")
            assert desk.reader.cursor == starts["quote"][0]
            for at in (1, 0, 1):
                await desk.press("n")
                assert desk.reader.cursor == starts["quote"][at]
            for at in (0, 1):
                await desk.press("N")
                assert desk.reader.cursor == starts["quote"][at]
            await desk.press("g", "e")
            assert desk.reader.cursor in starts["entity"]
            everything = sorted([*starts["entity"], *starts["quote"]])
            await desk.press("g", "g", "g", "a")
            seen = [desk.reader.cursor]
            for _ in range(3):
                await desk.press("n")
                seen.append(desk.reader.cursor)
            assert sorted(seen) == everything
            await desk.press("g", "c")
            assert "There is no claim" in desk.said
            await desk.press("g", "r")  # an entity without its type is not as it should be
            assert desk.reader.current
            assert desk.screen.why_waiting(desk.reader.current) == (Why.INCOMPLETE,)

    async def test_to_the_quotations_without_a_tag(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("g", "u")
            first = desk.reader.cursor
            assert desk.text[first:].startswith("دعمها")
            await desk.press("q", "g", "g", "g", "u")
            assert desk.text[desk.reader.cursor :].startswith("استراتيجي")
            await desk.press("N")
            assert desk.text[desk.reader.cursor :].startswith("الطبيعي")
            for _ in range(20):
                await desk.press("q", "n")
            assert "no quotation without a tag" in desk.said
            assert len(made(desk)) == 10

    async def test_a_paragraph_by_its_number_and_back(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("3", "g", "n")
            assert desk.text[desk.reader.cursor :].startswith("وقال لافروف")
            await desk.press("p")
            assert desk.reader.cursor == 0
            await desk.press("g", "p")
            assert desk.text[desk.reader.cursor :].startswith("وقال لافروف")
            await desk.press("g", "n")
            assert "12gn" in desk.said


class TestBadInput:
    async def test_a_tag_across_everything(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("v", "g", "]", "c")
            assert made(desk) == [("claim", desk.text.strip())]
            await desk.press("q", "g", "g", "v", "g", "]", "c")
            assert "already tagged as claim" in desk.said
            assert [label for label, _ in made(desk)].count("claim") == 1
            assert desk.screen.status.left.endswith("saved · Tester")

    async def test_the_same_again_is_said_and_not_doubled(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("e", "e", "1", "e")
            assert "already tagged as entity" in desk.said
            assert made(desk) == [("entity", "وصل")]
            await desk.press("u")
            assert made(desk) == []

    @pytest.mark.long
    async def test_three_hundred_keys_at_once_do_what_they_do_one_by_one(
        self, room: Room, folder: Path
    ) -> None:
        chance = random.Random(7)
        keys = chance.choices("iIoOasASEhjkl][;vvHwwwW-=qqeeccc.uuY237nNpdr", k=300)
        for place in (at + 1 for at, key in enumerate(keys[:-1]) if key == "r"):
            keys[place] = chance.choice("qecsjr")
        other = folder.with_name("other")
        shutil.copytree(folder, other)
        async with room(other) as desk:
            for key in keys:
                await desk.pilot.press(key)
            await desk.press("escape")
            slow = desk.reader.cursor, desk.reader.selection, made(desk)
            assert len(slow[2]) > 5
        async with room() as desk:
            for key in keys:
                desk.app.post_message(events.Key(_character_to_key(key), key))
            await desk.press("escape")
            assert (desk.reader.cursor, desk.reader.selection, made(desk)) == slow
        (article,) = export(Project.open(folder, "Tester", "machine"))["articles"]
        on_disk = [(each["label"], each["exact"]) for each in article["annotations"]]
        assert sorted(on_disk) == sorted(slow[2])
