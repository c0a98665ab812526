"""Contexts that all rules of a pack share: ``unless`` of ``[pack]``."""

from pathlib import Path

import pytest

from corpuskit.checker import check
from corpuskit.errors import RuleFileError
from corpuskit.model import Document
from corpuskit.rules import RuleSet, load_rules

PACK = """[pack]
name = "own"
language = "zh"
unless = {unless}

[[rule]]
code = "OWN001"
name = "own-term"
kind = "{kind}"
message = "{{found}}"
why = "because"
{keys}
examples = [{{ bad = "用了帐户" }}, {{ ok = "蚊帐" }}]
"""
TERM = 'prefer = "账户"\nvariants = ["帐户"]\nunless = [{ followed_by = "论" }]'


def load(tmp_path: Path, unless: str, kind: str = "term", keys: str = TERM) -> RuleSet:
    path = tmp_path / "own.toml"
    path.write_text(PACK.format(unless=unless, kind=kind, keys=keys), "utf-8")
    return load_rules([path], shipped=False)


def test_a_rule_keeps_its_own_contexts_and_gets_those_of_its_pack(tmp_path: Path) -> None:
    rules = load(tmp_path, '[{ preceded_by = "《" }]')
    found = check(Document("a", "开了帐户，写《帐户》与帐户论。"), rules).diagnostics
    assert [(one.start, one.end) for one in found] == [(2, 4)]


@pytest.mark.parametrize(
    ("unless", "fault"),
    [
        ('[{ preceded_by_pattern = "(" }]', "own.toml:4: unless[0].preceded_by_pattern: '(' is not RE2"),
        ("[{}]", "own.toml:4: unless[0]: empty, so that it holds everywhere; allowed: one of preceded_by"),
        ('[{ precededby = "《" }]', "own.toml:4: unless[0]: unknown key 'precededby'; did you mean"),
        ('"《"', "own.toml:4: unless: '《': expected array, got str"),
    ],
)
def test_a_wrong_context_of_a_pack_is_told_once_at_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unless: str, fault: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RuleFileError) as caught:
        load(Path(), unless)
    (line,) = caught.value.faults
    assert line.startswith(fault)


def test_a_kind_without_contexts_cannot_stand_in_such_a_pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RuleFileError) as caught:
        load(Path(), '[{ preceded_by = "《" }]', "toy", 'look_for = "帐户"')
    assert caught.value.faults == (
        "own.toml:9: OWN001: kind: toy has no unless, which its pack gives to all rules",
    )
