"""Delivery of messages by e-mail, SMS, WhatsApp and call through ports, in the reader's language.

A *message* is composed by the room that knows what happened, kept, sent by the worker, and can be sent again. This app
never decides what is said.
"""
