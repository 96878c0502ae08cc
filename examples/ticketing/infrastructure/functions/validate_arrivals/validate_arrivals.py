"""Checks the files that arrive in the raw bucket, and moves them on.

A file `in/<feed>/<name>` that is sound goes to `<feed>/<name>` in the curated bucket, where
Snowflake's pipe of the feed picks it up. Any other goes to `rejected/<feed>/<name>` in the raw
bucket, with the reason in its metadata.
"""

import csv
import io
import json
import os
import urllib.parse

import boto3
from botocore.exceptions import ClientError

HEADERS = {
    "exchange_rates": ["rate_date", "from_currency", "rate"],
}
KEYS = {
    "orders": "order_id",
    "tickets": "ticket_id",
    "payments": "payment_id",
}
PARQUET = b"PAR1"

s3 = boto3.client("s3")


def problem(feed, content):
    """What is wrong with a file; None when nothing is."""
    if not content:
        return "the file is empty"
    if feed == "scans":
        sound = content.startswith(PARQUET) and content.endswith(PARQUET)
        return None if sound else "not a Parquet file"
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"not UTF-8 at byte {error.start}"
    if feed in HEADERS:
        return problem_of_csv(HEADERS[feed], text)
    if feed in KEYS:
        return problem_of_json_lines(KEYS[feed], text)
    return f"there is no feed '{feed}'"


def problem_of_csv(header, text):
    rows = csv.reader(io.StringIO(text))
    first = next(rows, [])
    if [name.strip().lower() for name in first] != header:
        return f"the header is {first}, not {header}"
    for number, row in enumerate(rows, start=2):
        if row and len(row) != len(header):
            return f"line {number} has {len(row)} fields, not {len(header)}"
    return None


def problem_of_json_lines(key, text):
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
        except json.JSONDecodeError as error:
            return f"line {number} is no JSON: {error.msg}"
        if not isinstance(document, dict) or not document.get(key):
            return f"line {number} has no {key}"
    return None


def move(bucket, key):
    try:
        content = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchKey":
            # Told of twice, and moved the first time.
            print(f"{key} is not there any more")
            return
        raise
    path = key.removeprefix("in/")
    reason = problem(path.partition("/")[0], content)
    if reason is None:
        s3.put_object(Bucket=os.environ["CURATED_BUCKET"], Key=path, Body=content)
        print(f"{key} is sound")
    else:
        metadata = {"reason": urllib.parse.quote(reason, safe=" '[],.:")}
        s3.put_object(Bucket=bucket, Key=f"rejected/{path}", Body=content, Metadata=metadata)
        print(f"{key} is rejected: {reason}")
    s3.delete_object(Bucket=bucket, Key=key)


def handler(event, context):
    failures = []
    for message in event["Records"]:
        try:
            # A bucket's first message is a test without records.
            for record in json.loads(message["body"]).get("Records", []):
                told = record["s3"]
                key = urllib.parse.unquote_plus(told["object"]["key"])
                move(told["bucket"]["name"], key)
        except Exception as error:  # one bad message must not hold up the others
            print(f"message {message['messageId']} failed: {error!r}")
            failures.append({"itemIdentifier": message["messageId"]})
    return {"batchItemFailures": failures}
