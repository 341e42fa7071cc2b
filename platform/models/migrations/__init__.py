"""Tortoise's own migrations, applied in one transaction by `likewise migrate`."""
