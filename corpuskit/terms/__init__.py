"""Terms: what a term rule says, how its spellings are found, and which of them a majority uses."""
