"""The ``digitizer`` command: one module a subcommand, all with the same manners.

Progress and sentences go to stderr, the answer to stdout (one JSON document with ``--json``). Exit
code 0: all well, 1: some item failed (each listed with its code), 2: wrong use.
"""
