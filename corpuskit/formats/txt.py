"""Plain text: the cleaned text as it is."""

from corpuskit.model import Annotated

SUFFIX = ".txt"


def render(annotated: Annotated) -> str:
    """The cleaned text of one document."""
    return annotated.checked.text
