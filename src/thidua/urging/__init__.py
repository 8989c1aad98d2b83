"""Urging by paper: what units owe, a letter for each of them, its number once văn thư gave it one."""
