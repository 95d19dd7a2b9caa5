"""What the tab Dead letters knows: who feeds a DLQ, SQS's own redrives, and the verified move."""
