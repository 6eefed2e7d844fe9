"""Binga: a voucher whose code the buyer pays in cash at an agency; the merchant's ``payUrl`` is told.

The checksum is MD5 over ``PAY`` or ``PRE-PAY``, amount, store, the merchant's order, the buyer's e-mail and the private
key: the manual's choice, kept to the byte.
"""
