"""交换库的表: items whose row, extension and lists are tables of their own, tied by row ids."""
