"""What a page that anybody with its link can open shows of a person: enough to recognise, not enough to find her."""


def masked_phone(phone: str) -> str:
    return f"•••• {phone[-3:]}" if len(phone) > 5 else ""


def masked_name(name: str) -> str:
    """The first name, and one letter of the last."""
    parts = name.split()
    return f"{parts[0]} {parts[-1][:1]}." if len(parts) > 1 else name


def masked_address(address: str) -> str:
    return f"{address[:4].rstrip()}…" if address else ""
