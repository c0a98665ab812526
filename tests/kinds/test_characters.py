import pytest
from hypothesis import given

from corpuskit.kinds import characters
from corpuskit.kinds.characters import CharactersRule
from corpuskit.model import Edit, Fix, Options
from tests.kinds.views import look, problems, repaired, view_of
from tests.strategies import texts


def rule(class_: str = "", *, code: str = "CH1", fix: Fix = Fix.SAFE, **keys: object) -> CharactersRule:
    return CharactersRule(code=code, name="x", message="", why="", fix=fix, class_=class_, **keys)  # type: ignore[arg-type]


ZERO_WIDTH = rule("zero-width")
RADICALS = rule("kangxi-radicals")
IDEOGRAPHS = rule("compatibility-ideographs")
EVERYTHING = [
    rule(name, code=f"CH{index}", fix=Fix.SAFE if one.new else Fix.NONE)
    for index, (name, one) in enumerate(characters.CLASSES.items())
    if name != "ideographic-variations"
]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("科技\u200b创新", "科技创新"),
        ("\ufeff新质\u2060\u200b生产力\u200c", "新质生产力"),
        ("科\u200d技", "科技"),
        ("👩\u200d", "👩"),
        ("a\u200db", "ab"),
    ],
)
def test_zero_width_debris_goes(text: str, clean: str) -> None:
    assert repaired(characters, [ZERO_WIDTH], text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d🔬",
        "👩🏽\u200d🔬",
        "🏳\ufe0f\u200d🌈",
        "می\u200cخواهم",
        "क्\u200dष",
        "ภาษา\u200bไทย",
        "葛\U000e0100城",
        "☎\ufe0e",
        "soft\u00adware",
        "科技\u3000创新\u00a0\u2003\t\n\r\x0b\x0c\x85\u2028\u2029",
        "科创\u034f",
    ],
)
def test_what_does_its_work_stays(text: str) -> None:
    assert look(characters, EVERYTHING, text) == []


def test_a_run_is_one_hit() -> None:
    (found,) = look(characters, [ZERO_WIDTH], "科\u200b\u200b\u2060技")
    assert found[:2] == (1, 4)
    assert found.details == {
        "found": "\u200b\u200b\u2060",
        "codepoints": "U+200B U+200B U+2060",
        "count": 3,
        "replacement": "",
    }
    assert found.edits == (Edit(1, 4, ""),)


def test_a_long_run_is_named_in_short() -> None:
    (found,) = look(characters, [rule("private-use", fix=Fix.NONE)], "\ue000" * 9)
    assert str(found.detail("codepoints")).count("U+E000") == 8
    assert found.edits == ()


def test_every_character_has_its_own_edit() -> None:
    (found,) = look(characters, [RADICALS], "是⼀⼆")
    assert found.edits == (Edit(1, 2, "一"), Edit(2, 3, "二"))
    assert found.detail("replacement") == "一二"


@pytest.mark.parametrize(
    "text", ["\uf90a\t金", "金,\uf90a", "\uf90a → 金", "\u2f00（一）", "一：\u2f00。人口"]
)
def test_a_character_beside_its_equivalent_is_spoken_of(text: str) -> None:
    """As in tables of variants, of which a fix would leave two equal columns."""
    assert repaired(characters, [RADICALS, IDEOGRAPHS], text) == text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("\uf90a金", "金金"),
        ("资\uf90a，金融", "资金，金融"),
        ("\uf90a    金", "金    金"),
        ("\uf90a，银", "金，银"),
    ],
)
def test_a_character_that_is_not_right_beside_it_is_mended(text: str, clean: str) -> None:
    assert repaired(characters, [IDEOGRAPHS], text) == clean


def test_radicals_are_all_of_the_block() -> None:
    block = "".join(map(chr, range(0x2F00, 0x2FD6)))
    clean = repaired(characters, [RADICALS], block)
    assert clean[:3] == "一丨丶"
    assert not set(clean) & set(block)


def test_the_twelve_unified_ideographs_stay() -> None:
    twelve = "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩"
    assert [f"{ord(one):X}" for one in twelve][0::11] == ["FA0E", "FA29"]
    assert look(characters, [IDEOGRAPHS], twelve) == []
    assert repaired(characters, [IDEOGRAPHS], "\uf90a融\U0002f804") == "金融你"


