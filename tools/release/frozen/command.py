"""The built ``digitizer`` starts here."""

from __future__ import annotations

import sys

from digitizer.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
