"""关联数据: published guides as CPSV-AP public services, in JSON-LD and Turtle."""
