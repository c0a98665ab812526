import pytest

from corpuskit.layout.rewrap import Setting, rewrap
from tests.layout.sample import ESSAY, fix, ink

ENGLISH = (
    "A thin mist lay on the river, and of the village on the other bank only a few tree-tops could be seen.",
    "When he came to the bridge it was day already. The old man who sold bean milk had just put up his stall.",
    "The old man asked nothing more, but filled a bowl for him, and put in one spoon of sugar more than usual.",
    "The town was busier than he remembered it. Many shops had opened on both sides of the street.",
)


@pytest.mark.parametrize("width", range(48, 80, 4))
def test_a_paragraph_and_its_translation_are_two(width: int) -> None:
    blocks = [block for pair in zip(ESSAY, ENGLISH, strict=True) for block in pair]
    fixed = fix(rewrap(blocks, ["paragraph"] * len(blocks), Setting(width, indent=0), 1))
    starts = {ink(row)[:12] for row in fixed.split("\n") if row}
    assert starts >= {ink(block)[:12] for block in blocks}
