"""The other side of the payment protocols, for the demonstration and for tests: a bank on this machine, with no real money.

``python -m tadamun_simulators`` listens on the loopback address and speaks, to the byte, what merchants' servers and
buyers' browsers hear from hosted payment pages: EST (CMI), Mastercard Gateway, YouCan Pay, Payzone and Binga. A
*merchant* is who may ask for money, a *payment* is one request, a *verdict* what the bank decides about it, a *notice*
how the merchant's server is told, a *fault* what goes wrong on the way, chosen by the *card* or on the control page.

It never imports ``tadamun`` and is never imported by it: signatures are written here a second time, from the manuals, so
that a mistake on one side is seen by the other. It speaks to addresses of this machine alone.
"""
