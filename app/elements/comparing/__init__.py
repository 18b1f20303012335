"""Comparing 比对: one module per element; what counts as the same, better, worse, different."""
