"""One module a neighbouring system; none knows another."""
