"""Signs in to IAM Identity Center and shares the cache of tokens with the AWS CLI."""
