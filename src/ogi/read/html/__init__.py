"""Web pages become text and tables, without the site around the report."""
