"""Puts what the rule files say into the wheel, parsed: reading TOML anew at each start takes a while."""

import json
import tempfile
import tomllib
from pathlib import Path
from typing import Any
from zlib import crc32

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """Adds ``corpuskit/_rules/rules.json``: for each rule file its checksum and its values."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the file, unless the project is installed in place: its rules are those beside it then."""
        if version == "editable":
            return
        rules = Path(self.root, "rules")
        found = {}
        for path in sorted(rules.rglob("*.toml")):
            data = path.read_bytes()
            values = tomllib.loads(data.decode("utf-8-sig"))
            found[path.relative_to(rules).as_posix()] = {"crc32": crc32(data), "values": values}
        made = Path(tempfile.mkdtemp()) / "rules.json"
        made.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        build_data["force_include"][str(made)] = "corpuskit/_rules/rules.json"
