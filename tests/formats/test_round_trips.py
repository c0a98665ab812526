"""Files of other people's making: what we read and did not touch is written back byte for byte."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuskit import treebank
from corpuskit.formats import GOLD, conllu, dataset, jsonl
from corpuskit.gold import Entity, GoldSentence
from corpuskit.model import Annotated, Document
from corpuskit.readers import Fields, Found, rows_of
from corpuskit.rules import RuleSet, load_rules
from corpuskit.tagging import column
from tests.documents import annotated
from tests.test_treebank import PACK

# What a column, and a comment, of a file may hold that another program wrote.
CELLS = st.sampled_from(
    ["_", "NOUN", "a=b=c", "Z=1|A=2|a=3", "SpaceAfter=No|x", "NE=odd", "|", "=", "中 文", "é"]
)
CELLS |= st.text(st.characters(exclude_characters="\t\n\r\ufeff", exclude_categories=["Cs"]), min_size=1)
COMMENTS = st.sampled_from(
    ["# newdoc id = 甲", "#", "#no blank", "# text=x", "# a = b = c", "# global.columns = ID FORM"]
)
FORMS = st.sampled_from(["李白", "长安", "城", "在", "_", "#", "don't", "2.45%", "\u3000"])


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A sentence of CoNLL-U with ranges and empty nodes, whatever its columns say."""
    count, lines, until = draw(st.integers(1, 5)), [], 0
    for number in range(1, count + 1):
        if number > until and number < count and draw(st.booleans()):
            until = draw(st.integers(number + 1, count))
            lines.append([f"{number}-{until}", draw(FORMS)])
        lines.append([str(number), draw(FORMS)])
        if draw(st.integers(0, 4)) == 0:
            lines.append([f"{number}.1", draw(FORMS)])
    rest = [[draw(CELLS) for _ in range(8)] for _ in lines]
    rows = ["\t".join([*start, *end]) for start, end in zip(lines, rest, strict=True)]
    return "\n".join([*draw(st.lists(COMMENTS, max_size=3)), *rows, "", ""])


BANKS = st.lists(sentences(), max_size=4).map("".join)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    path = tmp_path_factory.mktemp("rules") / "names.toml"
    path.write_text(PACK, encoding="utf-8")
    return load_rules([path], select=["XEN"])


@given(BANKS)
@settings(max_examples=50)
def test_any_conllu_is_written_back_byte_for_byte(text: str) -> None:
    read = list(conllu.read(text))
    assert conllu.write(read) == text
    assert ["\t".join(row) for one in read for row in one.rows] == [
        line for one in read for line in one.lines
    ]


@given(st.lists(sentences().filter(lambda one: "# text" not in one), max_size=3).map("".join))
@settings(deadline=None, max_examples=50)
def test_a_row_that_no_entity_touches_stays_byte_for_byte(rules: RuleSet, text: str) -> None:
    done = treebank.add_entities(treebank.read(text, "bank"), rules)
    before = [line for one in conllu.read(text) for line in (*one.comments, *one.lines)]
    after = [line for part in done for one in part.sentences for line in (*one.comments, *one.lines)]
    for old, new in zip(before, after, strict=True):
        tag = conllu.entity_tag(new)
        touched = not old.startswith("#") and conllu.entity_tag(old) in ("O", "") and tag not in ("O", "")
        assert new == (conllu.with_entity(old, tag) if touched else old)


@given(BANKS.filter(bool), st.sampled_from(["B-PER", "I-LOC"]))
@settings(max_examples=50)
def test_an_entity_goes_into_a_line_and_nothing_else_moves(text: str, tag: str) -> None:
    for one in conllu.read(text):
        for line in one.lines:
            new = conllu.with_entity(line, tag)
            assert conllu.entity_tag(new) == tag
            assert conllu.with_entity(new, tag) == new
            kept = [pair for pair in line.split("\t")[9].split("|") if not pair.startswith("NE=")]
            found = [pair for pair in new.split("\t")[9].split("|") if not pair.startswith("NE=")]
            assert found == ([] if line.endswith("\t_") else kept) or line.count("NE=") > 1
            assert new.split("\t")[:9] == line.split("\t")[:9]


@given(annotated())
@settings(deadline=None, max_examples=50)
def test_what_we_wrote_is_a_treebank_again(one: Annotated) -> None:
    text = conllu.render(one)
    parts = treebank.read(text, "bank")
    assert "".join(conllu.write(part.sentences) for part in parts) == text
    words = [part.annotated.checked.text[start:end] for part in parts for start, end in part.annotated.tokens]
    assert words == [row[1] for sentence in conllu.read(text) for row in sentence.rows]
    labels = [label.label for part in parts for label in part.annotated.labels]
    assert labels == [label.label for label in one.labels]


