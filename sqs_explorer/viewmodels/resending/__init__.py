"""Edit and resend: one received message, mended and sent, its original deleted only after that."""
