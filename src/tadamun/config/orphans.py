"""No process of a server outlives the one that started it."""

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1  # prctl(2)
ATTENTIVE, PATIENCE = 1.0, 30  # seconds between two looks at the parent; times an orphan is told to end


def end_with_parent() -> None:
    """End as by SIGTERM when our parent dies, even by kill -9.

    On Linux the kernel tells us at once. It may hand that signal to any of our threads, and a main thread that waits for a
    lock then never hears of it; so a thread of ours looks too, and wakes the main one.
    """
    parent = os.getppid()
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    threading.Thread(target=_mind, args=(parent,), name="parent-watch", daemon=True).start()


def _mind(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(ATTENTIVE)
    main = threading.main_thread().ident
    for _ in range(PATIENCE):
        if main is not None:
            signal.pthread_kill(main, signal.SIGTERM)
        time.sleep(1)
    os._exit(1)
