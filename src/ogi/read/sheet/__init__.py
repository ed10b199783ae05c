"""Spreadsheets and separated values become text and tables."""
