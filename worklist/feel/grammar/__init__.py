"""From text to a tree. Source: DMN 1.5 §10.3.1.2 (grammar of FEEL); the `${…}` dialect: docs/diagrams.md."""
