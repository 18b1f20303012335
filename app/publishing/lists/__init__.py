"""公开清单: which items belong on a public list, why, why not, and how large a share they are."""
