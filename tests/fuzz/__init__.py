"""Fuzz targets: mutated input in great numbers. Run with ``pytest -m slow tests/fuzz``."""
