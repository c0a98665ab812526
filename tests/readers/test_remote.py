"""Files by URL, in the memory file system of fsspec, which stands for all others."""

import gzip
import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

pytest.importorskip("fsspec")

import fsspec

from corpuskit.build import Options, build
from corpuskit.cli import main
from corpuskit.errors import ConfigError, InputError
from corpuskit.readers import Fields, Found, discover, read_document, rows_of
from corpuskit.readers.remote import RemotePath
from corpuskit.run import Settings, tasks
from tests.samples import CLEAN, WRAPPED, write
from tests.shards.corpora import RULES, SHARD_BYTES, made, rows, tree


@pytest.fixture
def memory() -> Iterator[Any]:
    """An empty file system."""
    fs = fsspec.filesystem("memory")
    yield fs
    fs.store.clear()
    fs.pseudo_dirs[:] = [""]


def found(*urls: str, taken: tuple[str, ...] = ("*.txt",)) -> list[Found]:
    return [one for one in discover(urls, taken=taken) if isinstance(one, Found)]


def test_a_folder_a_pattern_and_a_file(memory: Any) -> None:
    for name in ("c/a.txt", "c/deep/b.txt", "c/r.jsonl", "c/.hidden/x.txt"):
        memory.pipe(f"/{name}", WRAPPED.encode())
    assert [(one.id, one.named) for one in found("memory://c")] == [("a", False), ("deep/b", False)]
    assert [(one.id, one.named) for one in found("memory://c/*.*")] == [("a", True), ("r", True)]
    (one,) = found("memory://c/a.txt")
    assert (one.id, one.named, one.path.as_posix()) == ("a", True, "memory://c/a.txt")
    assert read_document(one.path, one.id).text == WRAPPED
    assert pickle.loads(pickle.dumps(one)) == one


def test_of_a_folder_the_same_files_are_taken_as_of_a_local_one(memory: Any, tmp_path: Path) -> None:
    for name in ("a.TXT", "robots.txt", "requirements.txt", "LICENSE.txt"):
        memory.pipe(f"/c/{name}", b"x")
        (tmp_path / name).write_bytes(b"x")
    local = [one.id for one in discover([tmp_path]) if isinstance(one, Found)]
    assert [one.id for one in found("memory://c")] == local == ["a"]


def test_what_is_not_there(memory: Any) -> None:
    memory.pipe("/c/a.txt", b"x")
    (missing,) = discover(["memory://c/b*.txt"])
    assert str(missing) == "memory://c/b*.txt: no file matches"
    (named,) = discover(["memory://c/no.txt"])
    assert str(named) == "memory://c/no.txt: no such file or directory"
    with pytest.raises(InputError, match="no such file or directory"):
        read_document(cast(Path, RemotePath("memory://c/no.txt")), "no")
    with pytest.raises(ConfigError, match="nonsense"):
        found("nonsense://x")


def test_rows_are_cut_into_parts_as_those_of_local_files(memory: Any, tmp_path: Path) -> None:
    path = rows(tmp_path / "r.jsonl", 400)
    memory.pipe("/r.jsonl", path.read_bytes())
    memory.pipe("/r.jsonl.gz", gzip.compress(path.read_bytes()))
    (near,), (far,), (packed,) = (found(str(path)), found("memory://r.jsonl"), found("memory://r.jsonl.gz"))
    for one in (near, far):
        parts = [part for (part,) in tasks([one], Settings(RULES), limit=20_000) if isinstance(part, Found)]
        assert len(parts) > 3
        reader = rows_of(one.path, Fields())
        assert reader is not None
        texts = [row.text for part in parts for row in reader.read(part, Fields(), "utf-8")]  # type: ignore[union-attr]
        assert texts == [json.loads(line)["text"] for line in path.open("rb")]
    reader = rows_of(packed.path, Fields())
    assert reader is not None
    assert len([*reader.read(packed, Fields(), "utf-8")]) == 400


