"""治理: what is decided about the catalogue rather than said in it; today, who declines what."""
