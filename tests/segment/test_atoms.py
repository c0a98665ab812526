"""Clusters, Latin words and numbers: what no boundary may cut."""

import time
import unicodedata
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.model import CodeArray
from corpuskit.segment import atoms
from corpuskit.unicode import code_points

MARKED = "e\u0301葛\U000e0100👩\u200d🔬🇨🇳🇯🇵👍🏽❤\ufe0f科🏴\U000e0067\U000e007f\u200d1"


def parts(text: str, inside: atoms.Flags) -> list[str]:
    starts = [*np.flatnonzero(~inside).tolist(), len(text)]
    return [text[first:last] for first, last in pairwise(starts)]


@given(st.text(MARKED, max_size=12))
def test_clusters_are_those_of_unicode(text: str) -> None:
    regex = pytest.importorskip("regex")
    assert parts(text, atoms.inside_clusters(code_points(text))) == regex.findall(r"\X", text)


@pytest.mark.parametrize(
    "clusters", [["👩\u200d🔬", "科", "👩\u200d🔬"], ["🇨🇳", "🇯🇵", "科", "🇨🇳"], ["1", "🇨🇳", "🇯"]]
)
def test_clusters_know_nothing_of_those_before_them(clusters: list[str]) -> None:
    assert parts("".join(clusters), atoms.inside_clusters(code_points("".join(clusters)))) == clusters


@pytest.mark.parametrize(
    "text",
    [
        "2.45%",
        "3,000",
        "5G",
        "COVID-19",
        "It's",
        "LD50",
        "Frito-Lay",
        "１２．５％",
        "1,234.5‰",
    ],
)
def test_a_latin_word_or_a_number_is_one(text: str) -> None:
    assert parts(text, atoms.inside_runs(code_points(text))) == [text]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2006-2007", ["2006", "-", "2007"]),
        ("5.", ["5", "."]),
        (".5", [".", "5"]),
        ("a,b", ["a", ",", "b"]),
        ("-A", ["-", "A"]),
        ("%5", ["%", "5"]),
        ("a--b", ["a", "-", "-", "b"]),
        ("科5创", ["科", "5", "创"]),
    ],
)
def test_and_what_is_not_one(text: str, wanted: list[str]) -> None:
    assert parts(text, atoms.inside_runs(code_points(text))) == wanted


@pytest.mark.parametrize("find", [atoms.inside_clusters, atoms.inside_runs])
@given(text=st.text(max_size=12))
def test_the_first_character_goes_on_with_nothing(
    find: Callable[[CodeArray], atoms.Flags], text: str
) -> None:
    assert not find(code_points(text))[:1].any()


def test_no_mark_is_forgotten() -> None:
    marks = [code for code in range(0x110000) if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me")]
    for code in marks:
        assert atoms.inside_clusters(np.array([ord("科"), code], np.uint32))[1], hex(code)


def test_marks_are_the_same_whatever_the_unicode_of_the_python() -> None:
    text = "e\u0897\u1acf\U00011f03\U00010efc"
    assert parts(text, atoms.inside_clusters(code_points(text))) == [text]
    every = np.arange(0x110000, dtype=np.uint32)
    assert atoms._extending().take(every).sum() == 2683


#: Joiners, variation selectors, skin tones, tags of flags, letters of flags.
EXTENDING = ["\u200c\u200d", "\ufe00\ufe0f", "\U0001f3fb\U0001f3ff", "\U000e0020\U000e007f"]
LETTERS = "\U0001f1e6\U0001f1ff"


@pytest.mark.parametrize("edges", [*EXTENDING, LETTERS])
def test_what_goes_on_with_the_character_before_it_is_that_of_unicode_to_the_edge(edges: str) -> None:
    regex = pytest.importorskip("regex")
    first, last = map(ord, edges)
    before = LETTERS[0] if edges == LETTERS else "科"
    for code in range(first - 1, last + 2):
        text = before + chr(code)
        assert parts(text, atoms.inside_clusters(code_points(text))) == regex.findall(r"\X", text), hex(code)


def test_two_joiners_join_nothing() -> None:
    text = "❤\u200d❤❤\u200d\u200d❤"
    assert parts(text, atoms.inside_clusters(code_points(text))) == ["❤\u200d❤", "❤\u200d\u200d", "❤"]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("他(见[12])", "([])"),
        ('说"好"', '""'),
        ("foo(bar) {x}", "(){}"),
        ("有f(x)和ff(x)", "()"),
        ("(https://a.b/c_(d))", "()"),
        ("[a](https://a.b/c)", "[]()"),
        ("a:/b_(c) a:b/c_(d)", "()()"),
        ("f(x)是a:b", ""),
        ("http://a.b/!(c)/~(d)，(e)", "()"),
        ("（好）“好”，", "（）“”"),
        ("", ""),
    ],
)
def test_brackets_and_quotes_stand_alone(text: str, own: str) -> None:
    flags = atoms.alone(code_points(text))
    assert "".join(one for one, flag in zip(text, flags, strict=True) if flag) == own


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("〔2024〕3号，【重要】", "〔〕【】"),
        ("好😀😃👍🏽！❤️‍🔥", "😀😃👍🏽"),
        ("去🇨🇳，👨‍👩‍👧一家", "🇨🇳👨‍👩‍👧"),
        ("각, see https://a.b/c?d=e, no; wow!!!", ",,;"),
        ("a,b 1,234 8:30", ""),
        (", come in!", ",!"),
        ("👍🏽好", "👍🏽"),
    ],
)
def test_brackets_emoji_and_marks_before_a_blank_stand_alone(text: str, own: str) -> None:
    flags = atoms.alone(code_points(text))
    assert "".join(one for one, flag in zip(text, flags, strict=True) if flag) == own


@pytest.mark.parametrize("text", ["8:30", "00:00:01,000", "3:2", "-8:30-17:30"])
def test_figures_around_a_colon_are_one_run(text: str) -> None:
    runs = "".join("+" if inside else "." for inside in atoms.inside_runs(code_points(text)))
    assert runs.replace(".", " ").split() == ["+" * (len(part) - 1) for part in text.strip("-").split("-")]


def test_brackets_of_an_address_in_an_address_are_its_own() -> None:
    text = "见https://a.b/(https://c.d/e_(f))，[1]"
    flags = atoms.alone(code_points(text))
    assert "".join(one for one, flag in zip(text, flags, strict=True) if flag) == "[]"


def test_addresses_in_addresses_are_read_once() -> None:
    codes = code_points("(" + "://" * 4_000)
    began = time.process_time()
    atoms.alone(codes)
    assert time.process_time() - began < 1
