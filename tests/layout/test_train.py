import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpuskit.layout import train
from corpuskit.layout.learn import Plan, boost
from corpuskit.layout.lines import Batch
from corpuskit.layout.page import Page
from corpuskit.layout.trees import Trees, percent, shipped
from tests.layout.sample import ESSAY
from tests.shared import SHARED

CASE: dict[str, Any] = {
    "id": "a",
    "doc": "a",
    "genre": "essay",
    "extractor": "none",
    "style": "clean",
    "raw": "科技创\n新引领\n— 1 —\n产业\n升级\n",
    "gold": ["科技创新引领", "产业升级"],
    "gold_types": ["para", "para"],
    "furniture": ["— 1 —"],
}


def page(text: str) -> Page:
    return Page.of(Batch.of([text]), [text])


def test_labels_say_what_the_blocks_were() -> None:
    assert train.labels(CASE, page(CASE["raw"])).tolist() == [train.JOIN, -1, -1, train.JOIN, -1]


def test_a_break_across_found_furniture_has_a_truth() -> None:
    pages = [f"{row}\n— {n} —\f" for n, row in enumerate(ESSAY, 1)]
    case = CASE | {"raw": "".join(pages), "gold": list(ESSAY), "furniture": [f"— {n} —" for n in range(1, 5)]}
    assert train.labels(case, page(case["raw"])).tolist() == [train.KEEP] * 3 + [-1, -1]


def test_a_case_whose_texts_differ_is_refused() -> None:
    with pytest.raises(ValueError, match="a: raw and gold differ at 0"):
        train.labels(CASE | {"gold": ["别的"]}, page(CASE["raw"]))


def test_boosting_learns_a_rule_and_writes_what_it_reads() -> None:
    random = np.random.default_rng(1)
    table = {name: random.integers(0, 900, 400) // 100 for name in ("fit", "end", "noise")}
    truth = (table["fit"] > 4) ^ (table["end"] > 6)
    plans = Plan(4, 2, 0.3, 1.0), Plan(8, 2, 0.3, 1.0), Plan(8, 2, 0.3, 1.0)
    trees = boost(table, truth, plans=plans)
    assert ((trees.scores(table) > 0) == truth).mean() > 0.98
    again = Trees.parse(trees.dump())
    assert (again.scores(table) == trees.scores(table)).all()
    assert boost(table, truth, plans=plans).dump() == trees.dump()


def test_scores_become_percents() -> None:
    assert percent(np.array([-9999, -1, 0, 1, 9999])).tolist() == [0, 49, 50, 50, 99]


def test_the_shipped_model_is_small_and_says_where_it_comes_from() -> None:
    text = Path(train.__file__).with_name("parameters.json").read_text("utf-8")
    assert json.loads(text)["notice"]
    assert len(text) < 200_000
    assert shipped().stages[-1].leaves.dtype == np.int32


def test_the_command_writes_the_same_bytes_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = tmp_path / "cases.jsonl"
    rows = [
        CASE | {"doc": f"d{n}", "raw": "\n".join(ESSAY), "gold": list(ESSAY), "furniture": []}
        for n in range(5)
    ]
    types = {"gold_types": ["para"] * len(ESSAY)}
    cases.write_text("".join(json.dumps(row | types) + "\n" for row in rows), "utf-8")
    plans = Plan(2, 2, 0.3), Plan(2, 2, 0.3)
    monkeypatch.setattr(train, "boost", lambda *a, **k: boost(*a, **k, plans=plans))
    more = ["--more", str(cases)]
    for name, options in (("one", []), ("two", []), ("more", more)):
        monkeypatch.setattr("sys.argv", ["train", str(cases), *options, "--output", str(tmp_path / name)])
        train.main()
    one, two, three = ((tmp_path / name).read_bytes() for name in ("one", "two", "more"))
    assert one == two
    assert three != one


def test_more_cases_count_less_and_stay_in_their_folds(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text("".join(json.dumps(CASE | {"doc": f"d{n}"}) + "\n" for n in range(9)), "utf-8")
    lessons = train.Lessons.read(file, more=[file])
    kept = lessons.without(0)
    assert {case["doc"] for case in kept.more} == {case["doc"] for case in kept.cases}
    assert 0 < len(kept.cases) < 9
    cases = list(lessons.all())
    own = [case for case in cases if case["style"] == "more"]
    assert len(own) == 9
    assert set(train.weights(own, train.collect(own))) == {train.WEIGHTS["more"]}


@pytest.mark.skipif(SHARED is None, reason="measured data is not beside the checkout")
def test_the_shipped_model_knows_the_development_cases() -> None:
    assert SHARED is not None
    rows = (SHARED / "bench/linebreak/dev.jsonl").read_text("utf-8").splitlines()[::5]
    samples = train.collect([json.loads(row) for row in rows])
    assert train.macro_f1(samples.joined, shipped().scores(samples.columns) > 0) > 97
