"""Access: what proves that somebody is who he says. Tools for the views and actions of this app; see ADR 0010.

Whatever is heavy (QR codes, encryption, passkeys, outside identity) is imported where it is used, not at start.
"""
