"""Shapes of what is posted; whether it may be done is for the actions."""
