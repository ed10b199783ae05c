"""Open-government-information annual reports as facts that carry their evidence.

The flow goes one way: `read` turns a published file into a Report, `extract` turns it into facts,
`check` holds the facts against one another, `store` keeps all of it as Parquet and CSV, and
`charts`, `notebook` and `batch` draw and render what is stored.
"""
