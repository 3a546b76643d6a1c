"""The whole way, by keyboard: open, read, move, select, tag, edit, undo, quit, open again, export."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from annotations.model import Direction, Span
from annotations.project import Project
from annotations.writers.json import export
from tests.tui.conftest import Room
from tui.text.line import line
from tui.widgets.chrome import Hints, Notice
from tui.widgets.prompt import Prompt
from tui.widgets.reader import Reader
from tui.widgets.rtl_area import RtlArea
from tui.widgets.rtl_input import RtlInput


async def test_opening_a_folder_shows_the_first_article_with_the_keyboard_in_the_text(
    room: Room,
) -> None:
    async with room() as desk:
        assert desk.reader.has_focus
        assert desk.reader.cursor == 0
        assert line("وصل وزير الخارجية", 30).visual in desk.screen.titles.render_line(0).text


async def test_the_place_and_the_article_are_remembered(room: Room, folder: Path) -> None:
    (folder / "a.txt").write_text("نص آخر\nوفقرة", encoding="utf-8")
    async with room() as desk:
        assert desk.reader.article.path == "000_617d08e46eb476a4.txt"
        desk.screen.open("a.txt")
        await desk.press("left", "left", "left")
    async with room() as desk:
        assert desk.reader.article.path == "a.txt"
        assert desk.reader.cursor == 3


async def test_arrows_go_by_what_the_eye_sees(room: Room) -> None:
    async with room() as desk:
        await desk.press("left")
        assert desk.reader.cursor == 1
        await desk.press("right")
        assert desk.reader.cursor == 0
        await desk.press("down")
        row = desk.reader.text_layout.row(1)
        assert row is not None
        assert desk.reader.cursor == row.start


async def test_every_motion_stays_in_the_text(room: Room) -> None:
    async with room() as desk:
        for key in ("up", "right", "o", "s", "K", "home", "pageup", "ctrl+home"):
            await desk.press(key)
            assert desk.reader.cursor == 0
        await desk.press("ctrl+end")
        assert desk.reader.cursor == len(desk.text)
        for key in ("down", "left", "i", "a", "J", "end", "pagedown"):
            await desk.press(key)
            assert desk.reader.cursor == len(desk.text)


async def test_words_sentences_and_paragraphs_go_in_reading_order(room: Room) -> None:
    async with room() as desk:
        await desk.press("i")
        assert desk.text[desk.reader.cursor :].startswith("وزير")
        await desk.press("i", "o", "o")
        assert desk.reader.cursor == 0
        await desk.press("J")
        assert desk.reader.cursor == desk.text.index("\n") + 1
        await desk.press("K", ";")
        assert desk.reader.cursor == desk.text.index("\n")
        await desk.press(";")
        assert desk.reader.cursor == desk.text.index("\n", desk.text.index("\n") + 1)
        await desk.press("K")
        await desk.press("a")
        assert desk.text[desk.reader.cursor :].startswith("وقالت وسائل إعلام")


async def test_a_selection_across_a_row_break_is_tagged_as_it_is(room: Room) -> None:
    async with room() as desk:
        await desk.press("end", "right", "right", "v", *["left"] * 12, "c")
        (claim,) = desk.annotations
        first = desk.reader.text_layout.row(0)
        assert first is not None
        assert claim.start < first.end < claim.end
        assert claim.exact == desk.text[claim.start : claim.end]


async def test_a_selection_across_a_direction_change(room: Room, folder: Path) -> None:
    text = "قال Barack Obama (2009) اليوم إن"
    (folder / "mixed.txt").write_text(text, encoding="utf-8")
    async with room() as desk:
        desk.screen.open("mixed.txt")
        await desk.press("left", "left", "shift+left", "shift+left")
        # From the lam of قال the eye goes over the space to the end of the Latin run.
        span = desk.reader.selection
        assert span is not None
        assert text[span.start : span.end].startswith("ل ")
        await desk.press("escape", "home", "v", "i", "i", "i", "e")
        (entity,) = desk.annotations
        assert entity.exact == "قال Barack Obama ("


async def test_shift_and_v_do_the_same(room: Room) -> None:
    async with room() as desk:
        await desk.press("shift+left", "shift+left", "shift+down")
        by_shift = desk.reader.selection
        await desk.press("escape", "ctrl+home", "v", "left", "left", "down")
        assert desk.reader.selection == by_shift


async def test_without_a_selection_each_label_takes_its_natural_unit(room: Room) -> None:
    async with room() as desk:
        await desk.go_to('الثابت"')
        await desk.press("q")
        await desk.go_to("لافروف")
        await desk.press("e")
        await desk.go_to("حيث شكر")
        await desk.press("c")
        by_label = {a.label: a.exact for a in desk.annotations}
        assert by_label["quote"] == "دعمها الثابت"
        assert by_label["entity"] == "لافروف"
        assert by_label["claim"] == desk.text[: desk.text.index("\n")]


async def test_a_known_name_is_taken_whole(room: Room) -> None:
    async with room() as desk:
        start = await desk.go_to("بيونغ يانغ")
        desk.reader.select(Span(start, start + 10))
        await desk.press("e")
        later = desk.text.index("بيونغ يانغ", start + 1)
        desk.reader.go(later + 7)
        await desk.press("e")
        assert [a.exact for a in desk.annotations] == ["بيونغ يانغ", "بيونغ يانغ"]


async def test_without_a_quotation_nothing_is_tagged_and_it_is_said(room: Room) -> None:
    async with room() as desk:
        await desk.press("q")
        assert desk.annotations == []
        assert "no quotation" in desk.said


async def test_relabel_note_delete_undo_redo(room: Room) -> None:
    async with room() as desk:
        await desk.press("e")
        await desk.press("r", "c")
        assert [a.label for a in desk.annotations] == ["claim"]
        await desk.press("t")
        assert isinstance(desk.app.focused, RtlArea)
        await desk.type("ملاحظة أولى")
        await desk.press("escape")
        assert [a.note for a in desk.annotations] == ["ملاحظة أولى"]
        assert desk.reader.has_focus
        await desk.press("d")
        assert desk.annotations == []
        await desk.press("u")
        assert [(a.label, a.note) for a in desk.annotations] == [("claim", "ملاحظة أولى")]
        await desk.press("u", "u", "u")
        assert desk.annotations == []
        await desk.press("u")
        assert "nothing to undo" in desk.said
        await desk.press("U", "U", "U")
        assert [(a.label, a.note) for a in desk.annotations] == [("claim", "ملاحظة أولى")]


async def test_any_other_key_leaves_relabelling(room: Room) -> None:
    async with room() as desk:
        await desk.press("e", "r", "left", "c")
        assert sorted(a.label for a in desk.annotations) == ["claim", "entity"]


async def test_keys_of_the_arabic_layout_are_the_same_keys(room: Room) -> None:
    async with room() as desk:
        await desk.press("ت", "م", "ا", "ه")  # j l h i
        moved = desk.reader.cursor
        await desk.press("ctrl+home", "j", "l", "h", "i")
        assert desk.reader.cursor == moved
        await desk.press("ث")  # e
        assert [a.label for a in desk.annotations] == ["entity"]
        await desk.press("ع")  # u
        assert desk.annotations == []
        await desk.press("‘")  # U
        assert len(desk.annotations) == 1
        await desk.press("ctrl+home", "ظ")  # /
        assert desk.screen.query_one(Prompt).display
        await desk.type("لافروف")
        await desk.press("enter", "ى")  # n
        assert desk.reader.cursor == desk.text.index("لافروف", desk.text.index("لافروف") + 1)


async def test_find_folds_and_goes_round(room: Room) -> None:
    async with room() as desk:
        await desk.press("/")
        await desk.type("الى بيونغ")
        await desk.press("enter")
        assert desk.text[desk.reader.cursor :].startswith("إلى بيونغ")
        assert len(desk.reader.hits.spans) == 2
        first = desk.reader.cursor
        await desk.press("n")
        assert desk.reader.cursor != first
        await desk.press("n")
        assert desk.reader.cursor == first
        await desk.press("N")
        assert desk.reader.cursor != first
        await desk.press("escape")
        assert not desk.reader.hits.spans


async def test_what_is_not_found_is_said(room: Room) -> None:
    async with room() as desk:
        await desk.press("/")
        await desk.type("غواصة")
        await desk.press("enter")
        assert "Not found: غواصة" in desk.said


async def test_the_list_follows_and_leads(room: Room) -> None:
    async with room() as desk:
        await desk.press("e", "J", "e", "ctrl+home")
        assert desk.screen.listed.count == 2
        await desk.press("tab")
        assert desk.screen.listed.has_focus
        await desk.press("j", "enter")
        assert desk.reader.has_focus
        assert desk.reader.cursor == desk.annotations[1].start
        await desk.press("tab", "d")
        assert len(desk.annotations) == 1


async def test_keys_typed_ahead_find_the_field_that_the_key_before_opened(room: Room) -> None:
    async with room() as desk:
        await desk.press("e")
        for key in ("slash", *"كوريا", "enter", "c", "t", *"qd e", "ctrl+s", "i"):
            name = "space" if key == " " else key
            character = (
                key if len(key) == 1 else {"slash": "/", "enter": "\r", "ctrl+s": "\x13"}.get(key)
            )
            desk.app.post_message(events.Key(name, character))
        await desk.pilot.pause(0.3)
        assert [a.label for a in desk.annotations] == ["claim", "entity"]
        assert [a.note for a in desk.annotations] == ["qd e", ""]
        assert len(desk.reader.hits.spans) == 11


async def test_a_selection_by_words_is_tagged_without_the_space_after_it(room: Room) -> None:
    async with room() as desk:
        await desk.press("v", "i", "i", "e")
        assert desk.annotations[0].exact == "وصل وزير"


async def test_a_note_being_written_is_kept_when_the_keyboard_goes_elsewhere(room: Room) -> None:
    async with room() as desk:
        await desk.press("e", "t")
        await desk.type("نصف")
        await desk.press("tab")
        assert isinstance(desk.app.focused, RtlArea)
        await desk.pilot.click(Reader, offset=(30, 6))
        assert not desk.screen.query_one(Prompt).display
        assert [a.note for a in desk.annotations] == ["نصف"]
        desk.reader.go(0)
        await desk.press("t")
        await desk.type(" آخر")
        await desk.press("f10")
    async with room() as desk:
        assert [a.note for a in desk.annotations] == ["نصف آخر"]


async def test_the_place_is_kept_without_leaving(room: Room, tmp_path: Path) -> None:
    async with room() as desk:
        await desk.press("J")
        await desk.pilot.pause(1.3)
        (kept,) = (tmp_path / "state" / "sessions").iterdir()
        assert f": {desk.reader.cursor}}}" in kept.read_text("ascii")


async def test_mouse_click_drag_and_double_click(room: Room) -> None:
    async with room() as desk:
        row = desk.reader.text_layout.row(0)
        assert row is not None
        left = desk.reader.page.left

        def at(offset: int) -> tuple[int, int]:
            assert row is not None
            return left + row.column(offset), 0

        await desk.pilot.click(Reader, offset=at(7))
        assert desk.reader.cursor == 7
        await desk.pilot.mouse_down(Reader, offset=at(5))
        await desk.pilot.hover(Reader, offset=at(9))
        await desk.pilot.mouse_up(Reader, offset=at(9))
        assert desk.reader.selection == (5, 9)
        await desk.pilot.click(Reader, offset=at(7), times=2)
        span = desk.reader.selection
        assert span is not None
        assert desk.text[span.start : span.end] == "وزير"


async def test_export_shows_the_path_and_never_overwrites(room: Room, folder: Path) -> None:
    async with room() as desk:
        await desk.press("e", "x")
        target = Path(desk.screen.query_one(RtlInput).value)
        assert target.parent == folder
        await desk.press("enter")
        assert str(target) in desk.said
        first = target.read_bytes()
        await desk.press("J", "e", "x")
        assert Path(desk.screen.query_one(RtlInput).value) != target
        desk.screen.query_one(RtlInput).edit(str(target), Direction.LTR)
        await desk.press("enter")
        assert "is there already" in desk.said
        assert target.read_bytes() == first


async def test_quit_reopen_and_export_give_the_text_of_the_file(room: Room, folder: Path) -> None:
    async with room() as desk:
        await desk.go_to("دعمها")
        await desk.press("q")
        await desk.press("J", "e", "c")
        await desk.press("Q")
    async with room() as desk:
        assert [a.label for a in desk.annotations] == ["quote", "claim", "entity"]
    (article,) = export(Project.open(folder, "Other", "elsewhere"))["articles"]
    assert article["text"].encode() == (folder / article["path"]).read_bytes()
    assert len(article["annotations"]) == 3
    for annotation in article["annotations"]:
        assert article["text"][annotation["start"] : annotation["end"]] == annotation["exact"]


async def test_escape_drops_the_selection(room: Room) -> None:
    async with room() as desk:
        await desk.press("v", "left", "left", "escape")
        assert desk.reader.selection is None
        await desk.press("left")
        assert desk.reader.selection is None


async def test_a_click_on_a_hint_does_what_it_says(room: Room) -> None:
    async with room() as desk:
        hints = desk.screen.query_one(Hints)
        await desk.pilot.click(Hints, offset=(hints._fitting(hints.size.width)[1][1], 0))
        assert [a.label for a in desk.annotations] == ["entity"]


async def test_titles_are_shaped_and_ordered(room: Room) -> None:
    async with room() as desk:
        title = desk.screen.titles.render_line(0).crop(28, 88).text
        assert title.rstrip().endswith(line("وصل وزير", 20).visual)


@pytest.mark.parametrize("width", [40, 80, 120, 200])
async def test_every_row_of_the_text_fits_at_every_width(room: Room, width: int) -> None:
    async with room(size=(width, 30)) as desk:
        reader = desk.reader
        assert reader.display
        assert all(reader.render_line(y).cell_length == reader.size.width for y in range(20))
        await desk.press("z", "n")
        assert all(reader.render_line(y).cell_length == reader.size.width for y in range(20))


async def test_panes_fold_when_narrow_and_come_with_the_keyboard(room: Room) -> None:
    async with room(size=(40, 24)) as desk:
        assert not desk.screen.articles.display
        await desk.press("tab")
        assert desk.screen.listed.region.width >= 38
        assert not desk.screen.reader.display
        await desk.press("tab")
        assert desk.screen.articles.region.width >= 38
        await desk.press("tab")
        assert desk.reader.region.width >= 38


async def test_too_small_a_terminal_is_told_so(room: Room) -> None:
    async with room(size=(30, 8)) as desk:
        assert "too small" in desk.said
        assert not desk.screen.reader.display
        await desk.pilot.resize_terminal(80, 24)
        await desk.pilot.pause()
        assert desk.screen.reader.display


async def test_a_resize_keeps_the_place(room: Room) -> None:
    async with room() as desk:
        offset = await desk.go_to("هوين لو")
        await desk.pilot.resize_terminal(60, 20)
        await desk.pilot.pause()
        reader = desk.reader
        assert reader.cursor == offset
        y = reader.text_layout.row_of(offset) - reader.scroll_offset.y
        assert 0 <= y < reader.size.height


async def test_harakat_and_digits_change_the_screen_only(room: Room, folder: Path) -> None:
    (folder / "marks.txt").write_text("كَلَّا 1448\n", encoding="utf-8")
    async with room() as desk:
        desk.screen.open("marks.txt")
        await desk.pilot.pause()
        assert "\u064e" in desk.row_text(0)
        await desk.press("z", "z")
        assert "\u064e" not in desk.row_text(0)
        await desk.press("z", "d")
        assert "١٤٤٨" in desk.row_text(0)
        assert desk.text == "كَلَّا 1448\n"


async def test_hidden_controls_are_marked_on_request_and_named_at_the_cursor(
    room: Room, folder: Path
) -> None:
    (folder / "hidden.txt").write_text("قال\u200f نعم \u202eabc", encoding="utf-8")
    async with room() as desk:
        desk.screen.open("hidden.txt")
        status = desk.screen.status
        await desk.press("left", "left")
        assert "U+200F RIGHT-TO-LEFT MARK" in status.left
        await desk.press("home")
        before, text = desk.reader.render_line(0), desk.row_text(0)
        await desk.press("z", "c")
        assert desk.reader.render_line(0) != before
        assert desk.row_text(0) == text
        desk.reader.go(desk.text.index("\u202e"))
        await desk.pilot.pause()
        assert "RIGHT-TO-LEFT OVERRIDE" in status.left


async def test_escape_sequences_in_an_article_never_reach_the_terminal(
    room: Room, folder: Path
) -> None:
    (folder / "evil.txt").write_text(
        "كلمة أخرى " * 20 + "\x1b]0;evil\x07 \x9b31m نص \u202eabc\n", encoding="utf-8"
    )
    async with room() as desk:
        desk.screen.open("evil.txt")
        await desk.pilot.pause()
        assert "\x1b]0;evil\x07 \x9b31m" in desk.text
        shown = "".join(desk.row_text(y) for y in range(4)) + desk.screen.titles.render_line(0).text
        assert not any(c < " " or "\x7f" <= c <= "\x9f" or c == "\u202e" for c in shown)


async def test_a_large_article_is_shown_in_part_first_and_then_whole(
    room: Room, folder: Path
) -> None:
    (seed,) = folder.glob("*.txt")
    text = seed.read_bytes().decode()
    seed.write_bytes((text * 200).encode())
    place = 77 * len(text) + text.index("بيسكوف")
    async with room() as desk:
        desk.reader.go(place, centre=True)
        await desk.pilot.pause()
        desk.reader.show(desk.reader.article, place)
        assert len(desk.reader.script) < 1000
        desk.screen.refresh()
        await desk.pilot.pause()
        assert len(desk.reader.script) > 200 * 7
        assert desk.reader.cursor == place
        y = desk.reader.text_layout.row_of(place) - desk.reader.scroll_offset.y
        assert 0 <= y < 30
        assert line("بيسكوف", 20).visual in desk.row_text(y)
        await desk.press("ctrl+end")
        assert desk.reader.cursor == len(text) * 200


async def test_panes_beside_each_other_are_parted_by_a_line_and_a_pane_alone_is_not(
    room: Room,
) -> None:
    async with room() as desk:
        articles, listed = desk.screen.articles, desk.screen.listed
        for y in range(listed.size.height):
            assert listed.render_line(y).text[0] == "▏"
            assert articles.render_line(y).text[-1] == "▕"
        await desk.pilot.resize_terminal(60, 30)
        await desk.press("tab")
        assert listed.has_focus
        assert not any("▏" in listed.render_line(y).text for y in range(listed.size.height))


async def test_all_that_is_said_is_shown(room: Room) -> None:
    async with room() as desk:
        for count in (1, 30, 80):
            desk.screen.say(" ".join(f"/a/path/of/{number}" for number in range(count)) + " end.")
            await desk.pilot.pause()
            notice = desk.screen.query(Notice).first()
            rows = [notice.render_line(y).text for y in range(notice.size.height)]
            assert "end." in rows[-1]
