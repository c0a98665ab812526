"""The house's walls: imports point down, siblings do not know each other, budgets hold."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "corpuskit"

#: A module imports from lower floors only, or from its own folder.
FLOORS = {
    0: ("batching", "columns", "version", "errors", "offsets", "unicode", "display", "nesting"),
    1: ("alignments", "model", "names", "files", "wordset"),
    2: ("joined", "matching", "schemes", "seams", "edits", "labels", "undo", "verbatim", "layout", "segment"),
    3: ("cells", "contexts", "figures", "letters", "tagger", "wraps"),
    4: ("entities", "terms"),
    5: ("kinds",),
    6: ("rules",),
    7: ("config", "rounds", "simplified"),
    8: ("checker", "duplicates", "findings", "suppress"),
    9: ("annotator", "tagging", "gold", "explain", "conllu", "counts", "statistics", "baseline", "census"),
    10: ("forgive", "mining", "readers", "formats", "reports", "engines"),
    11: ("run", "api", "testing", "treebank", "spacy_tokenizer", "scoring"),
    12: ("shards",),
    13: ("build", "integrations"),
    14: ("cli",),
    15: ("__init__", "__main__"),
}
FLOOR = {name: floor for floor, names in FLOORS.items() for name in names}

#: Folders whose modules never import each other; their ``__init__`` holds the table of all.
SIBLINGS = ("kinds", "readers", "formats", "reports", "engines")
#: What siblings of one folder may share: helpers that are no kind, reader, format or report themselves.
SHARED = {
    "readers": {"decode", "discover", "ignore", "raw", "remote", "rows", "sections", "streams"},
    "engines": {"done"},
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def imported(tree: ast.Module) -> Iterator[str]:
    """Dotted names of corpuskit that a module imports, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "corpuskit")
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where a name comes from"
            if node.module and node.module.split(".")[0] == "corpuskit":
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def top(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def identify(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=identify)
def test_imports_point_down(path: Path) -> None:
    own = top(path)
    for name in imported(parsed(path)):
        parts = name.split(".")
        target = parts[1] if len(parts) > 1 and parts[1] in FLOOR else "__init__"
        assert target == own or FLOOR[target] < FLOOR[own], f"{identify(path)} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=identify)
def test_siblings_do_not_know_each_other(path: Path) -> None:
    own = top(path)
    if own not in SIBLINGS or path.stem == "__init__":
        return
    for name in imported(parsed(path)):
        parts = name.split(".")
        if parts[1] == own and path.stem not in SHARED.get(own, ()):
            assert parts[2] in SHARED.get(own, ()), f"{identify(path)} imports its sibling {name}"


def test_there_is_no_cycle_between_modules() -> None:
    edges = {module_name(path): set(imports_of(path)) for path in MODULES}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join([*trail, name])
        if name not in done:
            for other in sorted(edges[name]):
                visit(other, (*trail, name))
            done.add(name)

    for name in edges:
        visit(name, ())


def module_name(path: Path) -> str:
    parts = ["corpuskit", *path.relative_to(PACKAGE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> Iterator[str]:
    """The modules that a module imports when it is itself imported."""
    known = {module_name(other) for other in MODULES}
    own = module_name(path)
    tree = parsed(path)
    tree.body = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    for name in imported(tree):
        while name not in known:
            name = name.rpartition(".")[0]
        if name != own and not own.startswith(f"{name}."):
            yield name


@pytest.mark.parametrize("path", MODULES, ids=identify)
def test_the_code_stays_within_its_budgets(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400, "split the file"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            positional = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args)]
            assert lines <= 50, f"{node.name}: {lines} lines"
            assert len([name for name in positional if name not in ("self", "cls")]) <= 5, node.name


def test_nothing_says_where_it_was_written() -> None:
    forbidden = ["/" + "work/", "/" + "root/", "shared/" + "bench/" + "linebreak/dev.jsonl:"]
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert not [word for word in forbidden if word in text], identify(path)
