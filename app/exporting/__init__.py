"""输出: catalogues handed on to people, platforms and the public, in shapes that they read."""
