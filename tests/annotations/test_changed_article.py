"""An article that has changed: opened later, or while it is open; what waits is accepted, placed or deleted."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from annotations import HashiyaError, diffing
from annotations.anchoring import news
from annotations.chronicle import chronicle
from annotations.documents import to_document
from annotations.margin import Margin
from annotations.model import Anchor, Annotation, Article, Span, annotate
from annotations.places import text_file
from annotations.project import Project
from tests.annotations.conftest import TEXT, files_under
from tests.annotations.test_margin import YES, documents_in, file_of, write
from tests.annotations.test_saver import Disk, Window, until

Open = Callable[..., Margin]
CHANGED = TEXT.replace("نعم", "بلى")
MOVED = f"أعلن مكتبه:\n{TEXT}"


def change(root: Path, text: str) -> None:
    (root / "a.txt").write_text(text, "utf-8", newline="")


def words(margin: Margin) -> list[tuple[Anchor, str]]:
    """What the annotations are shown on."""
    text = margin.article.text
    return [(each.anchor, text[each.start : each.end]) for each in margin.annotations]


class TestOpenedLater:
    @pytest.mark.parametrize(
        ("old", "new", "anchor", "now"),
        [
            ("قال الرئيس", "وقال الرئيس", Anchor.ANCHORED, "نعم"),
            ("أمس", "غدا", Anchor.ANCHORED, "نعم"),
            ("اليوم", "الأحد", Anchor.ANCHORED, "نعم"),
            ("نعم", "بلى", Anchor.REVIEW, "بلى"),
            (" «نعم»", "", Anchor.ORPHAN, ""),
            (TEXT, "", Anchor.ORPHAN, ""),
        ],
    )
    def test_every_annotation_is_shown_where_it_stands_and_nothing_is_written(
        self,
        margin: Margin,
        open_margin: Open,
        root: Path,
        old: str,
        new: str,
        anchor: Anchor,
        now: str,
    ) -> None:
        made = margin.add(YES, "quote")
        change(root, TEXT.replace(old, new))
        before = files_under(root)
        again = open_margin()
        assert words(again) == [(anchor, now)]
        assert again.annotations[0].exact == made.exact
        assert again.annotations == open_margin("Omar").annotations
        assert files_under(root) == before

    def test_what_waits_and_what_is_lost_is_said(
        self, margin: Margin, open_margin: Open, root: Path
    ) -> None:
        margin.add(YES, "quote")
        margin.add(Span(4, 10), "entity")
        margin.add(Span(17, 22), "claim")
        change(root, MOVED)
        assert open_margin().notices == []
        waits, gone = TEXT.replace("نعم", "بلى"), TEXT.replace("الرئيس ", "")
        for text, sentence in (
            (
                waits.replace("الرئيس ", ""),
                "1 of its annotations waits for review and 1 has lost its place. What waits can be accepted "
                "where it is shown, placed by hand or deleted; what is lost can be placed by hand or deleted.",
            ),
            (
                waits,
                "1 of its annotations waits for review. What waits can be accepted where it is shown, placed "
                "by hand or deleted.",
            ),
            (
                gone,
                "1 of its annotations has lost its place. What is lost can be placed by hand or deleted.",
            ),
        ):
            change(root, text)
            assert open_margin().notices == [f"The text of a.txt has changed: {sentence}"]

    def test_other_line_ends_a_byte_order_mark_or_another_encoding(
        self, margin: Margin, open_margin: Open, root: Path
    ) -> None:
        margin.add(YES, "quote")
        margin.add(Span(0, 23), "claim")
        expected = [(Anchor.ANCHORED, TEXT[:23]), (Anchor.ANCHORED, "نعم")]
        for data in (
            TEXT.replace("\n", "\r\n").encode(),
            b"\xef\xbb\xbf" + TEXT.encode(),
            TEXT.replace("🇵🇸", "").encode("windows-1256"),
        ):
            (root / "a.txt").write_bytes(data)
            assert words(open_margin()) == expected

    @pytest.mark.parametrize("damage", [b"", "قال الرئيس «نعم» غدا.".encode(), None])
    def test_where_the_old_text_is_lost_or_damaged_the_words_around_it_must_be_there_once(
        self, margin: Margin, open_margin: Open, root: Path, damage: bytes | None
    ) -> None:
        made = margin.add(YES, "quote")
        kept = text_file(file_of(root).parent, made.sha256)
        kept.unlink() if damage is None else kept.write_bytes(damage)
        change(root, MOVED)
        assert words(open_margin()) == [(Anchor.ANCHORED, "نعم")]
        change(root, TEXT.replace("اليوم", "أمس"))
        assert words(open_margin()) == [(Anchor.REVIEW, "نعم")]
        change(root, TEXT + TEXT)
        assert words(open_margin()) == [(Anchor.ORPHAN, "")]

    def test_changing_its_label_does_not_settle_where_it_stands(
        self, margin: Margin, open_margin: Open, root: Path
    ) -> None:
        made = margin.add(YES, "quote")
        change(root, CHANGED)
        again = open_margin()
        changed = again.relabel(made.id, "claim")
        assert (changed.anchor, changed.label) == (Anchor.REVIEW, "claim")
        assert again.annotations == [changed]
        (document,) = documents_in(file_of(root))
        assert (document["anchor"], document["sha256"]) == ("anchored", made.sha256)
        change(root, TEXT)
        assert words(open_margin()) == [(Anchor.ANCHORED, "نعم")]

    def test_its_new_text_is_kept_with_the_first_tag_in_it(
        self, margin: Margin, open_margin: Open, root: Path
    ) -> None:
        margin.add(YES, "quote")
        change(root, CHANGED)
        again = open_margin()
        again.add(YES, "quote")
        kept = {name for name in files_under(root) if "/text-" in name}
        assert {name[-64:] for name in kept} == {margin.article.sha256, again.article.sha256}

    def test_the_order_is_that_of_the_text_of_today(
        self, margin: Margin, open_margin: Open, root: Path
    ) -> None:
        for span in (Span(0, 3), Span(4, 10), YES, Span(17, 22)):
            margin.add(span, "entity")
        change(root, TEXT.replace("قال الرئيس «نعم»", "«نعم» قال الرئيس"))
        again = open_margin()
        for step in range(4):
            starts = [each.start for each in again.annotations]
            assert starts == sorted(starts)
            assert len(starts) == 4 - step
            again.delete(again.annotations[0].id)
        assert again.annotations == []


class TestSettling:
    @pytest.fixture
    def waiting(self, margin: Margin, open_margin: Open, root: Path) -> Margin:
        """The margin of a changed text: an entity that stands, a quote for review, a claim that is lost."""
        margin.set_note(margin.add(YES, "quote").id, "ملاحظة")
        margin.add(Span(17, 22), "claim")
        margin.add(Span(45, 48), "entity")
        change(root, MOVED.replace("نعم", "بلى").replace(" اليوم", ""))
        again = open_margin()
        assert [each.label for each in again.annotations] == ["quote", "claim", "entity"]
        return again

    def quote(self, margin: Margin) -> Annotation:
        return next(each for each in margin.annotations if each.label == "quote")

    def claim(self, margin: Margin) -> Annotation:
        return next(each for each in margin.annotations if each.label == "claim")

    def test_accepted_it_is_as_if_made_there(self, waiting: Margin, open_margin: Open) -> None:
        before = self.quote(waiting)
        after = waiting.accept(before.id)
        made = annotate(waiting.article, before.span, "quote", "Leila")
        assert after == replace(
            made,
            id=before.id,
            created=before.created,
            modified=after.modified,
            rev=3,
            note="ملاحظة",
        )
        assert self.quote(waiting) == after == self.quote(open_margin())

    def test_placed_it_is_as_if_made_there(self, waiting: Margin, open_margin: Open) -> None:
        for before in (self.quote(waiting), self.claim(waiting)):
            after = waiting.place(before.id, Span(0, 4))
            assert (after.anchor, after.exact, after.span) == (Anchor.ANCHORED, "أعلن", Span(0, 4))
            assert after.sha256 == waiting.article.sha256
            assert after in open_margin().annotations
        assert waiting.notices == []

    def test_dropped_it_is_deleted(self, waiting: Margin, open_margin: Open) -> None:
        waiting.delete(self.claim(waiting).id)
        assert [each.label for each in open_margin().annotations] == ["quote", "entity"]

    def test_undo_brings_back_what_waited_and_redo_settles_it(self, waiting: Margin) -> None:
        before = waiting.annotations
        settled = [
            waiting.accept(self.quote(waiting).id),
            waiting.place(self.claim(waiting).id, Span(0, 4)),
        ]
        waiting.undo()
        waiting.undo()
        assert [self.as_shown(each) for each in waiting.annotations] == [
            self.as_shown(each) for each in before
        ]
        waiting.redo()
        waiting.redo()
        now = [self.as_shown(each) for each in waiting.annotations]
        assert all(self.as_shown(each) in now for each in settled)

    def as_shown(self, annotation: Annotation) -> Annotation:
        return replace(annotation, rev=1, modified="")

    def test_undo_goes_on_after_a_restart_into_the_text_before(
        self, waiting: Margin, open_margin: Open
    ) -> None:
        waiting.accept(self.quote(waiting).id)
        again = open_margin()
        change_ = again.undo()
        assert change_ is not None
        assert self.quote(again).anchor is Anchor.REVIEW
        for _ in range(4):
            again.undo()
        assert again.undo() is None
        assert again.annotations == []

    def test_history_tells_it_in_words(self, waiting: Margin, root: Path) -> None:
        waiting.accept(self.quote(waiting).id)
        waiting.undo()
        waiting.place(self.claim(waiting).id, Span(0, 4))
        told = [each.sentence for each in chronicle(file_of(root).parent, [])]
        assert told[-3:] == [
            "accepted “بلى” in the changed text for the quote “نعم”",
            "took back: accepted “بلى” in the changed text for the quote “نعم”",
            "placed the claim “اليوم” on “أعلن” in the changed text",
        ]

    def test_accepting_the_same_words_is_told_as_that(
        self, margin: Margin, open_margin: Open, root: Path
    ) -> None:
        made = margin.add(YES, "quote")
        change(root, TEXT.replace("الرئيس «نعم» اليوم", "الوزير «نعم» أمس"))
        open_margin().accept(made.id)
        told = [each.sentence for each in chronicle(file_of(root).parent, [])]
        assert told[-1] == "accepted the place of the quote “نعم” in the changed text"

    def test_what_is_refused_and_why(self, waiting: Margin, open_margin: Open, root: Path) -> None:
        quote, claim, entity = (each.id for each in waiting.annotations)
        before = files_under(root)
        for refused, sentence in (
            (lambda: waiting.accept(entity), "entity “ال” stands in its place"),
            (lambda: waiting.accept(claim), "Nothing is left of the claim “اليوم”"),
            (lambda: waiting.place(claim, Span(4, 4)), "select some text first"),
            (lambda: waiting.place(claim, Span(0, 10_000)), "select some text first"),
            (lambda: open_margin("Omar").accept(quote), "made by Leila"),
            (lambda: open_margin("Omar").place(quote, Span(0, 4)), "made by Leila"),
        ):
            with pytest.raises(HashiyaError, match=sentence):
                refused()
        assert files_under(root) == before

    def test_one_that_stands_can_be_given_other_ends(self, waiting: Margin, root: Path) -> None:
        entity = next(each for each in waiting.annotations if each.anchor is Anchor.ANCHORED)
        placed = waiting.place(entity.id, Span(0, 4))
        assert (placed.id, placed.span) == (entity.id, (0, 4))
        assert placed.exact == waiting.article.text[:4]
        (*_, event) = chronicle(root / ".hashiya" / "articles" / waiting.article.path, [])
        assert event.sentence == f"changed the ends of the entity “ال” to “{placed.exact.strip()}”"
        waiting.undo()
        assert [each.span for each in waiting.annotations if each.id == entity.id] == [entity.span]

    def test_one_that_would_be_there_twice_is_refused(self, waiting: Margin) -> None:
        quote = self.quote(waiting)
        waiting.add(quote.span, "quote")
        with pytest.raises(HashiyaError, match="already tagged as quote"):
            waiting.accept(quote.id)

    def test_fragments(self, margin: Margin, open_margin: Open, root: Path) -> None:
        made = annotate(margin.article, Span(0, 15), "quote", "Leila")
        margin.delete(margin.add(YES, "claim").id)
        write(file_of(root), to_document(replace(made, fragments=(Span(0, 3), YES))))
        change(root, TEXT.replace("الرئيس", "الوزير"))
        again = open_margin()
        accepted = again.accept(made.id)
        assert (accepted.fragments, accepted.exact) == ((Span(0, 3), YES), "قال الوزير «نعم")
        again.undo()
        placed = again.place(made.id, Span(4, 10))
        assert placed.fragments == ()
        assert open_margin().annotations == again.annotations == [placed]

    def test_what_two_windows_settle_is_never_mixed(
        self, waiting: Margin, open_margin: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        claim, other = self.claim(waiting), open_margin()
        other.place(claim.id, Span(0, 4))
        with monkeypatch.context() as patch:
            patch.setattr(waiting, "refresh", lambda: False)
            waiting.place(claim.id, Span(12, 22))
        assert claim.end == claim.start
        assert self.claim(open_margin()).exact == waiting.article.text[12:22]


class TestWhileItIsOpen:
    def test_another_text_is_noticed_and_followed(self, margin: Margin, root: Path) -> None:
        made = margin.add(YES, "quote")
        margin.refresh()
        assert margin.changed is None
        change(root, MOVED)
        margin.refresh()
        assert isinstance(margin.changed, Article)
        assert margin.changed.text == MOVED
        assert margin.annotations == [made]
        before = files_under(root)
        margin.follow(margin.changed)
        assert (margin.article.text, margin.changed) == (MOVED, None)
        assert words(margin) == [(Anchor.ANCHORED, "نعم")]
        assert margin.annotations[0].start == made.start + len(MOVED) - len(TEXT)
        assert files_under(root) == before
        margin.refresh()
        assert margin.changed is None

    def test_it_is_noticed_that_it_changed_before_the_first_look(
        self, margin: Margin, root: Path
    ) -> None:
        change(root, MOVED)
        margin.refresh()
        assert isinstance(margin.changed, Article)

    def test_a_change_that_is_taken_back_is_none(self, margin: Margin, root: Path) -> None:
        for text in (MOVED, TEXT):
            change(root, text)
            margin.refresh()
        assert margin.changed is None
        (root / "a.txt").write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
        margin.refresh()
        assert margin.changed is None

    def test_it_is_read_only_when_it_has_changed(
        self, margin: Margin, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        os.utime(root / "a.txt", (1_000_000_000, 1_000_000_000))
        margin.refresh()
        read: list[str] = []
        plain_read = Project.read
        monkeypatch.setattr(
            Project, "read", lambda self, path: (read.append(path), plain_read(self, path))[1]
        )
        margin.refresh()
        assert read == []
        change(root, MOVED)
        os.utime(root / "a.txt", (1_000_000_001, 1_000_000_001))
        margin.refresh()
        margin.refresh()
        assert read == ["a.txt"]

    def test_two_changes_of_the_same_length_in_one_tick_of_the_clock(
        self, margin: Margin, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = 100.0
        monkeypatch.setattr("annotations.source.monotonic", lambda: now)
        margin.refresh()
        before = (root / "a.txt").stat()
        change(root, CHANGED)
        os.utime(root / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
        now += 1
        margin.refresh()
        assert isinstance(margin.changed, Article)

    def test_while_it_is_being_written_it_is_left_for_the_next_look(
        self, margin: Margin, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plain_read = Project.read

        def read_half(self: Project, path: str) -> Article:
            change(root, TEXT[:9])
            half = plain_read(self, path)
            change(root, MOVED)
            return half

        with monkeypatch.context() as patch:
            patch.setattr(Project, "read", read_half)
            margin.refresh()
        assert margin.changed is None
        margin.refresh()
        assert isinstance(margin.changed, Article)
        assert margin.changed.text == MOVED

    def test_gone_and_unreadable_are_sentences_until_it_is_back(
        self, margin: Margin, root: Path
    ) -> None:
        margin.refresh()
        (root / "a.txt").rename(root / "b.txt")
        margin.refresh()
        assert "a.txt is gone" in str(margin.changed)
        (root / "a.txt").write_bytes(TEXT.encode("utf-16"))
        margin.refresh()
        assert "seems to be UTF-16" in str(margin.changed)
        (root / "b.txt").replace(root / "a.txt")
        margin.refresh()
        assert margin.changed is None
        assert margin.add(YES, "quote")

    def test_what_could_not_be_read_is_tried_again(
        self, margin: Margin, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> Article:
            raise HashiyaError("a.txt cannot be read: the disk reports an error.")

        with monkeypatch.context() as patch:
            patch.setattr(Project, "read", refuse)
            margin.refresh()
            assert margin.changed == "a.txt cannot be read: the disk reports an error."
        margin.refresh()
        assert margin.changed is None

    def test_tagging_and_undo_go_on_over_the_change(
        self, margin: Margin, open_margin: Open, root: Path
    ) -> None:
        made = margin.add(YES, "quote")
        change(root, MOVED)
        margin.follow(Project.open(root, "Leila", "desk").read("a.txt"))
        new = margin.add(Span(0, 4), "entity")
        assert (new.exact, new.sha256) == ("أعلن", margin.article.sha256)
        margin.undo()
        margin.undo()
        assert margin.annotations == []
        margin.redo()
        assert words(margin) == [(Anchor.ANCHORED, "نعم")]
        margin.redo()
        assert words(open_margin()) == words(margin)
        assert margin.annotations[1].id == made.id
        texts = {name[-64:] for name in files_under(root) if "/text-" in name}
        assert texts == {made.sha256, new.sha256}

    def test_several_changes_one_after_the_other(self, margin: Margin, root: Path) -> None:
        margin.add(YES, "quote")
        for text, expected in (
            (MOVED, (Anchor.ANCHORED, "نعم")),
            (MOVED.replace("نعم", "بلى"), (Anchor.REVIEW, "بلى")),
            ("", (Anchor.ORPHAN, "")),
            (TEXT, (Anchor.ANCHORED, "نعم")),
        ):
            change(root, text)
            margin.refresh()
            assert isinstance(margin.changed, Article)
            margin.follow(margin.changed)
            assert words(margin) == [expected]

    def test_a_colleague_who_has_the_old_text_open(self, open_margin: Open, root: Path) -> None:
        ours, theirs = open_margin(), open_margin("Omar")
        change(root, MOVED)
        ours.follow(Project.open(root, "Leila", "desk").read("a.txt"))
        theirs.add(YES, "quote")
        ours.add(Span(0, 4), "entity")
        ours.refresh()
        theirs.refresh()
        assert words(ours) == [(Anchor.ANCHORED, "أعلن"), (Anchor.ANCHORED, "نعم")]
        assert words(theirs) == [(Anchor.ORPHAN, ""), (Anchor.ANCHORED, "نعم")]
        assert isinstance(theirs.changed, Article)
        theirs.follow(theirs.changed)
        assert words(theirs) == words(ours)


def noticed(window: Window) -> Article:
    """What the article has become, once that is noticed: by the next look, or the one in the second after it."""

    def seen() -> bool:
        window.look()
        return isinstance(window.margin.changed, Article)

    until(seen)
    article = window.margin.changed
    assert isinstance(article, Article)
    return article


class TestInTheBackground:
    @pytest.fixture
    def window(self, root: Path) -> Iterator[Window]:
        opened = Window(root)
        yield opened
        opened.saver.close(5)

    @pytest.fixture
    def disk(self, monkeypatch: pytest.MonkeyPatch) -> Disk:
        return Disk(monkeypatch)

    def test_it_is_noticed_by_the_saver_which_tells(self, window: Window, root: Path) -> None:
        window.look()
        told = window.told
        change(root, MOVED)
        noticed(window)
        until(lambda: window.told > told)

    def test_the_interface_reads_and_compares_nothing(
        self, window: Window, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        window.margin.add(YES, "quote")
        here, there = threading.get_ident(), []
        compare = diffing.compare
        monkeypatch.setattr(
            diffing,
            "compare",
            lambda *texts: (there.append(threading.get_ident()), compare(*texts))[1],
        )
        change(root, MOVED)
        window.margin.follow(noticed(window))
        assert words(window.margin) == [(Anchor.ANCHORED, "نعم")]
        assert there
        assert here not in there

    def test_what_waits_to_be_saved_goes_on_with_its_own_text(
        self, window: Window, root: Path, disk: Disk, open_margin: Open
    ) -> None:
        margin = window.margin
        disk.error = errno.ENOSPC
        made = margin.add(YES, "quote")
        window.saver.flush(5)
        other = TEXT.replace("الرئيس", "الوزير")  # so that the words around it would not tell
        for text in (other, f"ثم {other}"):
            change(root, text)
            margin.follow(noticed(window))
            assert words(margin) == [(Anchor.ANCHORED, "نعم")]
        new = margin.add(Span(0, 2), "entity")
        assert margin.saving.pending == 2
        disk.error = None
        assert window.saver.flush(5) == []
        for sha256, text in ((made.sha256, TEXT), (new.sha256, f"ثم {other}")):
            assert text_file(file_of(root).parent, sha256).read_text("utf-8") == text
        assert words(open_margin()) == words(margin)
        assert [each["id"] for each in documents_in(file_of(root))] == [made.id, new.id]

    def test_a_change_back_before_it_was_followed_is_noticed(
        self, window: Window, root: Path
    ) -> None:
        margin = window.margin
        change(root, MOVED)
        article = noticed(window)
        change(root, TEXT)
        os.utime(root / "a.txt", (1_000_000_000, 1_000_000_000))
        window.look()
        window.look()
        margin.follow(article)
        assert noticed(window).text == TEXT


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("قال إن الهدنة صامدة", "قال إن الهدنة منهارة الآن", "…منهارة الآن"),
        ("الهدنة صامدة", "هدنة صامدة", "هدنة صامدة"),
        ("لن نتراجع أبدا", "لن نتراجع", "…نتراجع"),
        ("نعم", "نعم", "نعم"),
        ("قال\nنعم", "قال\nبلى", "…بلى"),
        ("نعم", "", ""),
    ],
)
def test_what_differs_is_what_is_shown(old: str, new: str, told: str) -> None:
    assert news(old, new) == told
