"""Plain text files: which encodings are read, and what is said of those that are not."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import HashiyaError
from annotations.readers.plain import SAMPLE, decode, read

SEED = next((Path(__file__).parents[2] / "seeds").glob("*.txt")).read_bytes()
TEXT = SEED.decode("utf-8")

TITLES = [
    "الاقتصاد العالمي يواجه تحديات",
    "فوز ساحق للمنتخب الوطني",
    "طقس بارد وأمطار غزيرة",
    "غضب شعبي بعد رفع الأسعار",
    "كيف تحافظ على صحتك؟",
    "مقتل خمسة أشخاص في حادث سير",
    "انا مش عايز حاجه من حد",
    "إِنَّمَا الأَعْمَالُ بِالنِّيَّاتِ",
    'روسيا المتعلقة بـ "العملية" في أوكرانيا',
]
RUSSIAN = (
    "Министр иностранных дел России Сергей Лавров прибыл в Пхеньян, где поблагодарил за поддержку."
)
FRENCH = "Le ministre des Affaires étrangères est arrivé à Paris, où il a été reçu."


def refusal(data: bytes, name: str = "a b.txt") -> str:
    with pytest.raises(HashiyaError) as raised:
        decode(data, name)
    return str(raised.value)


class TestUtf8:
    def test_the_seed(self) -> None:
        assert decode(SEED, "seed.txt") == (TEXT, "utf-8")

    def test_a_byte_order_mark_goes_and_is_remembered(self) -> None:
        assert decode(b"\xef\xbb\xbf" + SEED, "a.txt") == (TEXT, "utf-8-sig")
        assert decode(b"\xef\xbb\xbf\xef\xbb\xbf", "a.txt") == ("\ufeff", "utf-8-sig")

    def test_line_ends_and_composition_stay(self) -> None:
        text = "أ\r\nا\u0654\rب\u2029\u0085\n\n"
        assert decode(text.encode(), "a.txt")[0] == text

    def test_an_empty_file_is_an_empty_text(self) -> None:
        assert decode(b"", "a.txt") == ("", "utf-8")
        assert decode(b"\xef\xbb\xbf", "a.txt") == ("", "utf-8-sig")

    @pytest.mark.parametrize("text", [FRENCH, RUSSIAN, "你好", "plain"])
    def test_any_language(self, text: str) -> None:
        assert decode(text.encode(), "a.txt") == (text, "utf-8")

    @given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
    def test_any_text_comes_back(self, text: str) -> None:
        if not text.startswith("\ufeff"):
            assert decode(text.encode(), "a.txt") == (text, "utf-8")

    @pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
    def test_a_damaged_one_is_refused_with_the_place(self, before: bytes) -> None:
        whole = len(TEXT[:300].encode())
        told = refusal(before + SEED[:whole] + b"\xff" + SEED[whole:])
        assert f"a b.txt is UTF-8, but damaged at byte {len(before) + whole}." in told
        assert "iconv -c -f UTF-8 -t UTF-8 'a b.txt'" in told

    def test_one_that_was_cut_within_a_letter(self) -> None:
        assert "UTF-8, but damaged at byte 15." in refusal("سلام عليك".encode()[:-1])


class TestArabicOfOneByte:
    @pytest.mark.parametrize("encoding", ["windows-1256", "iso-8859-6"])
    @pytest.mark.parametrize("text", [TEXT, *TEXT.splitlines()[:9], *TITLES])
    def test_it_is_recognised(self, text: str, encoding: str) -> None:
        assert decode(text.encode(encoding), "a.txt") == (text, encoding)

    @pytest.mark.parametrize(
        "text",
        [
            "همکاري هاي دو کشور گسترش مي يابد",
            "گروه پژوهشي چاپ کرد",
            "قال الوزير إن “الحكومة ستدعم” «المشروع» – حسب قوله…",
            "زار باريس – Café de l’été – مع الوفد",
        ],
    )
    def test_what_only_windows_has(self, text: str) -> None:
        assert decode(text.encode("windows-1256"), "a.txt") == (text, "windows-1256")

    def test_a_long_english_preface(self) -> None:
        text = "All rights reserved.\r\n" * (SAMPLE // 10) + TITLES[0]
        assert decode(text.encode("windows-1256"), "a.txt") == (text, "windows-1256")

    def test_the_strict_decoding_is_of_the_whole(self) -> None:
        data = TEXT.encode("iso-8859-6") * (SAMPLE // len(TEXT) + 2) + b"\xff"
        assert f"ISO-8859-6, but damaged at byte {len(data) - 1}" in refusal(data)


class TestRefusedByName:
    @pytest.mark.parametrize(
        ("text", "encoding", "called"),
        [
            (FRENCH, "latin-1", "ISO-8859-1"),
            (FRENCH.replace("'", "’") + " « l’été »", "cp1252", "WINDOWS-1252"),
            ("café crème", "latin-1", "ISO-8859-1"),
            ("Mañana será otro día en España", "latin-1", "ISO-8859-1"),
            ("Größere Lösungen für München", "latin-1", "ISO-8859-1"),
            (RUSSIAN, "windows-1251", "WINDOWS-1251"),
            (RUSSIAN, "koi8-r", "KOI8-R"),
            (TEXT, "mac-arabic", "MACARABIC"),
            (TEXT, "cp720", "CP720"),
            ("俄罗斯外交部长拉夫罗夫抵达平壤进行正式访问", "gb18030", "GB18030"),
        ],
    )
    def test_by_what_it_seems_to_be(self, text: str, encoding: str, called: str) -> None:
        told = refusal(text.encode(encoding, "ignore"))
        assert f"a b.txt is not UTF-8 but seems to be {called}." in told
        assert f"iconv -f {called} -t UTF-8 'a b.txt' > new.txt" in told

    def test_arabic_of_dos_in_presentation_forms(self) -> None:
        forms = "ﻭﺻﻠﺖ ﺭﺳﺎﻟﺔ ﺍﻟﺮﺋﻴﺲ ﺇﻟﻰ ﻣﺪﻳﻨﺔ ﺑﻴﺮﻭﺕ"
        assert "CP864" in refusal(forms.encode("cp864", "ignore"))

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
    @pytest.mark.parametrize("mark", ["\ufeff", ""])
    @pytest.mark.parametrize("text", [TEXT, "سلام", "hello"])
    def test_more_bytes_a_character(self, text: str, mark: str, encoding: str) -> None:
        called = encoding.upper().replace("-LE", "LE").replace("-BE", "BE")
        assert f"iconv -f {called} -t UTF-8" in refusal((mark + text).encode(encoding))

    def test_what_no_guess_fits(self) -> None:
        told = refusal(bytes(range(0x80, 0x100)) * 3)
        assert "a b.txt is not UTF-8" in told
        assert "iconv -f" in told

    @pytest.mark.parametrize(
        "data",
        [
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\x06",
            b"PK\x03\x04\x14\0\x08\x08\x08\0\xa1\xb2word/document.xml",
            b"text with a NUL\0",
            b"\x1f\x8b\x08" + bytes(range(256)),
            b"\x01\x02\x03\x04\x05 is no text",
        ],
    )
    def test_what_is_not_a_text(self, data: bytes) -> None:
        assert "a b.txt is not a text" in refusal(data)

    def test_a_few_control_characters_are_still_a_text(self) -> None:
        assert decode(b"form\x0cfeed \x1b[0m\x1a", "a.txt")[1] == "utf-8"


class TestFiles:
    def test_an_article_has_the_name_it_is_given(self, tmp_path: Path) -> None:
        path = tmp_path / "x.txt"
        path.write_bytes(TEXT.encode("windows-1256"))
        article = read(path, "news/x.txt")
        assert (article.path, article.text, article.encoding) == (
            "news/x.txt",
            TEXT,
            "windows-1256",
        )

    def test_an_empty_file_is_an_article(self, tmp_path: Path) -> None:
        path = tmp_path / "empty.txt"
        path.touch()
        assert read(path, "empty.txt").text == ""

    def test_the_refusal_of_its_bytes_names_the_article(self, tmp_path: Path) -> None:
        path = tmp_path / "x.txt"
        path.write_bytes(RUSSIAN.encode("koi8-r"))
        with pytest.raises(HashiyaError, match=r"^news/x\.txt is not UTF-8"):
            read(path, "news/x.txt")

    def test_no_such_file(self, tmp_path: Path) -> None:
        for path in (tmp_path / "none.txt", Path(__file__) / "below.txt"):
            with pytest.raises(HashiyaError, match=r"^There is no file .*\.txt\.$"):
                read(path, "none.txt")

    def test_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(HashiyaError, match=f"^{tmp_path} is a folder"):
            read(tmp_path, "x")

    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(HashiyaError, match="pipe is not a regular file"):
            read(tmp_path / "pipe", "pipe")

    @pytest.mark.parametrize(
        ("error", "told"),
        [
            (PermissionError(13, "no"), "no permission"),
            (OSError(5, "Input/output error"), "cannot be read: "),
        ],
    )
    def test_what_the_system_refuses(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, told: str
    ) -> None:
        path = tmp_path / "x.txt"
        path.touch()

        def fail(_: Path) -> bytes:
            raise error

        monkeypatch.setattr(Path, "read_bytes", fail)
        with pytest.raises(HashiyaError, match=rf"x\.txt.*{told}"):
            read(path, "x.txt")

    def test_names_that_no_file_can_have(self, tmp_path: Path) -> None:
        for name in ("x" * 5000, "a\0b"):
            with pytest.raises(HashiyaError):
                read(tmp_path / name, name)
