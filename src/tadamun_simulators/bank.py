"""All parts put together: one function from request to response."""

from pathlib import Path

from tadamun_simulators.book import Book
from tadamun_simulators.buyer import Desk
from tadamun_simulators.control import Control
from tadamun_simulators.earlier import take_earlier
from tadamun_simulators.gateways import Gateway
from tadamun_simulators.gateways.binga.orders import Binga
from tadamun_simulators.gateways.est.api import EstApi
from tadamun_simulators.gateways.est.page import Est
from tadamun_simulators.gateways.mastercard.checkout import Mastercard
from tadamun_simulators.gateways.mastercard.orders import Orders
from tadamun_simulators.gateways.payzone.charges import Charges
from tadamun_simulators.gateways.payzone.page import Payzone
from tadamun_simulators.gateways.youcan import YouCan
from tadamun_simulators.guide import Guide
from tadamun_simulators.web import Request, Response, find


class Bank:
    """Answers everything that comes in. ``folder`` keeps the payments between two starts."""

    def __init__(self, folder: Path | None = None) -> None:
        self.book = Book(folder)
        if folder:
            take_earlier(self.book, folder)
        gateways: list[Gateway] = [
            Est(self.book),
            Mastercard(self.book),
            YouCan(self.book),
            Payzone(self.book),
            Binga(self.book),
        ]
        by_name = {gateway.name: gateway for gateway in gateways}
        desk = Desk(self.book, by_name)
        self.routes = [route for gateway in gateways for route in gateway.routes()]
        self.routes += EstApi(self.book).routes() + Orders(self.book).routes() + Charges(self.book).routes()
        self.routes += desk.routes()
        self.routes += Control(self.book, by_name, desk).routes() + Guide().routes()

    def answer(self, request: Request) -> Response:
        """Raises Refused and Lost, which the server knows how to send."""
        answer, arguments = find(self.routes, request)
        return answer(request, **arguments)
