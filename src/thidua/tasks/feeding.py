"""Calendar addresses: what is kept of their secrets."""

import hashlib


def hash_of(secret: str) -> str:
    """Of 256 random bits a plain hash is enough: nobody can try them out."""
    return hashlib.sha256(secret.encode()).hexdigest()
