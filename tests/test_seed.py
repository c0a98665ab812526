"""The whole job on the real text: two newspaper articles as a PDF gave them away."""

from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

import corpuskit
from corpuskit.annotator import annotate_many
from corpuskit.checker import check
from corpuskit.formats import conllu, docbin
from corpuskit.model import Annotated, Document, Severity
from corpuskit.reports import render
from corpuskit.rules import load_rules
from corpuskit.segment import load_segmenter
from corpuskit.unicode import display_width
from tests import golden
from tests.formats.test_conllu import converted, faults
from tests.samples import SEED

SOURCE = SEED.read_bytes().decode()
RULES = load_rules()


@pytest.fixture(scope="module")
def seed() -> Annotated:
    document = Document(SEED.stem, SOURCE, f"seeds/{SEED.name}")
    return annotate_many([check(document, RULES)], RULES, load_segmenter())[0]


def test_it_is_sixteen_blocks_in_the_order_of_the_source(seed: Annotated) -> None:
    assert [block.type for block in seed.checked.blocks] == [
        *["paragraph"] * 4, "note", "source", "heading",
        *["paragraph"] * 5, "note", "source", "heading", "byline",
    ]  # fmt: skip


def test_250_line_breaks_are_joined_and_no_other_character_changes_but_one_blank(seed: Annotated) -> None:
    text = seed.checked.text
    assert len([line for line in SOURCE.split("\n") if line.strip()]) == 266
    assert len([line for line in text.split("\n") if line.strip()]) == 16
    assert "".join(text.split()) == "".join(SOURCE.split())


def test_the_cleaned_text(seed: Annotated) -> None:
    golden.check("seed.txt", seed.checked.text)


def test_the_findings_one_for_each_cause(seed: Annotated) -> None:
    golden.check("seed-findings.txt", "".join(render("concise", [seed.checked], RULES)))
    counts = Counter(found.severity for found in seed.checked.diagnostics)
    assert counts[Severity.WARNING] == 14
    assert all(found.fixed for found in seed.checked.diagnostics if found.severity is not Severity.INFO)


def test_the_entities_with_those_that_a_line_break_cut(seed: Annotated) -> None:
    starts, ends = seed.checked.alignment.to_source(
        [label.start for label in seed.labels], [label.end for label in seed.labels]
    )
    rows = []
    for label, start, end in zip(seed.labels, starts.tolist(), ends.tolist(), strict=True):
        source = SOURCE[start:end]
        assert "".join(source.split()) == seed.checked.text[label.start : label.end].replace(" ", "")
        rows.append(f"{label.label:4} {label.code} {start}:{end} {source.replace(chr(10), '⏎')}\n")
    golden.check("seed-entities.txt", "".join(rows))


@pytest.mark.parametrize("term", ["新质生产力", "现代化产业体系", "人工智能"])
def test_terms_that_a_line_break_cut_are_whole_again(seed: Annotated, term: str) -> None:
    assert seed.checked.text.count(term) > SOURCE.count(term)


def test_tokens_give_their_own_characters_in_the_source(seed: Annotated) -> None:
    text = seed.checked.text
    starts, ends = seed.checked.alignment.to_source(
        [token.start for token in seed.tokens], [token.end for token in seed.tokens]
    )
    for token, start, end in zip(seed.tokens, starts.tolist(), ends.tolist(), strict=True):
        assert "".join(SOURCE[start:end].split()) == text[token.start : token.end].replace(" ", "")
    assert any("\n" in SOURCE[start:end] for start, end in zip(starts, ends, strict=True))


def test_tokens_cover_every_character_that_is_not_blank(seed: Annotated) -> None:
    text = seed.checked.text
    assert "".join(text[token.start : token.end] for token in seed.tokens) == "".join(text.split())


def test_the_library_does_the_same(seed: Annotated) -> None:
    assert corpuskit.fix(SOURCE) == seed.checked.text
    checked = corpuskit.check(SOURCE)
    assert corpuskit.restore(checked.text, checked.changes) == SOURCE


BLOCKS = golden.read("seed.txt").split()
BLOCKS[-2:] = [" ".join(BLOCKS[-2:])]  # the byline keeps its blank


def rewrapped(width: int, *, blank: bool, inset: bool, newline: str) -> str:
    """The blocks as the seed's page would have them in a column of ``width`` Han characters.

    A paragraph's first line is two characters short, since its indent was lost, and no blank line follows
    it; an inset makes three lines of the second paragraph narrower.
    """
    lines: list[str] = []
    for number, block in enumerate(BLOCKS):
        rest, prose = block, len(block) > 60
        while rest:
            first = prose and rest is block
            narrow = inset and number == 1 and 10 <= len(lines) <= 12
            end = _fitting(rest, width - (2 if first else 4 if narrow else 0))
            lines.append(rest[:end])
            if blank and not first:
                lines.append("")
            rest = rest[end:]
        if not (blank or prose):
            lines.append("")
    return newline.join(lines) + newline


def _fitting(text: str, room: int) -> int:
    """How much of ``text`` stands in a line of ``room`` Han characters.

    Marks that may not start a line hang over its end; numbers and Latin words are not cut.
    """
    end = 1
    while end < len(text) and display_width(text[: end + 1]) <= 2 * room:
        end += 1
    while 1 < end < len(text) and f"{text[end - 1]}{text[end]}".isascii():
        end -= 1
    while end < len(text) and text[end] in "，。、；：”）》！？%":
        end += 1
    return end


#: Columns (width, blank lines, inset) in which a line of the inset is taken for the end of a block.
KNOWN_MISSES = {(26, False, True)}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("inset", [False, True])
@pytest.mark.parametrize("blank", [True, False])
@pytest.mark.parametrize("width", [12, 13, 14, 16, 17, 20, 22, 24, 26, 28, 30, 34])
def test_the_same_blocks_come_back_from_other_columns(
    request: pytest.FixtureRequest, width: int, blank: bool, inset: bool, newline: str
) -> None:
    if (width, blank, inset) in KNOWN_MISSES:
        request.applymarker(pytest.mark.xfail(strict=True))
    text = corpuskit.fix(rewrapped(width, blank=blank, inset=inset, newline=newline), select=["LB"])
    got = Counter(line for line in text.split(newline) if line)
    kept = sum((got & Counter(BLOCKS)).values())
    assert kept >= 0.95 * len(BLOCKS), [block[:20] for block in Counter(BLOCKS) - got]


def test_blocks_do_not_touch_each_other(seed: Annotated) -> None:
    lines = seed.checked.text.split("\n")
    assert [bool(key) for key, _ in groupby(lines, key=bool)] == [True, False] * 16


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_the_conllu_passes_the_ud_validator(seed: Annotated, level: int, tmp_path: Path) -> None:
    assert faults(conllu.render(seed), tmp_path, level) == []


def test_spacy_convert_reads_the_same_entities(seed: Annotated, tmp_path: Path) -> None:
    text = seed.checked.text
    assert converted(conllu.render(seed), tmp_path) == [
        (text[label.start : label.end], label.label) for label in seed.labels
    ]


def test_nothing_in_the_docbin_claims_to_be_parsed(seed: Annotated) -> None:
    doc = docbin.to_spacy(seed)
    assert doc.text == seed.checked.text
    assert doc.has_annotation("ENT_IOB")
    assert not any(map(doc.has_annotation, ("DEP", "HEAD", "POS", "TAG", "LEMMA")))
