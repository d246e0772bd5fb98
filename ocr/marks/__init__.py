"""Which marks a Vietnamese syllable carries, given its neighbours."""
