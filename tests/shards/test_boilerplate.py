"""Blocks that stand in several documents: found although they are wrapped in some; the same for any workers."""

import json
from pathlib import Path
from random import Random

from corpuskit.build import Options, runner
from corpuskit.cli import main
from corpuskit.run import Settings
from corpuskit.shards import plan
from corpuskit.shards.boilerplate import repeated_blocks
from tests.samples import write
from tests.shards.corpora import RULES, inputs, row

NOTICE = "本网站所有内容的版权归原作者所有，转载请注明出处，如有侵权请与我们联系，我们会及时处理。"


def corpus(folder: Path, *, count: int = 8) -> Path:
    """Rows with a notice at their end, wrapped in every second one; a short line stands in all."""
    folder.mkdir(parents=True)
    path = folder / "rows.jsonl"
    chance = Random(3)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            body = "".join(chance.choices([chr(code) for code in range(0x4E00, 0x5000)], k=90)) + "。"
            text = "\n\n".join(("首页", body, NOTICE, NOTICE)) + "\n"
            if number % 2:
                lines = [part[at : at + 20] for part in (body, NOTICE) for at in range(0, len(part), 20)]
                text = "\n".join(lines) + "\n"
            file.write(json.dumps({"id": f"d{number}", "text": text}, ensure_ascii=False) + "\n")
    return path


def test_a_block_is_counted_once_a_document_also_where_it_is_wrapped(tmp_path: Path) -> None:
    path = corpus(tmp_path / "in")
    settings = Settings(RULES)
    shards = [*plan(inputs(path), settings.fields, 2_000)]
    assert len(shards) > 1
    found = repeated_blocks(shards, settings, runner(Options(tmp_path)))
    assert [(one.documents, one.text, one.first) for one in found] == [(8, NOTICE, "d0")]
    assert repeated_blocks(shards, settings, runner(Options(tmp_path, jobs=2))) == found


def test_nothing_is_repeated(tmp_path: Path) -> None:
    settings = Settings(RULES)
    folder = write(tmp_path / "in", a=str(row(1, 1)["text"]), b=NOTICE, c=NOTICE)
    paths = [folder / f"{name}.txt" for name in "abc"]
    assert repeated_blocks([*plan(inputs(*paths))], settings, runner(Options(tmp_path))) == []
    assert repeated_blocks([], settings, runner(Options(tmp_path))) == []


def test_the_command_writes_them(tmp_path: Path) -> None:
    path, blocks = corpus(tmp_path / "in"), tmp_path / "blocks.jsonl"
    command = ["duplicates", str(path), "--level", "exact", "--output", str(tmp_path / "found.jsonl")]
    assert main([*command, "--blocks", str(blocks)]) == 0
    assert json.loads(blocks.read_bytes())["documents"] == 8
