"""The seller's door: a face and a PIN on a phone that is trusted, a printed card, a passkey, a code from who looks after her.

Words: a *face* is a person whom this device knows. *Proof* is that she showed a moment ago who she is: by a code, her PIN, a
key, or a trustee. A GET never signs anybody in. On a device that is not trusted no name and no picture is shown.
"""
