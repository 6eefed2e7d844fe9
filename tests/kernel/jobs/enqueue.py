"""Enqueue sample jobs from a process of its own: ``python -m tests.kernel.jobs.enqueue NAME ARGUMENT…``."""

import sys

import django

django.setup()

from tadamun.kernel.jobs import enqueue  # noqa: E402
from tests.kernel.jobs import samples  # noqa: E402

if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    if name == "many":
        path, count = arguments
        for number in range(int(count)):
            enqueue(samples.add_line, path, str(number))
    else:
        enqueue(getattr(samples, name), *arguments)
