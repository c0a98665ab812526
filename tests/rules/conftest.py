"""A kind of our own, so that these tests say what the loader does and no more."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Protocol, cast

import pytest

from corpuskit.errors import RuleFault
from corpuskit.kinds import KINDS, Kind
from corpuskit.model import Find, Hits, Options, Rule, ScopedRule, Stage

RULE = """[[rule]]
code = "{code}"
name = "{name}"
kind = "toy"
message = "“{{found}}”应为“{{prefer}}”"
why = "because"
look_for = "坏"
examples = [
  {{ bad = "坏" }},
  {{ ok = "好" }},
]
"""


class ToyRule(ScopedRule, tag="toy", frozen=True, kw_only=True, forbid_unknown_fields=True):
    look_for: str
    names: str | tuple[str, ...] = ()


class LaidOutRule(Rule, tag="laid-out", frozen=True, kw_only=True, forbid_unknown_fields=True):
    look_for: str
    names: str | tuple[str, ...] = ()


class TaggingRule(ToyRule, tag="tagging", frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


def toy_faults(rule: ToyRule, options: Options) -> Iterator[RuleFault]:
    if rule.look_for == "(":
        yield RuleFault(rule.code, "look_for", "'(' is not RE2")
    if isinstance(rule.names, str) and not options.tables[rule.code, rule.names]:
        yield RuleFault(rule.code, "names", "empty")


def toy_compile(rules: Sequence[ToyRule], options: Options) -> Find:
    return lambda views: [
        Hits.of([(index, 0, 1, {}, ()) for index, rule in enumerate(rules) if rule.look_for in view.text])
        for view in views
    ]


class WritePack(Protocol):
    def __call__(self, body: str, *, name: str = ..., language: str = ...) -> Path: ...


@pytest.fixture(autouse=True)
def toy_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: dict[str, tuple[type[Rule], Stage]] = {
        "toy": (ToyRule, Stage.TEXT),
        "laid-out": (LaidOutRule, Stage.LAYOUT),
        "tagging": (TaggingRule, Stage.TAG),
    }
    for name, (struct, stage) in kinds.items():
        module = SimpleNamespace(
            STAGE=stage, DETAILS=frozenset({"prefer"}), faults=toy_faults, compile=toy_compile
        )
        monkeypatch.setitem(cast(dict[str, Any], KINDS), name, Kind(struct, module))


@pytest.fixture
def write_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WritePack:
    monkeypatch.chdir(tmp_path)

    def write(body: str, *, name: str = "toys.toml", language: str = "zh") -> Path:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'[pack]\nname = "{path.stem}"\nlanguage = "{language}"\n{body}', "utf-8")
        return path

    return write


def rule(code: str = "TOY001", **changes: str) -> str:
    """A rule table without fault, but for ``changes``: TOML by key, or '' to leave the key out."""
    text = RULE.format(code=code, name=f"toy-{code.lower()}")
    for key, value in changes.items():
        if key == "examples":
            text = text[: text.index("examples =")]
        lines = [line for line in text.splitlines() if line and not line.startswith(f"{key} =")]
        text = "\n".join([lines[0], *([f"{key} = {value}"] if value else []), *lines[1:], ""])
    return text
