"""The programs' door: what companies post to us.

Words: a *notice* is what a payment gateway posts; its proof is a signature, not a browser's headers. No person reads these
answers: each is what the gateway's manual wants, to the byte.
"""
