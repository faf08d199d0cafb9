"""Scenes of the demo's stories: what one or several people do on one day. Each takes the telling it plays in."""
