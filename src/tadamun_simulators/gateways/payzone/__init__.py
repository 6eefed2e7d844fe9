"""Payzone (VPS): a signed payload opens the page, a signed callback tells the end, charges are asked about and changed."""
