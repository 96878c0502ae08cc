"""Parameter Store through boto3: endpoint and secret are the arguments."""
import sys

import boto3

endpoint, secret = sys.argv[1:]
ssm = boto3.client(
    "ssm", endpoint_url=endpoint, region_name="eu-west-2",
    aws_access_key_id="111122223333", aws_secret_access_key=secret)

assert ssm.put_parameter(Name="/app/a", Value="1", Type="String", Description="d")["Version"] == 1
assert ssm.put_parameter(Name="/app/a", Value="2", Overwrite=True)["Version"] == 2
try:
    ssm.put_parameter(Name="/app/a", Value="3", Type="String")
    raise AssertionError("taken")
except ssm.exceptions.ParameterAlreadyExists:
    pass
try:
    ssm.get_parameter(Name="/none")
    raise AssertionError("found")
except ssm.exceptions.ParameterNotFound:
    pass
ssm.put_parameter(Name="/app/s", Value="geheim", Type="SecureString")
found = ssm.get_parameter(Name="/app/s", WithDecryption=True)["Parameter"]
assert found["Value"] == "geheim" and found["ARN"].endswith(":parameter/app/s"), found
assert ssm.get_parameter(Name="/app/s")["Parameter"]["Value"] != "geheim"
found = ssm.get_parameter(Name="/app/a:1")["Parameter"]
assert found["Value"] == "1" and found["Selector"] == ":1", found
pages = ssm.get_paginator("get_parameters_by_path").paginate(
    Path="/app", PaginationConfig={"PageSize": 1})
assert [p["Name"] for page in pages for p in page["Parameters"]] == ["/app/a", "/app/s"]
history = ssm.get_parameter_history(Name="/app/a")["Parameters"]
assert [h["Description"] for h in history] == ["d", "d"], history
assert history[0]["LastModifiedDate"].year > 2000, history
