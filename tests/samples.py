"""Texts that tests are made of, and folders to hold them."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "000_50d3b4d398fe0756.txt"

#: A paragraph as a PDF's column cuts it: one right margin, words cut, a full stop carried over.
WRAPPED = (
    "要切实掌握未来竞争的制高点、主动权，必须从实\n"
    "践逻辑出发，突出科技创新和产业创新的融合互动\n"
    "。企业以劳动者、劳动资料、劳动对象及其优化组\n"
    "合的跃升为基本内涵，以全要素生产率大幅提升为\n"
    "核心标志。\n"
)
REPAIRED = WRAPPED.replace("\n", "") + "\n"
CLEAN = "这是一个完整的段落，没有换行的问题。\n\n第二段也是如此。\n"


def write(folder: Path, **texts: str) -> Path:
    """``folder`` with a UTF-8 file ``<name>.txt`` for each text, newlines as given."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
    return folder
