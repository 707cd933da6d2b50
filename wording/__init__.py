"""Numbers become words here, and only here: numbers, terms, sentences."""
