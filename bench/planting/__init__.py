"""埋错 Planting: faults of every kind put at random into a clean catalogue, to see what is found.

A *planter* knows one rule: where in a document its defect can be made, and how. It does not ask the
rule: it writes what people write, and says at which place the rule must speak. ``drawing`` puts
some hundreds of faults into ``ground``, one to a document; ``trial`` imports the result and holds
the findings against what was planted.
"""
