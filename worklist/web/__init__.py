"""Pages: parse, call one command, answer. No queries here, no rules of law, no state beyond the request."""
