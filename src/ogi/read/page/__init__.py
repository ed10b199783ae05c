"""Pages laid out on paper, from PDF or OCR, become text and tables."""
