"""审核: rules, verdicts, findings."""
