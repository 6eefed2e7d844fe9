"""What each figure is held against. Source: the project's performance budget (docs/guide/performance.md)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """``most`` is the limit, ``goal`` what we aim at; with ``least`` larger is better. Peers: recorded, not measured here."""

    name: str
    unit: str
    most: float | None = None
    least: float | None = None
    goal: float | None = None
    peers: str = ""

    def bound(self) -> str:
        """In words; empty when the figure is only shown."""
        if self.most is not None:
            return f"= {self.most:g}" if self.most == self.least else f"≤ {self.most:g}"
        return "" if self.least is None else f"≥ {self.least:g}"

    def kept(self, value: float) -> bool:
        return (self.most is None or value <= self.most) and (self.least is None or value >= self.least)


TARGETS = {
    target.name: target
    for target in (
        Target("five million additions", "s"),
        Target("listing", "ms CPU", most=6, goal=2.4, peers="oscar 1341/749, Vendure 24"),
        Target("product", "ms CPU", most=4, goal=1.4, peers="oscar 125/62, Vendure 45/14"),
        Target("search", "ms CPU", most=8, goal=3.3, peers="oscar 819/288, Vendure 385/33"),
        Target("search at the largest", "ms CPU", most=12),
        Target("add to basket", "ms CPU", most=6, goal=3.4, peers="oscar 74/48, Vendure 75/34"),
        Target("whole purchase", "ms CPU", most=30, goal=17, peers="oscar 631/371, Vendure 319/173"),
        Target("purchase by card", "ms CPU", most=50),
        Target("purchases by card a second", "/s", least=10),
        Target("kept page", "ms CPU", most=0.09),
        Target("kept page / server alone", "×", least=0.5, goal=0.65),
        Target("kept page / nginx", "×", goal=0.65, peers="granian alone 0.41–0.6"),
        Target("growth listing", "×", most=1.5),
        Target("growth product", "×", most=1.5),
        Target("growth search", "×", most=1.5),
        Target("cold start", "s", most=3),
        Target("two workers", "MB", most=300),
        Target("import", "rows/s", least=2000),
        Target("sold of 100", "pieces", most=100, least=100, peers="oscar 101–123, Vendure 200/100"),
        Target("told plainly of 100", "buyers", most=100, least=100),
        Target("server errors", "", most=0, least=0),
        Target("balance of a seller", "ms CPU", most=5),
        Target("balance of the largest", "ms CPU", most=30),
        Target("balance of the market", "ms CPU", most=250),
        Target("lighthouse performance", "", least=0.98),
        Target("lighthouse accessibility", "", least=1),
        Target("lighthouse best-practices", "", least=1),
        Target("lighthouse seo", "", least=1),
    )
}
