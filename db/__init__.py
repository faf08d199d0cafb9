"""The database: tables, types, sessions and migrations."""
