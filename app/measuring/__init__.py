"""指标: what the policy wants counted, from formulas that are data, each opening into its lists."""
