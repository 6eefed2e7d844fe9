"""How a buyer pays: payments, their append-only events, and the share each seller order claims of them.

A payment knows a subject reference, never an order. A *provider* translates between a payment and a company or a person's
hands: it never writes, never decides.
"""
