"""The dialog Edit and resend."""
