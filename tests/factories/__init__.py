"""Factories: catalogues for tests, written the way imports write them."""
