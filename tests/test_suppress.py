"""Suppressions as values: which findings one hides, and what its path means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.model import Diagnostic, Document, Fix, Severity
from corpuskit.suppress import Suppression, Suppressions, glob

_words = st.text("甲乙 \n", max_size=8)


def found(start: int, end: int, code: str = "PU001") -> Diagnostic:
    return Diagnostic(code, Severity.WARNING, Fix.NONE, start, end, {}, (), False)


def hidden(document: Document, one: Diagnostic, *entries: tuple[str, str, str]) -> list[int]:
    """Which of ``entries``, of path, code and text, hide ``one``."""
    listed = tuple(Suppression(*entry, "", line) for line, entry in enumerate(entries, 1))
    return Suppressions("s.toml", "/corpus", listed).hidden(document, [one]).get(0, [])


@given(_words, st.text("甲乙", min_size=1, max_size=3), st.data())
def test_a_finding_is_hidden_by_a_text_that_covers_it_or_that_it_covers(
    source: str, text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    solid = "".join(source.split())
    first, last = (len("".join(source[:at].split())) for at in (start, end))
    spans = [(at, at + len(text)) for at in range(len(solid)) if solid.startswith(text, at)]
    expected = any((low <= first and last <= high) or (first <= low and high <= last) for low, high in spans)
    document = Document("a", source, "/corpus/a.txt")
    assert bool(hidden(document, found(start, end), ("a.txt", "PU", text))) is expected


def test_path_and_code_are_those_of_the_suppression() -> None:
    document = Document("7", "甲,乙", "/corpus/news/a.jsonl", row=3)
    entries = [
        ("news/a.jsonl", "PU001", "甲,乙"),
        ("news/a.jsonl#7", "PU", ","),
        ("news/b.jsonl", "PU", ","),
        ("news/a.jsonl", "PU002", ","),
        ("news/a.jsonl#8", "PU", ","),
    ]
    assert hidden(document, found(1, 2), *entries) == [0, 1]


@pytest.mark.parametrize(
    ("pattern", "fits", "fits_not"),
    [
        ("a.txt", ["a.txt", "x/a.txt", "a.txt#7"], ["ba.txt", "a.txtx", "a_txt"]),
        ("news/*.txt", ["news/a.txt", "news/a.txt#7"], ["news/x/a.txt", "x/news/a.txt"]),
        ("news/**/a.txt", ["news/a.txt", "news/x/y/a.txt"], ["news/ba.txt"]),
        ("news/", ["news/a.txt", "x/news/a.txt"], ["newsx/a.txt"]),
        ("./news/202?", ["news/2024/a.txt"], ["news/20245/a.txt"]),
        ("**", ["a", "x/a\n.txt"], []),
    ],
)
def test_a_pattern_on_paths(pattern: str, fits: list[str], fits_not: list[str]) -> None:
    for path in fits + fits_not:
        assert bool(glob(pattern).fullmatch(path)) is (path in fits), path
