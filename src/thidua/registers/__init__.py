"""Shared data as registers: what other systems export, row by row, without anybody's name. Indicators count over them."""
