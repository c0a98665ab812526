"""Rules that an installed package brings."""

import sys
from pathlib import Path

import pytest

from corpuskit.config import read_config
from corpuskit.errors import ConfigError
from corpuskit.rules import load_rules

RULES = """\
[pack]
name = "house-style"
language = "zh"

[[rule]]
code = "HOUSE001"
name = "part"
kind = "term"
severity = "warning"
fix = "safe"
message = "“{found}”应为“{prefer}”"
why = "The usual spelling."
prefer = "部分"
variants = ["部份"]
examples = [{ bad = "部份人", good = "部分人" }, { ok = "部分人" }]
"""


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``house-rules`` 1.4 with a rule file; ``house-gone``, whose module is missing; ``house-words`` without any."""
    site = tmp_path / "site"
    files = {
        "house_rules/__init__.py": "raise AssertionError('rules are found, not imported')\n",
        "house_rules/terms.toml": RULES,
        "house_rules-1.4.dist-info/METADATA": "Metadata-Version: 2.1\nName: house-rules\nVersion: 1.4\n",
        "house_rules-1.4.dist-info/entry_points.txt": "[corpuskit.rules]\nterms = house_rules\n",
        "house_gone-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: house-gone\nVersion: 1.0\n",
        "house_gone-1.0.dist-info/entry_points.txt": "[corpuskit.rules]\nterms = house_gone.terms\n",
        "house_words-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: house-words\nVersion: 1.0\n",
    }
    for name, text in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(site)


@pytest.mark.parametrize("pack", ["package:house-rules", "package:house_rules>=1.2,<2"])
def test_a_package_brings_its_rules(pack: str) -> None:
    rules = load_rules([pack], shipped=False)
    assert [entry.rule.code for entry in rules.entries] == ["HOUSE001"]
    assert "house_rules" not in sys.modules


@pytest.mark.parametrize(
    ("pack", "problem"),
    [
        ("package:house-rules>=2", r"package:house-rules>=2: 1\.4 is installed"),
        ("package:no-such-rules", "not installed; try: pip install 'no-such-rules'"),
        ("package:house-words", "it offers no rules"),
        ("package:house-gone", "it offers no rules"),
        ("package:", "no requirement"),
    ],
)
def test_what_is_wrong_with_a_package_is_told(pack: str, problem: str) -> None:
    with pytest.raises(ConfigError, match=problem):
        load_rules([pack], shipped=False)


def test_a_configuration_names_it(tmp_path: Path) -> None:
    path = tmp_path / "corpuskit.toml"
    path.write_text('packs = ["package:house-rules", "own.toml"]\n', encoding="utf-8")
    assert read_config(path).packs == ("package:house-rules", str(tmp_path / "own.toml"))
