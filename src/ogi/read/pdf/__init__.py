"""PDF files: their drawn characters and lines become pages."""
