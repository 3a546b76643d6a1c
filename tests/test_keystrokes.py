"""The count of keystrokes that ``make bench`` prints: what it is counted by."""

from __future__ import annotations

import pytest

from annotations.model import Span
from bench.keystrokes import Search, Tokens, Wanted, Way, press_all, times, ways

TEXT = "زار سيرغي لافروف بيونغ يانغ، وقال «دعمها الثابت» مهم.\nعاد لافروف اليوم"


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


class TestSearch:
    def test_the_fewest_keys_in_reading_order_and_a_name_known_the_second_time(self) -> None:
        first = Wanted("name", span("لافروف بيونغ"))
        again = Wanted("name", Span(TEXT.rindex("لافروف"), TEXT.rindex("لافروف") + 6))
        assert ways(TEXT, [Wanted("name", span("سيرغي لافروف"))]) == [Way(("i",), ("2", "e"))]
        assert ways(TEXT, [first, Wanted("quotation", span("دعمها الثابت"))])[1] == (("I",), ("q",))
        assert ways(TEXT, [again])[0].tagging == ("e",)

    def test_what_cannot_be_tagged_is_an_error(self) -> None:
        with pytest.raises(ValueError, match="no way"):
            Search("ا " * 500).way(0, Wanted("name", Span(600, 800)))

    def test_keys_that_make_something_else_are_found_out_in_the_app(self) -> None:
        wanted = [Wanted("name", span("سيرغي لافروف")), Wanted("quotation", span("دعمها الثابت"))]
        right = ways(TEXT, wanted)
        assert press_all(TEXT, wanted, right) == 2
        assert press_all(TEXT, wanted, [Way(("i",), ("3", "e")), right[1]]) == 1
        assert press_all(TEXT, wanted, [right[0], Way((), ())]) == 1


class TestTokens:
    def test_a_number_and_a_key_or_the_key_so_often(self) -> None:
        assert [times(count) for count in (0, 1, -2, 3, 9, 10)] == [0, 1, 2, 2, 2, 3]

    def test_from_one_stretch_to_another(self) -> None:
        tokens = Tokens("ا ب ج د ه\nو ز ح ط ي ك ل", [])
        # One on, and its end one further; the label.
        assert tokens.way((0, 0), (1, 2)) == (1, 2)
        # Three tokens move as they are: 4, move, label.
        assert tokens.way((0, 2), (4, 6)) == (2, 1)
        # The last of them alone, a line down: contract twice, down, label.
        assert tokens.way((0, 2), (7, 7)) == (1, 3)
        # To the end of the line below: down, end, label.
        assert tokens.way((0, 0), (11, 11)) == (2, 1)

    def test_tokens_are_cut_where_it_is_wanted(self) -> None:
        text = "زار «لكوريا الشمالية»."
        tokens = Tokens(text, span("كوريا الشمالية", text))
        assert tokens.stretch(span("كوريا الشمالية", text)) == (3, 4)
        assert tokens.stretch(span("«لكوريا الشمالية»", text)) == (1, 5)
