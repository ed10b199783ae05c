"""The processed tables: facts, findings and reports as Parquet for programs and CSV for people.

Writing them (`writing`, `kept`) does without pandas, which takes seconds to load; reading (`reading`) gives
its frames.
"""
