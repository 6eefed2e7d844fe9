"""What a developer reads first: which card shows what, who the merchants are, and the files of the pages."""

from html import escape

from tadamun_simulators.cards import CARDS, FAULTS, SECURE_CODE, grouped
from tadamun_simulators.merchants import MERCHANTS
from tadamun_simulators.pages import HERE, draw, page
from tadamun_simulators.web import Refused, Request, Response, Route, as_json

KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}


class Guide:
    def routes(self) -> list[Route]:
        return [
            Route("GET", "/", self.home),
            Route("GET", "/merchants.json", self.merchants),
            Route("GET", "/cards.json", self.cards),
            Route("GET", "/assets/<name>", self.asset),
        ]

    def home(self, request: Request) -> Response:
        """The cards with what each shows, and the published contracts."""
        cards = "".join(
            f"<tr><td class='whole'><code>{grouped(card.number)}</code></td><td>{card.brand}</td><td>{card.fault}</td>"
            f"<td>{escape(FAULTS[card.fault])}{f' Seconds: {card.seconds}.' if card.seconds else ''}</td></tr>"
            for card in CARDS.values()
        )
        contracts = "".join(
            f"<tr><th scope='row'>{gateway}</th><td>{_pairs(contract)}</td></tr>"
            for gateway, contract in MERCHANTS.items()
            if isinstance(contract, dict)
        )
        body = draw("guide.html", cards=cards, contracts=contracts, code=SECURE_CODE)
        return page("Cards, merchants and faults", body)

    def merchants(self, request: Request) -> Response:
        return as_json(MERCHANTS)

    def cards(self, request: Request) -> Response:
        return as_json(
            [
                {"number": card.number, "brand": card.brand, "fault": card.fault, "seconds": card.seconds}
                for card in CARDS.values()
            ]
        )

    def asset(self, request: Request, name: str) -> Response:
        """Raises Refused with 404 for a file that is not in ``static``."""
        files = {path.name: path for path in (HERE / "static").iterdir()}
        if name not in files:
            raise Refused(404, "No such file.")
        return Response(200, files[name].read_bytes(), KINDS[name.rsplit(".", 1)[-1]])


def _pairs(contract: dict[str, str]) -> str:
    return "<br>".join(f"{name} <code>{escape(value)}</code>" for name, value in contract.items() if value)
