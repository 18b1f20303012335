"""事项: base items, implementation items, their revisions and the element values they share."""
