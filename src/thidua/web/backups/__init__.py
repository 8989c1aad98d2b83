"""Copies of everything: made while the product runs, kept by rule, proven by restoring them."""
