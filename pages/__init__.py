"""One screen a file, in the order a person meets them."""
