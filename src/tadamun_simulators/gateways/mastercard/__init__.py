"""Mastercard Gateway, hosted checkout of version 100: sessions, page, webhooks, orders and their transactions."""
