"""Pictures of pages are read by OCR."""
