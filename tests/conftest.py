from __future__ import annotations

import os

# a test that opens a store without a key must never write into the developer's own keyring
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
