"""Public codes in addresses: nothing else ever reaches a query."""

from django.urls import register_converter
from django.urls.converters import StringConverter

from tadamun.kernel.codes import ALPHABET


class ProductCode(StringConverter):
    regex = f"[{ALPHABET}]{{4,12}}"


class OrderCode(StringConverter):
    regex = f"[{ALPHABET}]{{4,10}}-[0-9]{{1,3}}"


def register() -> None:
    register_converter(ProductCode, "product")
    register_converter(OrderCode, "order")
