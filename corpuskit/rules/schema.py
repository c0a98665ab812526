"""The JSON Schema of rule files, from the types they are loaded into."""

import functools
import operator
from typing import Any

import msgspec

from corpuskit.kinds import KINDS
from corpuskit.model import Example
from corpuskit.rules.validate import PackTable


def rule_file_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of a rule file, for editors."""
    rule: Any = functools.reduce(operator.or_, (kind.rule for kind in KINDS.values()))
    layout = msgspec.defstruct(
        "RuleFile",
        [("pack", PackTable), ("rule", list[rule]), ("example", list[Example], [])],
        forbid_unknown_fields=True,
    )
    schema = msgspec.json.schema(layout)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
