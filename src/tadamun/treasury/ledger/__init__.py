"""The one book: accounts and entries, double, append-only, and the dated rates of exchange.

An *entry* moves an amount above zero of one currency from a credit account to a debit account, so no transaction can fail
to balance. Statements are queries of this book; nothing is ever updated.
"""
