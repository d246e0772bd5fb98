"""Frozen values of the office's world: what is true is a value, change makes a new value."""
