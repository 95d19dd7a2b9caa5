"""Signing in to IAM Identity Center."""
