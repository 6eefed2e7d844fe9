"""What a menu is made of."""

from typing import NamedTuple


class NavItem(NamedTuple):
    """One entry of a menu: side list, bottom tabs or bar."""

    url: str
    label: str
    icon: str = ""
    current: bool = False
