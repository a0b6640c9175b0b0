"""Cam Kết: signed commitments and monthly figures of a province's units."""

__version__ = "0.1.0"
