"""网页 Pages: for the public, and about the API."""
