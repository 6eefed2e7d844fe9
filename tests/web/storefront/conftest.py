"""The stage of the storefront's tests."""

from tests.web.storefront.stage import stage, stage_rows

__all__ = ["stage", "stage_rows"]
