import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.kinds import mojibake
from corpuskit.kinds.mojibake import MojibakeRule
from corpuskit.model import Fix
from tests.kinds.views import look, problems, repaired
from tests.strategies import texts

PLAIN = "科技创新是发展新质生产力的核心要素"


def rule(*readings: str, fix: Fix = Fix.UNSAFE) -> MojibakeRule:
    return MojibakeRule(code="CH1", name="x", message="", why="", fix=fix, readings=readings)  # type: ignore[arg-type]


RULE = rule(
    "utf-8 as gb18030",
    "utf-8 as windows-1252",
    "gb18030 as windows-1252",
    "big5 as gb18030",
    "gb18030 as big5",
)
TRADITIONAL = "這間酒店的設備很好，我們住得很舒服"


def latin(data: bytes) -> str:
    """``data`` as programs read it by windows-1252: bytes that it leaves out are control characters."""
    return "".join(
        bytes([one]).decode("latin-1" if one in b"\x81\x8d\x8f\x90\x9d" else "cp1252") for one in data
    )


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        (PLAIN[:6].encode().decode("gb18030"), PLAIN[:6]),
        (latin(PLAIN.encode()), PLAIN),
        (latin(PLAIN.encode("gb18030")), PLAIN),
        (TRADITIONAL.encode("big5").decode("gb18030"), TRADITIONAL),
        (PLAIN[:10].encode("gb18030").decode("big5"), PLAIN[:10]),
        (latin("“".encode()), "“"),
        (latin("é".encode()), "é"),
    ],
)
def test_what_was_read_by_the_wrong_encoding_is_told_and_may_be_put_right(text: str, reads: str) -> None:
    (found,) = look(mojibake, [RULE], f"a {text} b")
    assert found.detail("reads") == reads
    assert repaired(mojibake, [RULE], f"a {text} b") == f"a {reads} b"


def test_what_was_lost_is_not_written() -> None:
    odd = PLAIN[:7].encode().decode("gb18030", "replace")
    (found,) = look(mojibake, [RULE], odd)
    assert str(found.detail("reads")).startswith(PLAIN[:6]) and found.edits == ()
    (found,) = look(mojibake, [RULE], "锟斤拷锟斤拷")
    assert found.edits == ()


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "國家實驗室發展新質生產力，推動科技創新。",
        "联通、移动、電信",
        "これはペンです。科学技術の発展。",
        "大韓民國 서울",
        "睹了——居、本——東京，Москва、Ελλάδα",
        "王珺、李喆、張堃、ㄅㄆㄇㄈ、┌──┐、α粒子、①②③、ＡＢＣ",
        "気温が変わった。ソ連のГОСТ規格、アルファα線を測る。",
        "洞穴到山頂──都很常見，第一冊──海德瑞克二世，玻利維亞─玻利維亞銀幣",
        "卡号××××××，依照《中华人民共和国刑法》××××、××××××之规定",
        "Ça où déjà vu; ÀÉÎÕÜ; «É»; CAFÉ™; IRMÃ; œuvre – “Übergröße”",
        "30×40±2°；·；¥100；£5；©2024；½",
        "Tiếng Việt; Íslenska þýðing; Příliš žluťoučký kůň",
        "\ud83d",
    ],
)
def test_what_is_right(text: str) -> None:
    assert look(mojibake, [RULE], text) == []


def test_the_bars_of_a_drawn_table_are_no_misread_characters() -> None:
    """Bar, word and bar are Big5 that was read as GB 18030, by their bytes alone."""
    table = "┌────┬────┐\n│名称│端口│\n├────┼────┤\n│代码│工具│\n└────┴────┘\n"
    assert look(mojibake, [RULE], table) == []


@given(st.text("科技创新产业发展，。的一是不了在人有我他这中大来上国", min_size=8, max_size=40))
def test_any_line_of_utf8_read_as_latin_is_found(text: str) -> None:
    (found,) = look(mojibake, [RULE], latin(text.encode()))
    assert found.detail("reads") == text


@given(texts())
def test_any_text_is_looked_at(text: str) -> None:
    for found in look(mojibake, [RULE], text):
        assert 0 <= found.start < found.end <= len(text)


def test_faults() -> None:
    assert "readings" in problems(mojibake, rule())
    assert "a guess" in problems(mojibake, rule("utf-8 as gb18030", fix=Fix.SAFE))
