"""The simulated bank as a program: known by its name alone, and told where to listen and what to keep."""

import sys
from pathlib import Path


def bank_command(port: int, data: Path) -> list[str]:
    """Keeps its payments in the data folder. Port 0 takes a free one."""
    return [sys.executable, "-m", "tadamun_simulators", "--port", str(port), "--data", str(data / "bank")]
