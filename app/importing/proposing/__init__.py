"""拟映射: a file whose headers nobody knows → a proposed mapping, with its evidence.

Nothing here writes, and nothing decides for people: what the evidence cannot settle is asked.
"""
