"""Cubes are counted here, in any snapshot: figures, charts, and tables of any shape."""