def test_controls_are_not_line_or_page_ends() -> None:
    (found,) = look(characters, [rule("controls")], "a\tb\nc\x0bd\x0ce\rf\x85g\x00h\x07i")
    assert found.detail("found") == "\x07"


def test_a_map_of_the_rule() -> None:
    own = rule(map={"⻓": "长", "\u2061": ""})
    assert problems(characters, own) == ""
    assert repaired(characters, [own], "⻓\u2061江") == "长江"


def test_a_table_of_the_rule() -> None:
    options = Options({("CH1", "radicals.tsv"): ("# from\tto", "⻓\t长", "", "⻔\t门\tnote")})
    own = rule(table="radicals.tsv")
    assert problems(characters, own, options) == ""
    assert repaired(characters, [own], "⻓⻔", options) == "长门"


def test_rules_that_share_a_character_both_speak() -> None:
    both = [rule("kangxi-radicals"), rule(code="CH2", map={"⼀": "一"})]
    assert len(look(characters, both, "⼀")) == 2


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (rule(), "exactly one of"),
        (rule("nul", map={"⼀": "一"}), "exactly one of"),
        (rule("kangxi"), "class: 'kangxi'; allowed: bidi-controls, compatibility-ideographs"),
        (rule("private-use"), "fix: nothing can stand for private-use; allowed: none"),
        (rule(map={"ab": "c"}), "one character stands for one"),
        (rule(map={"⼀": "一一"}), "one character stands for one"),
        (rule(map={"\n": ""}), "left to the layout"),
        (rule(map={"\u3000": " "}), "left to the layout"),
        (rule(map={"\u00ad": ""}), "left to the layout"),
        (rule(map={"葛": "\ufe0f"}), "left to the layout"),
        (rule(map={"葛": ""}), "only characters without width"),
        (rule(map={"Ａ": "A"}), "U+0041 is not as wide"),
    ],
)
def test_faults(wrong: CharactersRule, problem: str) -> None:
    assert problem in problems(characters, wrong)


def test_a_fault_of_a_table_names_its_line() -> None:
    options = Options({("CH1", "t.tsv"): ("⻓\t长", "ab\tc")})
    assert "t.tsv:2: U+0061 U+0062" in problems(characters, rule(table="t.tsv"), options)


CUES = " \t\n\r\x0b\x0c\x85\u2028\u2029\u3000\u00ad\ufe0f\U000e0100"
FIND = characters.compile(EVERYTHING, Options())


def repaired_by_all(text: str) -> str:
    (hits,) = FIND([view_of(text)])
    for edit in sorted((one for row in hits.edits for one in row), reverse=True):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


@given(texts())
def test_twice_is_once(text: str) -> None:
    once = repaired_by_all(text)
    assert repaired_by_all(once) == once


@given(texts())
def test_cues_of_the_layout_stay(text: str) -> None:
    cues = [one for one in text if one in CUES]
    after = repaired_by_all(text)
    assert [
        one for one in after if one in " \t\n\r\x0b\x0c\x85\u2028\u2029\u3000\u00ad\ufe0f\U000e0100"
    ] == cues


@pytest.mark.parametrize("text", ["科技\u202e创新", "\u2067科技\u2069"])
def test_bidi_controls_are_debris_where_nothing_runs_from_right_to_left(text: str) -> None:
    controls = rule("bidi-controls", fix=Fix.NONE)
    assert look(characters, [controls], text)
    assert look(characters, [controls], text + "שלום") == []


@pytest.mark.parametrize(
    "extension", ["\u3400", "\U00020000", "\U0002ebf0", "\U00030000", "\U00031350", "\U000323b0"]
)
def test_a_selector_varies_han_of_every_extension(extension: str) -> None:
    stray = rule("stray-variation-selectors", fix=Fix.NONE)
    assert look(characters, [stray], f"{extension}\U000e0100") == []
    assert len(look(characters, [stray], f"{extension}\n\U000e0100")) == 1


def test_lone_surrogates_and_noncharacters_are_found() -> None:
    (found,) = look(characters, [rule("surrogates", fix=Fix.NONE)], "a\ud83d\ude00b😀")
    assert (found.start, found.end, found.detail("codepoints")) == (1, 3, "U+D83D U+DE00")
    found_in = look(characters, [rule("noncharacters", fix=Fix.NONE)], "\ufffe科\ufdd0技\U0010ffff")
    assert [one.start for one in found_in] == [0, 2, 4]
