"""豁免: findings accepted for a time; what they cover is told by ``auditing.waivers``."""
