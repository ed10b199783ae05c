"""Word files: their parts, styles and numbering become text and tables."""
