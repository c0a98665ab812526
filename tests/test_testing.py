from dataclasses import replace

import pytest

from corpuskit.model import Example
from corpuskit.rules import RuleSet, load_rules
from corpuskit.testing import Result, run_examples

RULES = load_rules()


@pytest.mark.parametrize("code", [entry.rule.code for entry in RULES.entries])
def test_the_examples_of_shipped_rules_hold(code: str) -> None:
    results = list(run_examples(RULES, {code}))
    assert results and [result for result in results if not result.passed] == []