def test_a_build_of_remote_rows_gives_what_local_ones_give(memory: Any, tmp_path: Path) -> None:
    path = rows(tmp_path / "r.jsonl", 200)
    memory.pipe("/r.jsonl", path.read_bytes())
    made([path], tmp_path / "near/c", segmenter=None)
    options = Options(tmp_path / "far/c", shard_bytes=SHARD_BYTES)
    build(found("memory:///r.jsonl"), Settings(RULES), options)
    near, far = tree(tmp_path / "near/c"), tree(tmp_path / "far/c")
    assert near.keys() == far.keys()
    for name in near:
        if name.startswith("data/"):
            assert far[name].replace(b"memory:///", f"{tmp_path.as_posix()}/".encode()) == near[name]


def test_parquet(memory: Any, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    parquet.write_table(pa.table({"text": ["一", "二"]}), tmp_path / "r.parquet", row_group_size=1)
    memory.pipe("/r.parquet", (tmp_path / "r.parquet").read_bytes())
    (one,) = found("memory://r.parquet")
    reader = rows_of(one.path, Fields())
    assert reader is not None
    assert [row.text for row in reader.read(one, Fields(), "utf-8")] == ["一", "二"]  # type: ignore[union-attr]


def test_commands_read_urls_and_do_not_write_them(
    memory: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    memory.pipe("/c/a.txt", WRAPPED.encode())
    assert main(["check", "--isolated", "--format", "concise", "memory://c"]) == 1
    assert capsys.readouterr().out.startswith("memory:///c/a.txt:1:")
    assert main(["fix", "--isolated", "memory://c/a.txt"]) == 2
    assert "only local files are written in place" in capsys.readouterr().err
    assert main(["fix", "--isolated", "--diff", "memory://c/a.txt"]) in (0, 1)
    assert memory.cat("/c/a.txt") == WRAPPED.encode()
    out = tmp_path / "out"
    assert main(["build", "memory://c", "--isolated", "--no-annotate", "-q", "--output", str(out)]) == 0
    assert (out / "clean/a.txt").is_file()


def test_a_url_that_is_not_there_is_told_and_the_others_are_built(
    memory: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    memory.pipe("/c/r.jsonl", b'{"text": "one"}\n')
    out, urls = tmp_path / "out", ["memory://c/r.jsonl", "memory://c/missing.jsonl"]
    assert main(["build", *urls, "--isolated", "--no-annotate", "--jobs", "1", "--output", str(out)]) == 2
    told = capsys.readouterr()
    assert "error: memory://c/missing.jsonl: no such file or directory" in told.err
    assert "documents   1 built" in told.out


def test_a_build_is_not_written_to_a_url(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "in", a=CLEAN)
    monkeypatch.chdir(tmp_path)
    assert main(["build", "in", "--isolated", "--no-annotate", "--output", "memory://out"]) == 2
    assert "cannot write: a URL; allowed: a local path" in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["in"]


def test_a_file_url_is_a_local_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "in dir", a=CLEAN, b=WRAPPED)
    assert [one.path for one in found(folder.as_uri())] == [folder / "a.txt", folder / "b.txt"]
    assert main(["fix", "--isolated", "-q", (folder / "b.txt").as_uri()]) == 0
    assert (folder / "b.txt").read_text(encoding="utf-8") != WRAPPED


def test_a_path_says_what_readers_ask() -> None:
    path = RemotePath("s3://bucket/deep/a.jsonl.gz")
    assert (path.name, path.stem, path.suffix, path.parents) == ("a.jsonl.gz", "a.jsonl", ".gz", ())
    assert path.as_posix() == "s3://bucket/deep/a.jsonl.gz"
    assert path.resolve() == path and not path.is_symlink()


def test_workers_read_urls_too(tmp_path: Path) -> None:
    path = rows(tmp_path / "r.jsonl", 200)
    made([path], tmp_path / "near/c", segmenter=None)
    options = Options(tmp_path / "far/c", shard_bytes=SHARD_BYTES, jobs=2)
    built = build(found(f"local://{path.as_posix()}"), Settings(RULES), options)
    assert len(built.records) > 2
    assert built.counts.documents == 200
