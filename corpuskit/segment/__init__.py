"""Words and sentences of Chinese text: batches of text in, offsets out.

Words come from a linear-chain model over characters, decoded in numpy a batch at a time; a batch gives
exactly what its texts give one by one. Nothing is downloaded and no pickle is read.
"""

from corpuskit.segment.load import Segmenter, load_segmenter
from corpuskit.segment.sentences import sentences

__all__ = ["Segmenter", "load_segmenter", "sentences"]
