"""示例目录: a whole invented province, so that everything can be tried on a fresh machine.

云川省 does not exist: its prefix 99 is assigned to nobody, so no real authority is accused of a
fault. The kinds of item are real, and so are the national laws they cite; documents, telephones
and addresses of 云川省 are made up.
"""

from __future__ import annotations
