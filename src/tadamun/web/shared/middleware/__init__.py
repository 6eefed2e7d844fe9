"""What happens to every request, in the order of ``settings.MIDDLEWARE``. Nothing here reads the database for a visitor
who was never here before, except a market that this process does not know yet.
"""

from tadamun.web.shared.middleware.context import RequestContextMiddleware
from tadamun.web.shared.middleware.headers import SecurityHeadersMiddleware
from tadamun.web.shared.middleware.intake import IntakeMiddleware
from tadamun.web.shared.middleware.limits import RateLimitMiddleware
from tadamun.web.shared.middleware.market import MarketMiddleware
from tadamun.web.shared.middleware.origin import OriginMiddleware
from tadamun.web.shared.middleware.signed_in import SignedInMiddleware
from tadamun.web.shared.middleware.trust import TrustMiddleware

__all__ = [
    "IntakeMiddleware", "MarketMiddleware", "OriginMiddleware", "RateLimitMiddleware", "RequestContextMiddleware",
    "SecurityHeadersMiddleware", "SignedInMiddleware", "TrustMiddleware",
]  # fmt: skip
