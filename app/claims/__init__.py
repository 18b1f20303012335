"""认领: what is on record of claiming; today the declines. What is claimed, the items say."""
