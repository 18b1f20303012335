"""性能对比: what the catalogue does with a million items, beside peers and limits.

Every figure is a ratio to a yardstick measured in the same run; see ``README.md``.
"""
