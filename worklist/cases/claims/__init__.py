"""What is claimed on the items of a title, and the statement of it on a day."""
