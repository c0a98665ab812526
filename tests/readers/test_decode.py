import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.errors import ConfigError, InputError
from corpuskit.model import Document, Origin
from corpuskit.readers import encode_back, read_stream
from corpuskit.readers.decode import decode, majority_newline
from tests.strategies import texts

TEXT = "发展新质生产力，是推动高质量发展的内在要求和重要着力点。\n中国的科技创新\n"
TRADITIONAL = "這是我們國家的第一次。大家都來了，在這裡說話的人不少。\n"
JAPANESE = "これは日本語の文章です。新しい技術を学びました。\n"


def read(data: bytes, encoding: str = "utf-8") -> Document:
    return read_stream(data, encoding=encoding)


@pytest.mark.parametrize(
    "text",
    ["一\r\n二\r三\n四", "一\u2028二\x85三\x0c四", "\n\n", " \t\u3000", "", "发\x00展新质生产力，推动"],
)
def test_line_ends_and_blanks_stay_as_they_are(text: str) -> None:
    assert read(text.encode()).text == text


def test_a_bom_is_no_part_of_the_text() -> None:
    document = read(codecs.BOM_UTF8 + TEXT.encode())
    assert document.text == TEXT
    assert document.origin == Origin("utf-8", True, "\n")


def test_a_second_bom_is_a_character() -> None:
    assert read(codecs.BOM_UTF8 * 2).text == "\ufeff"


@pytest.mark.parametrize(
    ("data", "encoding", "name"),
    [
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16", "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16", "utf-16-be"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32", "utf-32-le"),
        (TEXT.encode("utf-16-le"), "utf-16", "utf-16-le"),
        (TEXT.encode("gb18030"), "GB18030", "gb18030"),
        (TEXT.encode("gb2312"), "gbk", "gbk"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig", "utf-8"),
    ],
)
def test_encodings(data: bytes, encoding: str, name: str) -> None:
    document = read(data, encoding)
    assert (document.text, document.origin.encoding) == (TEXT, name)
    assert encode_back(document, TEXT) == data


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (TEXT.encode("gb18030"), "try --encoding gb18030"),
        ("重庆".encode("gbk"), "try --encoding gb18030"),
        (TRADITIONAL.encode("big5"), "try --encoding big5"),
        (JAPANESE.encode("shift_jis"), "try --encoding shift_jis"),
        (JAPANESE.encode("euc_jp"), "try --encoding euc_jp"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "try --encoding utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "try --encoding utf-16"),
        (codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), "try --encoding utf-32"),
        ((TEXT + "2024\n").encode("utf-16-le"), "try --encoding utf-16-le"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\xfd", "is it a text?"),
        ("café à la carte".encode("latin-1"), "is it a text?"),
        ("科创板".encode()[:-1], "byte 6 (0xe6); the file ends inside of a character"),
    ],
)
def test_bytes_that_are_not_utf8_get_the_encoding_to_try(data: bytes, advice: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    assert str(caught.value).endswith(advice)


def test_the_error_names_line_and_byte() -> None:
    with pytest.raises(InputError) as caught:
        read("发展\n新质".encode() + b"\xff" + "生产力".encode())
    assert str(caught.value).startswith("<stdin>:2: not utf-8: byte 13 (0xff); ")
    with pytest.raises(InputError, match=r"not utf-8: byte 6 \(0xff\); "):
        read(codecs.BOM_UTF8 + "发".encode() + b"\xff")


@pytest.mark.parametrize("encoding", ["utf-8", "UTF8", "utf-8-sig", "auto"])
def test_a_file_that_ends_inside_of_a_character_is_told_so(encoding: str) -> None:
    with pytest.raises(InputError, match="the file ends inside of a character"):
        read("科创板，科创板".encode()[:-1], encoding)


def test_utf8_read_as_another_encoding_is_told_so() -> None:
    with pytest.raises(InputError, match=r"not shift_jis: .*try --encoding utf-8$"):
        read(TEXT.encode(), "shift_jis")


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"\0" * 100, "it looks binary"),
        (b"ab\0" * 40, "it looks binary"),
        ("1,5\n".encode("utf-16-le") * 5, "try --encoding utf-16-le"),
        ("1,5\n".encode("utf-16-be") * 5, "try --encoding utf-16-be"),
    ],
)
def test_a_file_of_zeros_is_no_text(data: bytes, advice: str) -> None:
    with pytest.raises(InputError, match=rf"characters are U\+0000: not a text; {advice}$"):
        read(data)


