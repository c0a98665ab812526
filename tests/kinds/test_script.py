import pytest

from corpuskit.kinds import script
from corpuskit.kinds.script import ScriptRule
from corpuskit.model import Block, Edit, Fix, Options
from tests.kinds.views import look, problems

OPTIONS = Options({("CH1", "t.tsv"): ("# a note", "國\t国", "動\t动", "發\t发")})
SIMPLIFIED = "国国国国国国国国国国国动动动动动动动动动发"


def rule(fix: Fix = Fix.UNSAFE, **keys: object) -> ScriptRule:
    return ScriptRule(code="CH1", name="x", message="", why="", fix=fix, table="t.tsv", **keys)  # type: ignore[arg-type]


def test_a_run_is_one_hit() -> None:
    (found,) = look(script, [rule()], SIMPLIFIED + "，發動", (), OPTIONS)
    assert (found.start, found.end) == (len(SIMPLIFIED) + 1, len(SIMPLIFIED) + 3)
    assert found.details == {"found": "發動", "replacement": "发动", "count": 2}
    assert found.edits == (Edit(found.start, found.end, "发动"),)


@pytest.mark.parametrize("text", [SIMPLIFIED, "國動發，国", SIMPLIFIED + "國動發", "", "plain"])
def test_a_document_of_its_own_script_or_of_both(text: str) -> None:
    assert look(script, [rule()], text, (), OPTIONS) == []


def test_verse_is_exempt_if_the_rule_says_so() -> None:
    text = SIMPLIFIED + "\n國"
    blocks = (Block(0, len(SIMPLIFIED), "paragraph", 90), Block(len(text) - 1, len(text), "verse", 90))
    assert len(look(script, [rule()], text, blocks, OPTIONS)) == 1
    assert look(script, [rule(not_blocks=("verse",))], text, blocks, OPTIONS) == []


def test_what_stands_in_a_word_to_keep_is_none() -> None:
    (found,) = look(script, [rule(keep=("三國志",))], SIMPLIFIED + "三國志，國", (), OPTIONS)
    assert found.start == len(SIMPLIFIED) + 4


def test_without_a_fix_there_are_no_edits() -> None:
    (found,) = look(script, [rule(Fix.NONE)], SIMPLIFIED + "國", (), OPTIONS)
    assert found.edits == ()


def test_faults() -> None:
    wrong = Options({("CH1", "t.tsv"): ("國家\t国家", "国\t国", "")})
    assert problems(script, rule(Fix.SAFE, share=0), wrong).count("CH1: ") == 5
