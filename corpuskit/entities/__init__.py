"""What the kind ``entity`` is made of: people, neighbours, ordinary words, names that grow."""
