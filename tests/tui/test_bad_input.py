"""Bad input gets a clear sentence in the app, and loses nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotations import files
from annotations.model import Direction
from annotations.storage import JournalStorage
from annotations.table import Database
from tests.conftest import SEED
from tests.tui.conftest import Room
from tui.widgets.pane import LEFT_EDGE, RIGHT_EDGE, Pane
from tui.widgets.rtl_input import RtlInput


async def test_an_empty_article_says_so_and_can_be_moved_in(room: Room, folder: Path) -> None:
    (folder / "0.txt").write_bytes(b"")
    async with room() as desk:
        assert "0.txt is empty" in desk.said
        await desk.press("left", "down", "ctrl+end", "i", "q", "e", "c", "v", "J")
        assert desk.reader.cursor == 0
        assert desk.annotations == []


@pytest.mark.parametrize("encoding", ["windows-1256", "iso-8859-6"])
async def test_an_old_encoding_is_decoded_and_said(room: Room, folder: Path, encoding: str) -> None:
    text = SEED.read_text("utf-8").replace("\u064b", "")
    (folder / "0.txt").write_bytes(text.encode(encoding))
    async with room() as desk:
        assert encoding in desk.said
        assert desk.text == text
        await desk.press("e")
        assert desk.annotations[0].exact == "وصل"


async def test_bom_and_mixed_line_ends_are_kept_out_of_the_offsets(
    room: Room, folder: Path
) -> None:
    (folder / "0.txt").write_bytes("\ufeffأول\r\nثان\n\u2029ثالث".encode())
    async with room() as desk:
        assert desk.text == "أول\r\nثان\n\u2029ثالث"
        await desk.press("J", "e")
        assert desk.annotations[0].span == (5, 8)


async def test_a_file_that_is_no_text_is_named_and_the_others_can_be_read(
    room: Room, folder: Path
) -> None:
    (folder / "0.txt").write_bytes(bytes(range(256)) * 8)
    async with room() as desk:
        assert "0.txt" in desk.said
        assert desk.screen.articles.has_focus
        await desk.press("q", "e", "u", "d", "t", "x", "/", "escape", "n", "escape")
        desk.screen.set_focus(desk.screen.articles)
        await desk.press("j", "enter")
        assert desk.reader.has_focus
        assert desk.reader.article.path == SEED.name


async def test_an_article_that_has_gone_is_said_and_the_open_one_stays(
    room: Room, folder: Path
) -> None:
    other = folder / "z.txt"
    other.write_text("نص", encoding="utf-8")
    async with room() as desk:
        other.unlink()
        desk.screen.open("z.txt")
        assert "z.txt" in desk.said
        assert desk.reader.article.path == SEED.name


async def test_in_a_read_only_folder_reading_works_and_tagging_says_why_not(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "unwritable", lambda folder: f"{folder} is read-only.")
    async with room() as desk:
        assert "read-only" in desk.said
        await desk.press("i", "e")
        assert "read-only" in desk.said
        assert desk.annotations == []
        assert desk.reader.cursor > 0


def annotations_of(folder: Path) -> Path:
    """The file of annotations in a folder, brought up to date."""
    (history,) = (folder / ".hashiya").rglob("*.history.jsonl")
    path = history.with_name(history.name.replace(".history.jsonl", ".json"))
    JournalStorage(path).checkpoint()
    return path


async def test_a_damaged_annotation_file_is_named_and_left_alone(room: Room, folder: Path) -> None:
    async with room() as desk:
        await desk.press("e")
    path = annotations_of(folder)
    damaged = path.read_bytes()[:-40]
    path.write_bytes(damaged)
    async with room() as desk:
        assert path.name in desk.said
        await desk.press("J", "e")
        assert path.name in desk.said
        assert desk.annotations == []
    assert path.read_bytes() == damaged


async def test_a_second_tag_on_the_same_words_is_said_and_not_doubled(room: Room) -> None:
    async with room() as desk:
        await desk.press("e", "e")
        assert "already" in desk.said
        assert len(desk.annotations) == 1


async def test_a_file_name_that_is_no_utf_8_is_no_traceback(room: Room, folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/0\xff.txt")).write_text("نص", encoding="utf-8")
    async with room() as desk:
        desk.screen.open("0\udcff.txt")
        await desk.press("left", "e")
        assert len(desk.annotations) == 1
        assert desk.text == "نص"


async def test_an_export_that_cannot_be_written_is_said(room: Room) -> None:
    async with room() as desk:
        for where in ("~nobody-of-this-name/x.json", "a\0b", "/proc/x.json"):
            await desk.press("x")
            desk.screen.query_one(RtlInput).edit(where, Direction.LTR)
            await desk.press("enter")
            assert desk.said
            assert "Exported" not in desk.said


async def test_a_label_of_another_program_cannot_write_to_the_terminal(
    room: Room, folder: Path
) -> None:
    async with room() as desk:
        await desk.press("e")
    with Database(annotations_of(folder)) as db:
        db.table("annotations").update({"label": "\u009bx", "rev": 2})
    async with room() as desk:
        assert desk.annotations
        assert "\x9b" not in "".join(desk.row_text(y) for y in range(5))
        assert "\x9b" not in desk.screen.listed.render_line(0).text


async def test_a_colleagues_annotation_is_shown_and_not_changed(room: Room) -> None:
    async with room(annotator="Colleague") as desk:
        await desk.press("e")
    async with room() as desk:
        assert [a.annotator for a in desk.annotations] == ["Colleague"]
        for keys in ("d", "rc", "rr"):
            await desk.press(*keys)
            assert "Colleague" in desk.said
            assert desk.reader.has_focus
        assert [a.label for a in desk.annotations] == ["entity"]


async def test_an_article_of_ten_megabytes_opens_moves_is_tagged_and_keeps_its_place(
    room: Room, folder: Path
) -> None:
    data = SEED.read_bytes() * 2700
    (folder / "0.txt").write_bytes(data)
    async with room() as desk:
        assert desk.text.encode() == data
        await desk.press("ctrl+end", "K", "e", "pageup", "ctrl+home", "pagedown")
        (tag,) = desk.annotations
        assert desk.text[tag.start : tag.end] == tag.exact
        assert tag.start > len(desk.text) - 100
        reader, place = desk.reader, len(desk.text) // 2
        reader.go(place, centre=True)
        await desk.pilot.resize_terminal(60, 20)
        await desk.pilot.pause()
        assert reader.cursor == place
        assert 0 <= reader.text_layout.row_of(place) - reader.scroll_offset.y < reader.size.height


async def test_where_nothing_is_it_is_said_what_to_do(room: Room, folder: Path) -> None:
    def shown(pane: Pane) -> str:
        rows = [pane.render_line(y).text.strip(LEFT_EDGE + RIGHT_EDGE) for y in range(8)]
        return " ".join(" ".join(rows).split())

    (folder / "0.txt").write_text("\n", encoding="utf-8")
    (folder / "1.txt").write_text("نص", encoding="utf-8")
    async with room() as desk:
        desk.screen.open("0.txt")
        await desk.press("down")  # which takes away what was said on opening
        assert "This article is empty. Tab goes" in shown(desk.reader)
        assert "nothing to tag" in shown(desk.screen.listed)
        desk.screen.open("1.txt")
        await desk.press("down")
        assert "empty" not in shown(desk.reader)
        assert "press q for a quote" in shown(desk.screen.listed)
        await desk.press("z", "o")
        assert "zo shows what others wrote" in shown(desk.screen.listed)


async def test_where_no_article_can_be_read_the_way_on_is_said(room: Room, folder: Path) -> None:
    for path in folder.glob("*.txt"):
        path.write_bytes(bytes(range(256)) * 20)
    async with room() as desk:
        await desk.press("e", "tab", "q", "c")
        assert "No article is open. Choose one" in desk.row_text(1)
        assert (
            "listed here"
            in desk.screen.listed.render_line(0).text + desk.screen.listed.render_line(1).text
        )
