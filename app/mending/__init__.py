"""整改: working with findings: runs compared, waivers, rectification, samples, what-if, settings."""
