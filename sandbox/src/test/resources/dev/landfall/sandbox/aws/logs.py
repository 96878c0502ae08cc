"""CloudWatch Logs through boto3: endpoint and secret are the arguments."""
import sys
import time

import boto3

endpoint, secret = sys.argv[1:]
logs = boto3.client(
    "logs", endpoint_url=endpoint, region_name="eu-west-2",
    aws_access_key_id="111122223333", aws_secret_access_key=secret)


def refused(code, call, **given):
    try:
        call(**given)
    except logs.exceptions.ClientError as e:
        assert e.response["Error"]["Code"] == code, e
        return
    raise AssertionError(call)


refused("ResourceNotFoundException", logs.describe_log_streams, logGroupName="/landing")
logs.create_log_group(logGroupName="/landing", tags={"platform": "ticketing"})
refused("ResourceAlreadyExistsException", logs.create_log_group, logGroupName="/landing")
refused("InvalidParameterException", logs.create_log_group, logGroupName="no name")
logs.put_retention_policy(logGroupName="/landing", retentionInDays=7)
refused(
    "InvalidParameterException", logs.put_retention_policy, logGroupName="/landing",
    retentionInDays=8)
group, = logs.describe_log_groups(logGroupNamePrefix="/land")["logGroups"]
assert group["retentionInDays"] == 7, group
assert group["arn"] == "arn:aws:logs:eu-west-2:111122223333:log-group:/landing:*", group
assert not logs.describe_log_groups(logGroupNamePrefix="/none")["logGroups"]

for name in ("a", "b"):
    logs.create_log_stream(logGroupName="/landing", logStreamName=name)
refused(
    "ResourceAlreadyExistsException", logs.create_log_stream, logGroupName="/landing",
    logStreamName="a")
now = int(time.time() * 1000)
old = now - 15 * 24 * 3600 * 1000
answer = logs.put_log_events(
    logGroupName="/landing", logStreamName="a",
    logEvents=[{"timestamp": old, "message": "old"}]
    + [{"timestamp": now + i, "message": "line %d" % i} for i in range(5)])
assert answer["rejectedLogEventsInfo"] == {"tooOldLogEventEndIndex": 1}, answer
logs.put_log_events(
    logGroupName="/landing", logStreamName="b",
    logEvents=[{"timestamp": now + 2, "message": "[ERROR] line of b"}])
refused(
    "InvalidParameterException", logs.put_log_events, logGroupName="/landing", logStreamName="a",
    logEvents=[{"timestamp": now, "message": "1"}, {"timestamp": now - 1, "message": "2"}])

page = logs.get_log_events(
    logGroupName="/landing", logStreamName="a", startFromHead=True, limit=3)
assert [e["message"] for e in page["events"]] == ["line 0", "line 1", "line 2"], page
page = logs.get_log_events(
    logGroupName="/landing", logStreamName="a", startFromHead=True, limit=3,
    nextToken=page["nextForwardToken"])
assert [e["message"] for e in page["events"]] == ["line 3", "line 4"], page
page = logs.get_log_events(logGroupName="/landing", logStreamName="a", limit=2)
assert [e["message"] for e in page["events"]] == ["line 3", "line 4"], page


def found(**given):
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName="/landing", **given)
    return [e["message"] for page in pages for e in page["events"]]


assert len(found()) == 6
assert len(found(PaginationConfig={"PageSize": 2})) == 6
assert found(filterPattern="ERROR") == ["[ERROR] line of b"]
assert found(filterPattern='line -"line 0"', logStreamNames=["a"])[0] == "line 1"
assert found(startTime=now + 4) == ["line 4"]
assert [s["logStreamName"] for s in logs.describe_log_streams(
    logGroupName="/landing", orderBy="LastEventTime", descending=True)["logStreams"]] == ["a", "b"]

logs.delete_log_group(logGroupName="/landing")
logs.create_log_group(logGroupName="/landing")
assert not logs.describe_log_streams(logGroupName="/landing")["logStreams"]
