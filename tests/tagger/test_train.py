"""The tagger learns its text, and the same file gives the same model."""

from pathlib import Path

import pytest

from corpuskit.tagger import LABELS, Tagger, train
from corpuskit.tagger.features import CLASSES
from corpuskit.tagger.model import load
from tests.shared import SHARED

ROWS = """\
# text = 李白住在长安，加入翰林院。
1\t李白\tB-PER
2\t住在\tO
3\t长\tB-LOC
4\t安\tI-LOC
5\t，\tO
6\t加入\tO
7\t翰林院\tB-ORG
8\t。\tO

# text = 杜甫住在 成都。
1\t杜甫\tB-PER
2\t住在\tO
3\t成都\tB-LOC
4\t。\tO

"""


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    for _, names in CLASSES:
        for name in names:
            (folder / f"{name}.txt").write_text(f"# {name}\n李\t1\n成都\n", encoding="utf-8")
    return folder


def test_a_model_learns_its_text_and_is_the_same_twice(tmp_path: Path, lists: Path) -> None:
    source = tmp_path / "train.iob2"
    source.write_text(ROWS * 5, encoding="utf-8")
    for name in ("a", "b"):
        assert train.main([str(source), str(lists), str(tmp_path / name)]) == 0
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    texts = [line.removeprefix("# text = ") for line in ROWS.splitlines() if line.startswith("#")]
    found = Tagger(load(tmp_path / "a")).entities(texts)
    assert [
        [(text[start:end], LABELS[label]) for start, end, label, _ in rows.tolist()]
        for text, rows in zip(texts, found, strict=True)
    ] == [[("李白", "PER"), ("长安", "LOC"), ("翰林院", "ORG")], [("杜甫", "PER"), ("成都", "LOC")]]


@pytest.mark.bench
@pytest.mark.skipif(SHARED is None, reason="needs the shared bench data")
def test_the_shipped_model_can_be_made_again(tmp_path: Path) -> None:
    assert SHARED
    source = SHARED / "bench" / "segmentation" / "zh_gsdsimp-train.iob2"
    root = Path(__file__).parents[2]
    assert train.main([str(source), str(root / "rules" / "zh"), str(tmp_path / "made.npz")]) == 0
    shipped = root / "corpuskit" / "tagger" / "entities.npz"
    assert (tmp_path / "made.npz").read_bytes() == shipped.read_bytes()
