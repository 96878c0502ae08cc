"""Lambda and its log through boto3: endpoint and secret are the arguments."""
import base64
import io
import json
import sys
import zipfile

import boto3

endpoint, secret = sys.argv[1:]


def client(service):
    return boto3.client(
        service, endpoint_url=endpoint, region_name="eu-west-2",
        aws_access_key_id="111122223333", aws_secret_access_key=secret)


iam, aws_lambda, logs = client("iam"), client("lambda"), client("logs")
role = iam.create_role(
    RoleName="ingest",
    AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole"}]}))["Role"]
assert iam.get_role(RoleName="ingest")["Role"]["AssumeRolePolicyDocument"]["Version"] == "2012-10-17"

packed = io.BytesIO()
with zipfile.ZipFile(packed, "w") as archive:
    archive.writestr("app.py", "def handler(event, context):\n    print('hello')\n    return event\n")
aws_lambda.create_function(
    FunctionName="echo", Runtime="python3.12", Handler="app.handler", Role=role["Arn"],
    Code={"ZipFile": packed.getvalue()})
aws_lambda.get_waiter("function_active_v2").wait(FunctionName="echo")
answer = aws_lambda.invoke(FunctionName="echo", Payload=b'{"a": 1}', LogType="Tail")
assert json.loads(answer["Payload"].read()) == {"a": 1}, answer
assert b"hello" in base64.b64decode(answer["LogResult"])
assert not logs.describe_log_groups()["logGroups"], "the role may not write"

iam.attach_role_policy(
    RoleName="ingest",
    PolicyArn="arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
aws_lambda.invoke(FunctionName="echo", Payload=b"{}")
stream, = logs.describe_log_streams(logGroupName="/aws/lambda/echo")["logStreams"]
assert "/[$LATEST]" in stream["logStreamName"], stream
messages = [e["message"] for e in logs.get_log_events(
    logGroupName="/aws/lambda/echo", logStreamName=stream["logStreamName"])["events"]]
assert messages[0].startswith("START RequestId: "), messages
assert messages[1] == "hello\n", messages
assert messages[-1].startswith("REPORT RequestId: "), messages
try:
    aws_lambda.get_function(FunctionName="none")
    raise AssertionError("a function")
except aws_lambda.exceptions.ResourceNotFoundException as e:
    assert "Function not found" in str(e), e