# A sentence: the lengths of its words, and what each word is the beginning of.
WORDS = st.lists(st.text("李白在长安城北京", min_size=1, max_size=3), min_size=1, max_size=8)
LABELS = st.lists(st.sampled_from(["", "PER", "LOC"]), min_size=8, max_size=8)
LENGTHS = st.lists(st.integers(1, 3), min_size=8, max_size=8)


def gold_of(words: list[str], labels: list[str], lengths: list[int]) -> tuple[GoldSentence, list[range]]:
    """A sentence with entities over words, and which words each of them is."""
    spans: list[tuple[int, int]] = []
    for word in words:
        at = spans[-1][1] if spans else 0
        spans.append((at, at + len(word)))
    entities: list[Entity] = []
    units: list[range] = []
    for at, (label, length) in enumerate(zip(labels, lengths, strict=True)):
        if label and at < len(words) and (not units or units[-1].stop <= at):
            units.append(range(at, min(at + length, len(words))))
            entities.append((spans[at][0], spans[units[-1].stop - 1][1], label))
    return GoldSentence("".join(words), tuple(entities), tuple(spans)), units


def tags_of(words: list[str], gold: GoldSentence, units: list[range], marks: str) -> list[str]:
    """Tags with ``marks`` for the only unit of an entity, its first, one inside, its last."""
    tags = ["O"] * len(words)
    for (_, _, label), unit in zip(gold.entities, units, strict=True):
        for at in unit:
            first, last = at == unit.start, at == unit.stop - 1
            tags[at] = f"{marks[0 if first and last else 1 if first else 3 if last else 2]}-{label}"
    return tags


SCHEMES = {"iob2": "BBII", "bioes": "SBIE", "bmes": "SBME", "bilou": "UBIL"}
ROWS: dict[str, Callable[[int, str, str], str]] = {
    ".conll": lambda number, word, tag: f"{word} _ _ {tag}",
    ".iob2": lambda number, word, tag: f"{number}\t{word}\t{tag}\t-\t-",
    ".conllu": lambda number, word, tag: (
        f"{number}\t{word}\t_\tX\t_\t_\t{number - 1}\tdep\t_\tNE={tag}|SpaceAfter=No"
    ),
}


@pytest.mark.parametrize("suffix", ROWS)
@pytest.mark.parametrize("marks", SCHEMES.values(), ids=SCHEMES)
@given(words=WORDS, labels=LABELS, lengths=LENGTHS)
def test_words_and_entities_are_read_in_every_scheme(
    suffix: str, marks: str, words: list[str], labels: list[str], lengths: list[int]
) -> None:
    gold, units = gold_of(words, labels, lengths)
    tags = tags_of(words, gold, units, marks)
    rows = [ROWS[suffix](at, *row) for at, row in enumerate(zip(words, tags, strict=True), 1)]
    (found,) = GOLD[suffix]("\n".join([*rows, "", ""]))
    assert found[:3] == gold[:3]


@pytest.mark.parametrize("marks", SCHEMES.values(), ids=SCHEMES)
@given(words=WORDS, labels=LABELS, lengths=LENGTHS)
def test_characters_are_read_in_every_scheme(
    marks: str, words: list[str], labels: list[str], lengths: list[int]
) -> None:
    words = list("".join(words))
    gold, units = gold_of(words, labels, lengths)
    lines = [f"{word} {tag}" for word, tag in zip(words, tags_of(words, gold, units, marks), strict=True)]
    (found,) = GOLD[".bio"]("\n".join([*lines, "", ""]))
    assert (found.text, found.entities) == (gold.text, gold.entities)


@given(st.lists(annotated(), max_size=3))
@settings(deadline=None, max_examples=50)
def test_a_file_of_documents_is_the_documents_one_after_the_other(many: list[Annotated]) -> None:
    for module in (jsonl, conllu):
        apart = [one[:3] for each in many for one in module.gold(module.render(each))]
        assert [one[:3] for one in module.gold("".join(map(module.render, many)))] == apart


@given(many=st.lists(annotated(), max_size=3))
@settings(deadline=None, max_examples=40)
@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_rows_of_a_dataset_are_documents_again(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, many: list[Annotated]
) -> None:
    path = tmp_path_factory.mktemp("rows") / f"x{suffix}"
    values = [dataset.row(one.checked) for one in many]
    if suffix == ".jsonl":
        path.write_bytes(b"".join(map(dataset.line, values)))
    else:
        import pyarrow.parquet

        pyarrow.parquet.write_table(dataset.table(values), path)
    reader = rows_of(path, Fields())
    assert reader is not None
    found = [*reader.read(Found(path, "x", True), Fields(), "utf-8")]
    assert [one.text for one in found if isinstance(one, Document)] == [one.checked.text for one in many]
    assert [one.id for one in found] == [one.checked.document.id for one in many]


@given(st.text())
def test_a_column_holds_no_blank_and_a_second_time_changes_nothing(text: str) -> None:
    once = column(text)
    assert len(once) == len(text)
    assert column(once) == once
    assert not any(one.isspace() for one in once)
