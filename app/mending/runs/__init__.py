"""批次比较: kept full runs held against each other."""
