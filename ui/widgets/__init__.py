"""Widgets that several screens share; a widget shows, it never saves."""
