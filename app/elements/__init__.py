"""Elements 要素: the values an item is made of, what makes two of them the same, how they compare."""
