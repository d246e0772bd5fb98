"""Recognisers behind one protocol: Tesseract's program, Tesseract in the process, or another's."""
