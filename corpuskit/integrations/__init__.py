"""corpuskit as a part of other tools. One module a tool; each needs that tool."""
