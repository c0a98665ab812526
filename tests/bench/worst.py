"""The wrong breaks of a case, as a reader sees them: the line before, the line after, what was done."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

_SHOWN, _CONTEXT = 12, 40


def _content(case: dict[str, Any], core: Any) -> list[str]:
    """The lines of a case that are no furniture, as the scorer counts them."""
    return [text for text, running in core.content_lines(case["raw"], case["furniture"]) if not running]


def wrong_breaks(case: dict[str, Any], prepared: dict[str, Any], output: str, modules: Any) -> Iterator[str]:
    """A line for each break that ``output`` has wrong, asked of the scorer break by break."""
    score, core = modules
    lines = _content(case, core)
    for index, decision in enumerate(prepared["decs"]):
        counts: Counter[Any] = score.eval_case({**prepared, "decs": [decision]}, output)
        [(where, gold, did)] = [key for key in counts if isinstance(key, tuple) and key[0] in ("d", "x")]
        if gold != did:
            before, after = lines[index][-_CONTEXT:], lines[index + 1][:_CONTEXT]
            across = " across furniture" if where == "x" else ""
            yield f"    {before} | {after}    gold {gold}, did {did}{across}"


def show(rows: list[tuple[float, dict[str, Any], dict[str, Any], str]], count: int, modules: Any) -> None:
    """Print the ``count`` worst of ``(macro-F1, case, prepared, output)``."""
    for value, case, prepared, output in sorted(rows, key=lambda row: (row[0], row[1]["id"]))[:count]:
        print(f"\n{value:6.2f} {case['id']}")
        found = list(wrong_breaks(case, prepared, output, modules))
        print("\n".join(found[:_SHOWN]))
        if len(found) > _SHOWN:
            print(f"    ... and {len(found) - _SHOWN} more")
