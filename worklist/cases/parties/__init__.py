"""Parties of a case: who held which role when, who stands behind whom, who is already known from another case."""
