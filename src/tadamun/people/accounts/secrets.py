"""What is kept of a secret that a cookie, a card or a message carries."""

from django.utils.crypto import salted_hmac


def fingerprint(secret: str) -> str:
    """Its HMAC-SHA256 with the installation's key, in hex: found again by whoever brings the secret, read by nobody."""
    return salted_hmac("tadamun.entering", secret, algorithm="sha256").hexdigest()
