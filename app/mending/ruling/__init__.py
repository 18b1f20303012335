"""规则设置: rules switched off, on or graded for this installation, and what that would change."""
