"""审核规则: one module per element, one declaration per rule."""
