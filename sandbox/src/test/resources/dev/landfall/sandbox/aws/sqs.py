"""SQS through boto3: endpoint and secret are the arguments."""
import sys

import boto3
from botocore.exceptions import ClientError

endpoint, secret = sys.argv[1:]
sqs = boto3.client(
    "sqs", endpoint_url=endpoint, region_name="eu-west-2",
    aws_access_key_id="111122223333", aws_secret_access_key=secret)

try:
    sqs.get_queue_url(QueueName="none")
    raise AssertionError("a queue")
except sqs.exceptions.QueueDoesNotExist as e:
    assert e.response["Error"]["Code"] == "AWS.SimpleQueueService.NonExistentQueue", e
except ClientError as e:
    raise AssertionError(e)

queue = sqs.create_queue(QueueName="arrivals", Attributes={"VisibilityTimeout": "5"})["QueueUrl"]
sqs.send_message(
    QueueUrl=queue, MessageBody="hello",
    MessageAttributes={"n": {"DataType": "Number", "StringValue": "1"}})
batch = sqs.send_message_batch(
    QueueUrl=queue, Entries=[{"Id": str(i), "MessageBody": str(i)} for i in range(3)])
assert len(batch["Successful"]) == 3 and "Failed" not in batch or not batch["Failed"]
messages = sqs.receive_message(
    QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=1,
    MessageAttributeNames=["All"], MessageSystemAttributeNames=["All"])["Messages"]
assert [m["Body"] for m in messages] == ["hello", "0", "1", "2"], messages
assert messages[0]["MessageAttributes"]["n"]["StringValue"] == "1"
for message in messages:
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
assert "Messages" not in sqs.receive_message(QueueUrl=queue)
sqs.delete_queue(QueueUrl=queue)
print("ok")
