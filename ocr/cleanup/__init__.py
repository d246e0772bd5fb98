"""Steps that make a page easier to read; each takes pixels and gives pixels and what it did."""
