"""Where the texts of these tests lie, and how to read them."""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[1] / "layout"


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
