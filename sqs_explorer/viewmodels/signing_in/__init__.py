"""Signing in: MFA codes, IAM Identity Center, and what waits for a sign-in that has expired."""
