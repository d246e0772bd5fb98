"""What every worker needs, loaded once: workers are copies of a process that has imported this.

Only modules are loaded here. Nothing is opened and nothing runs, so that a copy can be made at any
time and each worker still chooses its own recogniser.
"""

from __future__ import annotations

import os

# before the libraries look: one page a core, and a process of one thread can be copied safely
os.environ["OMP_THREAD_LIMIT"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import ocr.page
import ocr.sources  # noqa: F401
