"""Mechanism without government words: database, text, hashing, problems, paging."""
