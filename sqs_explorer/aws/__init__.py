"""How AWS is reached: botocore in threads of its own, behind the ports of services."""
