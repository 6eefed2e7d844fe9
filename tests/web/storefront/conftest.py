"""The stage of the storefront's tests."""

from tests.web.storefront.stage import stage

__all__ = ["stage"]
