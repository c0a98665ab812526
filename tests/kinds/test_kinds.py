from corpuskit.kinds import KINDS
from corpuskit.model import ScopedRule, Stage


def test_rules_of_the_stages_that_have_blocks_may_say_where_they_look() -> None:
    scoped = {name for name, kind in KINDS.items() if issubclass(kind.rule, ScopedRule)}
    late = {name for name, kind in KINDS.items() if kind.module.STAGE in (Stage.TEXT, Stage.TAG)}
    assert scoped == late
