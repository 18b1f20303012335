"""整改: lists of findings that one authority is to mend by a day, and what has become of them."""
