"""Writ: process engine and worklist for enforcing judgments and awards."""

__version__ = "0.1.0"
