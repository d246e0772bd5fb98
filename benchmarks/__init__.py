"""Measurements against ground truth and against other programs."""
