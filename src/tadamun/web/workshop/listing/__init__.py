"""Adding a product (W3) in four steps, one a screen: photographs, what it is, its price, how many.

Every step is a plain form over a draft that the server keeps; with a script the same forms are kept on the phone and sent
when there is a network. Words: a *family* is a root of the crafts, a *type* one of its leaves, the *hand* her yes to words
others wrote for her.
"""
