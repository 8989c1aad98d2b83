"""Shapes of what is typed and sent: parsed and checked for shape, never acted on."""
