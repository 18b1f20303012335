"""交换库导入: a database or a folder of exchange tables, packed into one file that is imported.

What was brought in is then a file like any other: kept by its hash, told of in the batch, free to
send again; and the other platform's database is read in one short read-only transaction, not held
for as long as the import takes.
"""
