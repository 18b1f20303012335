"""名称漂移与近似重复: the same item under other names or other codes, proposed with evidence.

What is read is a catalogue's *uses* of names: a name under a code, however many items bear it. A
million items have some thousands of them, so pairs are looked for among uses, and never all pairs:
only names that share a rare pair of characters are compared (``blocking``). What is proposed is a
matter for people; nothing here is a finding.
"""
