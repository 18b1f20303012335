"""报告: what the audit found, as a file to hand on: JSON, CSV, XLSX, SARIF, one HTML page."""
