"""The columns of the model's table."""

import numpy as np

from corpuskit.layout.features import features, table
from corpuskit.layout.lines import Batch
from corpuskit.layout.looks import Looks
from corpuskit.layout.page import Page
from tests.layout.prose import REPORT, wrapped


def test_a_line_far_beyond_the_column_is_not_one_far_below_it() -> None:
    """Small integers hold the table: what is too large either way stays as large as they go."""
    text = wrapped(REPORT, 36, "indent") + "重" * 2_500 + "\n"
    batch = Batch.of([text])
    page = Page.of(batch, [text])
    names = "full-slack", "slack-cells", "equal"
    found = features(page, Looks.of(batch, page, [text]))
    rows = table(found, names)
    assert found["full-slack"][-1] < -32_768
    assert rows.dtype == np.int16
    assert (np.sign(rows) == [np.sign(found[name]) for name in names]).all()
