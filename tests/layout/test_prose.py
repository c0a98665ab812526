"""What holds for every text, and clean prose that comes back from any width."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpuskit
from corpuskit.layout import analyse
from corpuskit.layout.normal import repaired
from corpuskit.rules import load_rules
from tests.growth import grows_linearly
from tests.layout.known_misses import FILE, harmed, missed_mutants, poems, source
from tests.layout.misses import MUTANTS, POEMS, PROSE
from tests.layout.prose import ENGLISH, SAMPLES, comes_back, settings, wrapped
from tests.layout.sample import SEED
from tests.layout.texts import HERE, read
from tests.samples import WRAPPED
from tests.strategies import texts

RULES = load_rules(select=["LB"])
HYPHENS = "-\u2010\u00ad"


HOSTILE = read(HERE / "hostile.jsonl")
MISSED = read(HERE / "hostile_missed.jsonl")
VERSE = [*read(HERE / "english_verse.jsonl"), *read(HERE / "verse_in_prose.jsonl")]
miss = pytest.mark.xfail(strict=True, reason="python -m tests.layout.known_misses writes these anew")
broken = st.sampled_from(list(settings())).map(lambda s: wrapped(SAMPLES[s[0]].paragraphs, s[2], s[1]))
written = st.sampled_from([row["raw"] for row in [*HOSTILE, *MISSED, *VERSE]])
several = st.lists(st.one_of(texts(20), broken, written), min_size=1, max_size=3)
any_text = several.map("\n".join)


def any_width() -> list[Any]:
    """Every sample, style and width; the known misses are expected to fail."""
    return [
        pytest.param(*setting, marks=miss) if setting[2] in PROSE[setting[:2]] else setting
        for setting in settings()
    ]


@pytest.mark.parametrize(("name", "style", "width"), any_width())
def test_clean_prose_comes_back_from_any_width(name: str, style: str, width: int) -> None:
    assert comes_back(name, style, width)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\n\u3000\u3000"])
def test_clean_prose_that_nothing_broke_stays(name: str, between: str) -> None:
    text = between.join(SAMPLES[name].paragraphs) + "\n"
    assert corpuskit.fix(text, rules=RULES) == text


def test_the_known_misses_are_few_and_written_by_their_command() -> None:
    tried = Counter(setting[:2] for setting in settings())
    assert set(PROSE) == set(tried)
    assert sum(map(len, PROSE.values())) < sum(tried.values()) // 8
    assert FILE.read_text("utf-8") == source(PROSE, POEMS, MUTANTS)


@given(any_text)
def test_edits_touch_blanks_and_line_end_hyphens_alone(text: str) -> None:
    """So nothing is lost, invented or put elsewhere, whatever the model says."""
    [layout] = analyse([text])
    for edit in (*layout.glues, *layout.separators, *layout.leading):
        gone = "".join(text[edit.start : edit.end].split())
        assert gone in ("", *HYPHENS)
        assert not edit.new.strip()
    ink = [c for c in text if not c.isspace() and c not in HYPHENS]
    assert [c for c in repaired(text, layout) if not c.isspace() and c not in HYPHENS] == ink


@given(any_text)
def test_fix_twice_is_fix_once(text: str) -> None:
    once = corpuskit.fix(text, rules=RULES)
    assert corpuskit.fix(once, rules=RULES) == once


def test_a_batch_of_all_texts_is_its_texts_one_by_one() -> None:
    batch = [*(row["raw"] for row in [*VERSE, *HOSTILE, *MISSED]), SEED]
    batch += [wrapped(SAMPLES[name].paragraphs, width, style) for name, style, width in list(settings())[::9]]
    together = [repaired(text, layout) for text, layout in zip(batch, analyse(batch), strict=True)]
    assert together == [repaired(text, analyse([text])[0]) for text in batch]
    turned = [repaired(text, layout) for text, layout in zip(batch[::-1], analyse(batch[::-1]), strict=True)]
    assert turned == together[::-1]


def test_english_poems_alone_are_left_alone() -> None:
    assert harmed(poems()) == POEMS


def test_hostile_texts_are_left_alone_in_other_clothes() -> None:
    assert missed_mutants() == MUTANTS


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"], marks=miss) for row in MISSED])
def test_hostile_texts_that_are_known_misses(row: dict[str, Any]) -> None:
    assert corpuskit.fix(row["raw"], rules=RULES) == row["raw"]


@pytest.mark.parametrize(
    "line",
    [
        "-" * 24,
        "=" * 24,
        "* * *",
    ],
)
def test_a_line_of_signs_alone_is_not_joined(line: str) -> None:
    text = wrapped(ENGLISH[:2], 60, "blank") + f"\nWhat the ledger remarked\n{line}\n\n"
    assert f"\n{line}\n" in corpuskit.fix(text + wrapped(ENGLISH[2:], 60, "blank"), rules=RULES)


LARGE = {
    "blank lines": ("\n", 100_000),
    "blank lines between two": ("科\n\n", 30_000),
    "one line of 20 MB": ("发展新质生产力，推动高质量发展。", 20_000_000 // 48 // 2),
    "one wrapped text": (WRAPPED, 1_500),
    "verse": ("白日依山尽，\n黄河入海流。\n", 8_000),
}


@pytest.mark.parametrize("shape", LARGE)
def test_time_grows_with_lines_and_with_length(shape: str) -> None:
    piece, count = LARGE[shape]
    assert grows_linearly(lambda times: analyse([piece * times]), count)
