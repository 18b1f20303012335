"""追溯: what stands on which law, and which papers come from where."""
