"""Entities come into a treebank; nothing else in it changes."""

import gzip
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuskit import treebank
from corpuskit.cli import main
from corpuskit.errors import InputError
from corpuskit.formats import conllu
from corpuskit.rules import RuleSet, load_rules
from corpuskit.treebank import Tagged
from tests import golden

PACK = """
[pack]
name = "test-entities"
language = "any"

[[rule]]
code = "XEN001"
name = "people"
kind = "entity"
severity = "info"
message = "{found}"
why = "a test"
label = "PER"
names = ["李白", "白在", "王小明"]
priority = 5
examples = [{ text = "李白来", tags = ["PER:李白"] }, { text = "来", tags = [] }]

[[rule]]
code = "XEN002"
name = "places"
kind = "entity"
severity = "info"
message = "{found}"
why = "a test"
label = "LOC"
names = ["长安", "长安城", "长安城东门", "纽约 市"]
examples = [{ text = "长安好", tags = ["LOC:长安"] }, { text = "来", tags = [] }]
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rules") / "names.toml"
    path.write_text(PACK, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def rules(pack: Path) -> RuleSet:
    return load_rules([pack], select=["XEN"])


def tagged(text: str, rules: RuleSet) -> list[Tagged]:
    return list(treebank.add_entities(treebank.read(text, "bank", file="bank.conllu"), rules))


def written(text: str, rules: RuleSet) -> str:
    return "".join(conllu.write(one.sentences) for one in tagged(text, rules))


def bank(*sentences: str, comments: str = "") -> str:
    """A treebank of words with blanks between; ``|`` behind a word sets its MISC."""
    made = []
    for sentence in sentences:
        lines = []
        for number, word in enumerate(sentence.split(" "), 1):
            form, _, misc = word.partition("|")
            head, relation = number - 1, "dep" if number > 1 else "root"
            misc = misc or "SpaceAfter=No"
            lines.append(f"{number}\t{form}\t{form}\tNOUN\tNN\tA=1|B=2\t{head}\t{relation}\t_\t{misc}\n")
        made.append(comments + "".join(lines) + "\n")
    return "".join(made)


def tags(text: str) -> list[str]:
    return [conllu.entity_tag(line) for one in conllu.read(text) for line in one.lines]


WHOLE = """\
# newdoc id = tang
# global.columns = ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC
# sent_id = 7
# text = 李白 长安城。
#no blank, and = a sign
1-2\t李白\t_\t_\t_\t_\t_\t_\t_\tZ=1|A=x=y
1\t李\t李\tPROPN\tNR\t_\t3\tnsubj\t3:nsubj\tz=last|B=a=b=c
2\t白\t白\tPROPN\tNR\tCase=Nom\t1\tflat\t_\t_
2.1\t那里\t_\tPRON\t_\t_\t_\t_\t3:obl\t_
3\t长安\t长安\tPROPN\tNR\tA=1|B=2\t0\troot\t_\tSpaceAfter=No
4\t城\t城\tPART\tSFN\t_\t3\tcase:suff\t_\tTranslit=chéng|SpaceAfter=No
5\t。\t。\tPUNCT\t.\t_\t3\tpunct\t_\tSpaceAfter=No

