"""Cases: the file, its deadlines and documents, and what processes do with them."""
