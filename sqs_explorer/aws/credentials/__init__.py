"""Where a connection's credentials come from: botocore's providers, with a person to ask and limits."""
