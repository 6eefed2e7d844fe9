"""Which internet addresses belong to the public: everything else is somebody's inside, perhaps ours."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# IPv6 forms that carry an IPv4 address to be reached in the end.
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_COMPATIBLE = IPv6Network("::/96")


def is_public(address: str) -> bool:
    """Neither private, loopback, link-local, shared, reserved, multicast nor unspecified, in whatever clothes."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(ip) if isinstance(ip, IPv6Address) else None
    return _is_public(ip) and (inner is None or _is_public(inner))


def _inner(ip: IPv6Address) -> IPv4Address | None:
    if ip.ipv4_mapped or ip.sixtofour:
        return ip.ipv4_mapped or ip.sixtofour
    if ip.teredo:
        return ip.teredo[1]
    if any(ip in network for network in (*_NAT64, _COMPATIBLE)):
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return None


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        return True  # judged by the IPv4 address within
    inside = ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_unspecified
    if isinstance(ip, IPv6Address):
        return ip.is_global and not (inside or ip.is_site_local)
    return ip.is_global and not (inside or ip.is_reserved)
