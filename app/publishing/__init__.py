"""公布: guides for everybody, and the public lists that are decided from the catalogue."""
