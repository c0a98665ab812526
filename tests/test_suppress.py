"""Suppressions as values: which findings one hides, and what its path means."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from corpuskit.checker import as_it_stands
from corpuskit.errors import ConfigError
from corpuskit.model import Diagnostic, Document, Fix, Severity
from corpuskit.suppress import Suppression, Suppressions, glob, name_below, read_suppressions, unused

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


ENTRY = """[[suppress]]
path = "{path}"
code = "{code}"
text = "{text}"
reason = "as it was printed"
"""


def file_of(folder: Path, text: str) -> Path:
    path = folder / "s.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_suppressions_is_read_with_lines_and_without_blanks(tmp_path: Path) -> None:
    one = ENTRY.format(path="a.txt", code="PU001", text="甲 ,\u3000乙")
    two = ENTRY.format(path="b.txt", code="LB", text="丙")
    read = read_suppressions(file_of(tmp_path, f"\ufeff# ours\r\n{one}\n{two}"))
    assert read.folder == str(tmp_path)
    assert read.entries == (
        Suppression("a.txt", "PU001", "甲,乙", "as it was printed", 2),
        Suppression("b.txt", "LB", "丙", "as it was printed", 8),
    )
    assert not read_suppressions(file_of(tmp_path, "")).entries


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("\nsupress = 1\n", 2, "unknown key 'supress'; did you mean 'suppress'"),
        ("\nsuppress = 1\n", 2, "suppress: not [[suppress]] tables"),
        ("suppress = [\n  1,\n]\n", 2, "suppress: not [[suppress]] tables"),
        (ENTRY + "note = 1\n", 6, "[[suppress]] unknown key 'note'; allowed: path, code, text, reason"),
        (ENTRY.replace('path = "{path}"\n', ""), 1, "[[suppress]] path: missing; allowed: a text"),
        (ENTRY.replace("{text}", " "), 4, "[[suppress]] text: ' '; allowed: a text"),
        (ENTRY.replace('"{path}"', "1"), 2, "[[suppress]] path: 1; allowed: a text"),
        (
            ENTRY.replace("{code}", "P1"),
            3,
            "[[suppress]] code: 'P1'; allowed: a code, or the beginning of one",
        ),
        ("suppress", 0, "cannot be read: "),
    ],
)
def test_what_is_wrong_in_a_file_has_its_line(tmp_path: Path, text: str, line: int, problem: str) -> None:
    path = file_of(tmp_path, text.format(path="a", code="PU", text="甲") if "{" in text else text)
    with pytest.raises(ConfigError) as error:
        read_suppressions(path)
    assert (error.value.file, error.value.line) == (path.as_posix(), line)
    assert error.value.problem.startswith(problem)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"s\.toml: cannot be read: No such file"):
        read_suppressions(tmp_path / "s.toml")


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_no_finding_needs_is_told_where_it_stands(tmp_path: Path, mark: str) -> None:
    entries = [
        ("a.txt", "PU001", "甲,乙"),
        ("a.txt", "PU002", "丙"),
        ("b.txt", "PU001", "甲"),
        ("a.txt", "SP001", "丁"),
    ]
    tables = [ENTRY.format(path=path, code=code, text=text) for path, code, text in entries]
    read = read_suppressions(file_of(tmp_path, mark + "\n".join(tables)))
    document = Document("a", "甲,乙", str(tmp_path / "a.txt"))
    checked = replace(as_it_stands(document, "zh"), forgiven=(found(1, 2),))
    told = unused(read, [checked], ["PU001", "PU002"])
    assert told is not None
    (one,) = told.diagnostics  # of b.txt no document was checked, of SP001 no rule ran
    assert (one.code, one.details) == ("SU001", {"code": "PU002", "text": "丙"})
    assert told.document.text[one.start : one.end] == "[[suppress]]"
    assert told.document.text.count("\n", 0, one.start) == 6
    assert one.start == len("\n".join(tables[:1])) + 1
    assert unused(read, [checked], ["PU001"]) is None
    told = unused(read, [replace(checked, forgiven=())], ["PU001"])
    assert told is not None
    (one,) = told.diagnostics
    assert (one.start, one.details["text"], one.fixed) == (0, "甲,乙", False)


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_links_to_folders_are_followed_where_the_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    corpus, other, link = tmp_path / "corpus", tmp_path / "other", tmp_path / "link"
    for folder in (corpus / "a", other):
        folder.mkdir(parents=True)
    link.symlink_to(corpus)
    (corpus / "others").symlink_to(other)

    def name(*parts: str) -> str:
        return name_below(Document("x", "", tmp_path.joinpath(*parts).as_posix()), str(corpus))

    assert name("link", "a", "x.txt") == name("corpus", "a", "x.txt") == "a/x.txt"
    assert name("corpus", "others", "x.txt") == "others/x.txt"
    assert name("other", "x.txt") == "../other/x.txt"
    (corpus / "y.txt").symlink_to(other / "x.txt")
    assert name("link", "y.txt") == "y.txt"
