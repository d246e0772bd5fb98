"""The window: PySide6 widgets over the core. Importing it loads no engine."""
