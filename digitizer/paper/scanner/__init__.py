"""Scanners: one protocol, one module a driver."""
