"""Merges versions of one catalog, message by message."""
