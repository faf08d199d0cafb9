"""The workflow patterns that Writ executes, each by a small diagram. Source: van der Aalst, ter Hofstede, Russell,
Workflow Patterns (workflowpatterns.com), numbered as there; control-flow patterns 1 to 43."""
