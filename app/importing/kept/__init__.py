"""留存的映射: mappings that people made here, kept as data, version by version."""