def test_a_zero_here_and_there_is_a_finding_not_a_fault() -> None:
    text = "发展\0新质生产力，推动高质量发展。"
    assert read(text.encode()).text == text


def test_half_a_character_is_refused_with_its_line() -> None:
    with pytest.raises(InputError, match=r"2: U\+D800, half of a character"):
        read("科创\n".encode("utf-7") + b"+2AA-abc", "utf-7")


@pytest.mark.parametrize("name", ["gb18031", "", "rot13", "base64", "zip", "undefined", "idna", "a\0b"])
def test_unknown_encodings_are_a_fault_of_the_option(name: str) -> None:
    with pytest.raises(ConfigError, match="--encoding"):
        read(b"abc", name)


@given(texts(), st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-32-be"]), st.booleans())
def test_what_was_read_is_written_back_byte_for_byte(text: str, encoding: str, bom: bool) -> None:
    boms = {"utf-8": codecs.BOM_UTF8, "utf-16": codecs.BOM_UTF16_BE}
    names = {"utf-16": "utf-16-be"}
    name = names.get(encoding, encoding)
    data = (boms.get(encoding, b"") if bom else b"") + text.encode(name, "ignore")
    try:
        document = read(data, encoding)
    except InputError:
        return
    assert encode_back(document, document.text) == data


def test_a_character_that_the_encoding_has_not_is_refused() -> None:
    document = Document("a", "科创", "old.txt", {}, Origin("gb2312"))
    with pytest.raises(InputError, match=r"^old.txt:3: gb2312 has no U\+1F469"):
        encode_back(document, "科\r\n创\n👩")


@pytest.mark.parametrize("origin", [Origin("utf-8"), Origin("utf-16-le")])
def test_a_text_that_would_begin_with_a_bom_is_refused(origin: Origin) -> None:
    with pytest.raises(InputError, match="would not give the cleaned text back"):
        encode_back(Document("a", "", "", {}, origin), "\ufeff科创")


@pytest.mark.parametrize(
    ("text", "newline"),
    [("", "\n"), ("a", "\n"), ("\r\n\n", "\r\n"), ("\r\n\n\n", "\n"), ("\r\r\n\r", "\r"), ("\n\r", "\n")],
)
def test_the_newline_is_the_majority(text: str, newline: str) -> None:
    assert majority_newline(text) == newline


PROSE = "发展新质生产力是推动高质量发展的内在要求和重要着力点，必须继续做好创新这篇大文章。\n"


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (PROSE, "utf-8", "utf-8"),
        (PROSE, "utf-8-sig", "utf-8"),
        (PROSE, "gb18030", "gb18030"),
        ("我們在這裡說的是中國的大事，不是別的國家的事，有人來了。\n", "big5", "big5"),
        ("これは日本語の文章です。とても長いです。\n", "shift_jis", "shift_jis"),
        (PROSE, "utf-16", "utf-16-le"),
        ("line one\nline two 12345\n", "utf-16-be", "utf-16-be"),
        ("", "utf-8", "utf-8"),
    ],
)
def test_auto_finds_the_encoding_and_writes_it_back(text: str, encoding: str, name: str) -> None:
    data = text.encode(encoding)
    decoded, origin = decode(data, "auto", file="a.txt")
    assert (decoded, origin.encoding) == (text, name)
    assert encode_back(Document("a", decoded, origin=origin), decoded) == data


@pytest.mark.parametrize("data", [b"\xb0\xa1\n", bytes(range(128, 256)) * 3])
def test_auto_refuses_what_it_cannot_tell(data: bytes) -> None:
    with pytest.raises(InputError, match=r"a\.txt:1: not utf-8: byte 0 \(0x"):
        decode(data, "auto", file="a.txt")


def test_auto_names_the_encodings_of_which_it_cannot_tell_which() -> None:
    with pytest.raises(InputError, match=r"what fits: gb18030, euc_jp; name one with --encoding$"):
        decode("设、".encode("gb18030"), "auto", file="a.txt")
