"""Data the program ships with; found through ``importlib.resources``."""
