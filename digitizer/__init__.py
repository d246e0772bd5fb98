"""The core of the digitization workstation: it runs without a window and knows no Qt."""
