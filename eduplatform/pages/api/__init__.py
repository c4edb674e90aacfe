"""Figures for other programs: /api/v1, read-only JSON, opened by keys and by nothing else."""
