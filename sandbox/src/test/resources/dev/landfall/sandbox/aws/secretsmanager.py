"""Secrets Manager through boto3: endpoint and secret are the arguments."""
import sys

import boto3

endpoint, secret = sys.argv[1:]
secrets = boto3.client(
    "secretsmanager", endpoint_url=endpoint, region_name="eu-west-2",
    aws_access_key_id="111122223333", aws_secret_access_key=secret)

arn = secrets.create_secret(Name="app/db", SecretString="one")["ARN"]
secrets.put_secret_value(SecretId=arn, SecretString="two")
found = secrets.get_secret_value(SecretId="app/db")
assert found["SecretString"] == "two" and found["CreatedDate"].year > 2000, found
assert found["VersionStages"] == ["AWSCURRENT"], found
found = secrets.get_secret_value(SecretId="app/db", VersionStage="AWSPREVIOUS")
assert found["SecretString"] == "one", found
secrets.put_secret_value(SecretId=arn, SecretBinary=b"\0\1")
assert secrets.get_secret_value(SecretId=arn)["SecretBinary"] == b"\0\1"
pages = secrets.get_paginator("list_secrets").paginate(PaginationConfig={"PageSize": 1})
assert [s["Name"] for page in pages for s in page["SecretList"]] == ["app/db"]
secrets.delete_secret(SecretId=arn)
try:
    secrets.get_secret_value(SecretId=arn)
    raise AssertionError("found")
except secrets.exceptions.InvalidRequestException:
    pass
secrets.restore_secret(SecretId=arn)
secrets.delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True)
try:
    secrets.describe_secret(SecretId=arn)
    raise AssertionError("found")
except secrets.exceptions.ResourceNotFoundException:
    pass
