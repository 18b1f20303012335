"""导入: files and databases of others, read, mapped, tried, written and undone."""
