"""Voices: what somebody said into a phone, kept small, and the *prompts* with which the workshop speaks.

A *recording* is at most a minute or two, re-encoded when it comes in, without anything the phone wrote into it. A *prompt*
is one sentence of ours in one spoken language, synthetic until an operator records it. Nothing here decides who may hear: the
room whose row points to a voice does, and its page gives a *pass* (``hearing``). A voice that no row needs goes after a week.
"""