"""


def test_golden(rules: RuleSet) -> None:
    golden.check("treebank.conllu", written(WHOLE, rules))


def test_without_rules_every_byte_stays(pack: Path) -> None:
    assert written(WHOLE, load_rules([pack], select=["PU"])) == WHOLE


def test_what_is_added_is_all_that_changes(rules: RuleSet) -> None:
    once = written(WHOLE, rules)
    assert re.sub(r"NE=[BI]-[A-Z]+\|?", "", once).replace("\t\n", "\t_\n") == WHOLE
    assert written(once, rules) == once


def test_words_are_never_cut(rules: RuleSet) -> None:
    (one,) = tagged(bank("李 白在 长安 城东 门 。"), rules)
    assert one.cutting == 1, "白在 is a word, though 李白 is no two"
    assert tags(conllu.write(one.sentences)) == ["O", "B-PER", "B-LOC", "I-LOC", "I-LOC", "O"]


def test_a_shorter_label_that_fits_stands_in_for_one_that_cuts(rules: RuleSet) -> None:
    (one,) = tagged(bank("长安 城东 门外"), rules)
    assert (one.cutting, tags(conllu.write(one.sentences))) == (1, ["B-LOC", "O", "O"])


def test_entities_that_are_there_stay(rules: RuleSet) -> None:
    text = bank(
        "李白|NE=B-WORK 在 长安|NE=O|SpaceAfter=No|x=1 城|SpaceAfter=No|NE=O",
        "王小明|NE=B-PER 来",
        "长安|NE=odd 好",
    )
    (one,) = tagged(text, rules)
    assert one.standing == 2, "李白 is a work there, 长安 is odd; 王小明 is what the rule says"
    assert tags(conllu.write(one.sentences)) == ["B-WORK", "O", "B-LOC", "I-LOC", "B-PER", "O", "odd", "O"]
    assert "\tNE=B-LOC|SpaceAfter=No|x=1\n" in conllu.write(one.sentences)
    assert [label.label for label in one.annotated.labels] == ["WORK", "LOC", "PER", "odd"]
    assert [label.label for label in one.by_rule.labels] == ["LOC"]


def test_the_text_says_where_blanks_are_and_words_do_where_there_is_none(rules: RuleSet) -> None:
    spaced = bank("纽约|_ 市|_ 好|_")
    assert tags(written(spaced, rules)) == ["B-LOC", "I-LOC", "O"]
    assert tags(written("# text = 纽约市好\n" + spaced, rules)) == ["O", "O", "O"]
    assert tags(written("# text = 李白来\n" + bank("李|_ 白|_ 来|_"), rules)) == ["B-PER", "I-PER", "O"]


def test_documents_are_those_of_the_file(rules: RuleSet) -> None:
    text = bank("李白 来", comments="# newdoc id = 甲\n") + bank("他 来") + bank("去", comments="# newdoc\n")
    assert [(one.annotated.checked.document.id, len(one.sentences)) for one in tagged(text, rules)] == [
        ("甲", 2),
        ("bank-2", 1),
    ]


def test_documents_of_a_batch_do_not_touch_each_other(rules: RuleSet) -> None:
    texts = [
        bank(one, comments=f"# newdoc id = {at}\n")
        for at, one in enumerate(["长安 城东 门外", "长安城 好", "来", "李 白在 长安 城东 门", "王小明 来"])
    ]
    together = [(conllu.write(one.sentences), one.cutting) for one in tagged("".join(texts), rules)]
    assert together == [(written(one, rules), tagged(one, rules)[0].cutting) for one in texts]
    assert [cutting for _, cutting in together] == [1, 0, 0, 1, 0]


LINES = st.lists(
    st.lists(st.sampled_from(["李", "白", "李白", "在", "长安", "城", "城东", "门", "王小"]), min_size=1),
    min_size=1,
)


@given(LINES)
@settings(max_examples=60, deadline=None)
def test_any_treebank_gains_nothing_but_tags(rules: RuleSet, drawn: list[list[str]]) -> None:
    text = bank(*(" ".join(words) for words in drawn))
    done = written(text, rules)
    assert re.sub(r"NE=[BI]-[A-Z]+\|", "", done) == text
    assert written(done, rules) == done


def test_a_text_that_is_not_the_words_is_an_error() -> None:
    with pytest.raises(InputError, match=r"^bank.conllu:3: '安' is not what # text has there: '沙'"):
        treebank.read(bank("好") + "# text = 长沙\n" + bank("长 安"), "bank", file="bank.conllu")


def test_the_command_takes_a_treebank(
    tmp_path: Path, pack: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "bank.conllu"
    path.write_bytes(WHOLE.encode())
    options = ["--isolated", "--rules", str(pack), "--select", "XEN"]
    assert main(["annotate", *options, str(path)]) == 0
    captured = capfdbinary.readouterr()
    assert captured.out.decode() == golden.read("treebank.conllu")
    packed = tmp_path / "bank.conllu.gz"
    packed.write_bytes(gzip.compress(WHOLE.encode()))
    assert main(["annotate", *options, str(packed)]) == 0
    assert capfdbinary.readouterr().out.decode() == golden.read("treebank.conllu")
    other = path.rename(tmp_path / "bank.txt")
    assert main(["annotate", *options, "--input-format", "conllu", "--format", "conll2003", str(other)]) == 0
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert lines[2:] == ["李白 _ _ B-PER", "长安 _ _ B-LOC", "城 _ _ I-LOC", "。 _ _ O", ""]


def test_labels_that_are_left_out_are_counted(
    tmp_path: Path, pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bank.conllu"
    path.write_bytes(bank("长 安城 好").encode())
    assert main(["annotate", "--isolated", "--rules", str(pack), "--select", "XEN", str(path)]) == 0
    assert capsys.readouterr().err == ""
    path.write_bytes(bank("长 安城东 好").encode())
    assert main(["annotate", "--isolated", "--rules", str(pack), "--select", "XEN", str(path)]) == 0
    assert capsys.readouterr().err.endswith("bank.conllu: 1 label left out: an edge falls inside a word\n")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (WHOLE.replace("\n", "\r\n"), ":1: a carriage return; allowed: LF"),
        ("\ufeff" + WHOLE, ":1: a byte-order mark"),
        (WHOLE.replace("\n3\t", "\n4\t"), ":10: ID '4'; allowed here: 3"),
        (WHOLE.replace("NR\tA=1", "NR\t\t"), ":10: 11 columns"),
        (WHOLE.replace("NR\tA=1|B=2", "NR\t"), ":10: an empty column"),
    ],
)
def test_a_broken_treebank_is_an_error_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, reason: str
) -> None:
    path = tmp_path / "bank.conllu"
    path.write_bytes(text.encode())
    assert main(["annotate", "--isolated", str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert reason in captured.err
