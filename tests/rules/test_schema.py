import tomllib

import jsonschema

from corpuskit.rules import rule_file_schema
from tests.rules.conftest import WritePack, rule


def test_the_schema_accepts_what_the_loader_accepts(write_pack: WritePack) -> None:
    good = tomllib.loads(write_pack(rule("TOY001")).read_text("utf-8"))
    wrong = tomllib.loads(write_pack(rule("TOY001", severity="'warn'")).read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(rule_file_schema())
    assert validator.is_valid(good) and not validator.is_valid(wrong)


def test_the_schema_knows_which_rules_may_say_in_which_blocks_they_look(write_pack: WritePack) -> None:
    validator = jsonschema.Draft202012Validator(rule_file_schema())
    for kind, types, valid in (
        ("toy", "['table', 'verse']", True),
        ("toy", "['tabel']", False),
        ("laid-out", "['table']", False),
    ):
        table = tomllib.loads(write_pack(rule("TOY001", kind=f"'{kind}'", blocks=types)).read_text("utf-8"))
        assert validator.is_valid(table) is valid, (kind, types)
