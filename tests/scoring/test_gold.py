from pathlib import Path

import pytest

from corpuskit.errors import InputError
from corpuskit.scoring import GoldSentence, documents, read_gold

IOB2 = """\
# newdoc id = one
# sent_id = 1
# text = 李白 在长安
1\t李白\tB-PER\t-\t-
2\t在\tO\t-\t-
3\t长\tB-LOC\t-\t-
4\t安\tI-LOC\t-\t-

# sent_id = 2
# text = 无
1\t无\tO\t-\t-

"""
BIO = "李 B-PER\n白 I-PER\n在 O\n长 I-LOC\n安 I-LOC\n\n"
CONLLU = """\
# text = 李白在长安
1-2\t李白\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
1\t李\t_\tX\t_\t_\t0\troot\t_\tNE=B-PER
2\t白\t_\tX\t_\t_\t1\tflat\t_\tNE=I-PER
3\t在\t_\tX\t_\t_\t1\tdep\t_\tSpaceAfter=No
4\t长安\t_\tX\t_\t_\t2\tdep\t_\tNE=B-LOC

"""
CONLL = "-DOCSTART- -X- O O\n\n李白 _ _ B-PER\n在 _ _ O\n长 _ _ B-LOC\n安 _ _ E-LOC\n\n"
JSONL = (
    '{"id": "1", "text": "李白在长安", "labels": [{"start": 0, "end": 2, "label": "PER", "code": "EN1"},'
    ' {"start": 3, "end": 5, "label": "LOC"}], "tokens": [{"start": 0, "end": 2}]}\n'
)
PAIRS = '{"text": "李白在长安", "labels": [[0, 2, "PER"], [3, 5, "LOC"]]}'


def gold(tmp_path: Path, name: str, text: str) -> list[GoldSentence]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="\n")
    return read_gold(path)


def test_iob2_places_its_words_in_the_text_with_its_blanks(tmp_path: Path) -> None:
    first, second = gold(tmp_path, "gold.iob2", IOB2)
    assert first[:3] == (
        "李白 在长安",
        ((0, 2, "PER"), (4, 6, "LOC")),
        ((0, 2), (3, 4), (4, 5), (5, 6)),
    )
    assert second[:2] == ("无", ())
    assert (first.line, first.opens, second.opens) == (1, True, False)
    assert [len(one) for one in documents([first, second])] == [2]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("gold.char.bio", BIO),
        ("gold.conllu", CONLLU),
        ("gold.conll", CONLL),
        ("iob1.bio", "李 I-PER\n白 I-PER\n在 O\n长 I-LOC\n安 I-LOC\n"),
        ("bmes.bio", "李 B-PER\n白 E-PER\n在 O\n长 B-LOC\n安 E-LOC\n"),
        ("bilou.conll", "李白 U-PER\n在 O\n长 B-LOC\n安 L-LOC\n"),
        ("bioes.bio", "李 B-PER\n白 E-PER\n在 O\n长 B-LOC\n安 E-LOC\n"),
        ("gold.jsonl", JSONL),
        ("pairs.jsonl", PAIRS),
    ],
)
def test_other_gold_files_say_the_same(tmp_path: Path, name: str, text: str) -> None:
    (one,) = gold(tmp_path, name, text)
    assert one[:2] == ("李白在长安", ((0, 2, "PER"), (3, 5, "LOC")))


def test_entities_of_one_label_that_touch_stay_two(tmp_path: Path) -> None:
    for name, tags in {"iob1": "I I B I", "iob2": "B I B I", "bmes": "B E B E", "bioes": "S B I E"}.items():
        lines = "".join(f"{one} {tag}-LOC\n" for one, tag in zip("京沪苏杭", tags.split(), strict=True))
        (one,) = gold(tmp_path, f"{name}.bio", lines)
        assert len(one.entities) == 2, name


def test_words_of_latin_letters_do_not_run_together(tmp_path: Path) -> None:
    (one,) = gold(tmp_path, "gold.conll", "New _ _ B-LOC\nYork _ _ I-LOC\n很 _ _ O\n大 _ _ O\n")
    assert one[:2] == ("New York很大", ((0, 8, "LOC"),))


def test_where_no_line_opens_a_document_each_sentence_is_one(tmp_path: Path) -> None:
    assert [one.opens for one in gold(tmp_path, "gold.bio", BIO + BIO)] == [True, True]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.txt", "", r"a\.txt: not a gold file; allowed: \.conllu, \.iob2, \.conll, \.bio, \.jsonl"),
        ("a.bio", "李 B-PER\n\n白\n", r"a\.bio:3: one column"),
        ("a.bio", "李 X-PER\n", r"a\.bio:1: tag 'X-PER'; allowed: O"),
        ("a.iob2", "1\t李白\n", r"a\.iob2:1: 2 columns; allowed: id, form, tag"),
        ("a.iob2", "# text = 李黑\n1\t李白\tO\n", r"a\.iob2:2: '李白' is not what # text has there: '李黑'"),
        ("a.conllu", "1\t李白\tO\n", r"a\.conllu:1: 3 columns; allowed: 10"),
        ("a.jsonl", '{"text": "甲"}\n{"labels": []}\n', r"a\.jsonl:2: .*text"),
        (
            "a.jsonl",
            '{"text": "甲", "labels": [[0, 2, "LOC"]]}\n',
            r"a\.jsonl:1: \[0, 2\) is no span of the 1",
        ),
    ],
)
def test_faults_say_where(tmp_path: Path, name: str, text: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        gold(tmp_path, name, text)


def test_what_is_not_utf8_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.bio").write_bytes(b"a O\n\xff O\n")
    with pytest.raises(InputError, match=r"a\.bio:2: not UTF-8"):
        read_gold(tmp_path / "a.bio")
    with pytest.raises(InputError, match="cannot be read"):
        read_gold(tmp_path / "missing.bio")
