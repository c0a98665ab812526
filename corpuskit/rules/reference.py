"""What may stand in a rule file, for people: the keys of every kind, from the types that rules load into."""

import inspect
from collections.abc import Iterator, Mapping
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

from corpuskit.contexts import Context
from corpuskit.entities.rule import LabelRule
from corpuskit.kinds import KINDS
from corpuskit.model import BlockType, Example, Rule, ScopedRule
from corpuskit.rules.validate import PackTable

_INTRO = f"""\
A rule file is TOML: a `[pack]`, and any number of `[[rule]]` tables. Where a list of words is asked for,
it may be the name of a `.txt` or `.tsv` file beside the rule file. Codes of your own rules have 3 to 6
letters and 3 digits. Every rule has an example where it finds something, and one where it must not:
`corpuskit rule test FILE` runs them. `corpuskit rule --schema` prints the JSON Schema for your editor.
`[[example]]` tables and the `guideline` of a pack make the label guideline; its examples run with all
rules that give labels.

Block types are {", ".join(f"`{one}`" for one in get_args(BlockType))}."""
#: What several kinds share: its title, its type, and the type whose keys stand above.
_SHARED: tuple[tuple[str, type[msgspec.Struct], type[msgspec.Struct] | None], ...] = (
    ("pack", PackTable, None),
    ("rule", Rule, None),
    ("blocks", ScopedRule, Rule),
    ("examples", Example, None),
    ("contexts", Context, None),
    ("labels", LabelRule, ScopedRule),
)
#: By what a kind's own type is one of, the nearest first: what is said of it.
_AS_ABOVE: Mapping[type[Rule], str] = {
    LabelRule: "It has the keys of labels, and may say in which blocks it looks, as above.",
    ScopedRule: "It may say in which blocks it looks, as above.",
    Rule: "",
}
_NAMES: dict[Any, str] = {
    str: "text",
    int: "number",
    bool: "true or false",
    NoneType: "",
    BlockType: "block types",
}


def rule_file_reference() -> str:
    """The reference of rule files, in Markdown, its headings of level 2 and 3."""
    lines = ["## Writing rules", "", _INTRO, ""]
    for title, cls, above in _SHARED:
        lines += [f"### {title}", "", _doc(cls), "", *_keys(cls, without=above), ""]
    for name, kind in KINDS.items():
        names = ", ".join(f"`{{{one}}}`" for one in sorted(kind.module.DETAILS | {"found"}))
        lines += [f'### kind = "{name}"', "", _doc(kind.rule), ""]
        lines += [f"Looks at the stage {kind.module.STAGE}; its message may say {names}.", ""]
        shared = next(one for one in _AS_ABOVE if issubclass(kind.rule, one))
        lines += [_AS_ABOVE[shared], ""] if _AS_ABOVE[shared] else []
        lines += [*_keys(kind.rule, without=shared), ""]
    return "\n".join(lines)


def _doc(cls: type[msgspec.Struct]) -> str:
    return (inspect.getdoc(cls) or "").replace("``", "`")


def _keys(cls: type[msgspec.Struct], without: type[msgspec.Struct] | None = None) -> Iterator[str]:
    """A table of the keys of ``cls`` that ``without`` does not have, or has with another default."""
    yield from ("| key | value | if left out |", "|---|---|---|")
    known = {one.name: one.default for one in msgspec.structs.fields(without)} if without else {}
    for one in msgspec.structs.fields(cls):
        if one.name not in known or known[one.name] != one.default:
            default = "needed" if one.required else _shown(one.default)
            yield f"| `{one.encode_name}` | {_type(one.type)} | {default} |"


def _shown(default: Any) -> str:
    """A default as TOML says it; nothing where it is empty."""
    if default in (None, "", (), msgspec.NODEFAULT):
        return ""
    if isinstance(default, tuple):
        return ", ".join(map(_shown, default))
    return str(default).lower() if isinstance(default, bool) else f"`{default}`"


def _type(expected: Any) -> str:
    """A type in words.

    >>> _type(str | tuple[str, ...])
    'text or list of text'
    """
    if expected in _NAMES:
        return _NAMES[expected]
    origin, parts = get_origin(expected), get_args(expected)
    if origin in (Union, UnionType):
        return " or ".join(filter(None, map(_type, parts)))
    if origin is tuple:
        return f"list of {_type(parts[0])}"
    if origin is dict:
        return f"table of {_type(parts[1])}"
    if origin is Literal:
        return ", ".join(f"`{one}`" for one in parts)
    if isinstance(expected, type) and issubclass(expected, Enum):
        return ", ".join(f"`{one.value}`" for one in expected)
    if isinstance(expected, type) and issubclass(expected, msgspec.Struct):
        return f"{expected.__name__.lower()}s, as above"
    raise TypeError(f"no words for {expected!r}")
