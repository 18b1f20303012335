"""限额: what a reader may use; the system enforces it."""

from __future__ import annotations

import resource
from dataclasses import dataclass

FILE_LIMIT = 4 << 30
OPEN_FILES = 256


@dataclass(frozen=True, slots=True)
class Limits:
    """Memory in MiB, processor time in seconds."""

    memory_mb: int = 2048
    seconds: int = 600

    @property
    def patience(self) -> float:
        """Seconds of the wall clock without a word after which a reader is given up."""
        return 2.0 * self.seconds

    def impose(self) -> None:
        """Set the limits of this process, for good."""
        for kind, most in (
            (resource.RLIMIT_AS, self.memory_mb << 20),
            (resource.RLIMIT_CPU, self.seconds),
            (resource.RLIMIT_FSIZE, FILE_LIMIT),
            (resource.RLIMIT_NOFILE, OPEN_FILES),
            (resource.RLIMIT_CORE, 0),
        ):
            _, hard = resource.getrlimit(kind)
            wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
            # the soft limit of time says SIGXCPU, the hard one would kill without a reason
            above = wanted if kind != resource.RLIMIT_CPU else hard
            resource.setrlimit(kind, (wanted, above))
