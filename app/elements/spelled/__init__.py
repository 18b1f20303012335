"""Readers of what people spell: pure functions from a cell's text to a value of the standard."""
