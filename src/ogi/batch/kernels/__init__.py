"""Kernels forked from one warm process: each fresh and isolated, none of them paying for imports."""
