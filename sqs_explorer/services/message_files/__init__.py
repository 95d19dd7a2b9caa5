"""Messages in files: exported without loss or as a table for a ticket, read again and examined for replay."""
