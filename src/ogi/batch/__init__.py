"""Notebooks rendered for many agencies and years: plan, what of it is due, run, pages, index.

Nothing is imported here: what makes a page would depend on what only plans and runs.
"""
