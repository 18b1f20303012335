"""假如: what would change if a standard were changed; tried in earnest, and taken back."""
