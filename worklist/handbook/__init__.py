"""The process handbook: diagrams, steps, forms, decisions and deadlines of what is deployed, as pages to print."""

from worklist.handbook.writing import pages, to_pdf

__all__ = ["pages", "to_pdf"]
