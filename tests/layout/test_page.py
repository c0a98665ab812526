import numpy as np

from corpuskit.layout.lines import CELL
from tests.layout.sample import page_of


def test_the_widest_flagged_line_of_each_document() -> None:
    _, page = page_of("船闸\n运河与船闸\n河\n", "", "大运河\n河\n")
    every = np.ones(len(page.lines), np.bool_)
    assert page.widest(every).tolist() == [10 * CELL, 0, 6 * CELL]
    assert page.widest(every & (page.widths < 5 * CELL)).tolist() == [4 * CELL, 0, 2 * CELL]
    assert page.widest(~every).tolist() == [0, 0, 0]
