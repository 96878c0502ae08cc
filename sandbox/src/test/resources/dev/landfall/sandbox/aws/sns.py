"""SNS through boto3: endpoint and secret are the arguments."""
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


sns, sqs = client("sns"), client("sqs")
topic = sns.create_topic(Name="news", Tags=[{"Key": "team", "Value": "data"}])["TopicArn"]
url = sqs.create_queue(QueueName="arrivals")["QueueUrl"]
queue = "arn:aws:sqs:eu-west-2:111122223333:arrivals"
sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({
    "Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage", "Resource": queue}})})
subscription = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)["SubscriptionArn"]
sent = sns.publish(TopicArn=topic, Message="hello", MessageAttributes={
    "kind": {"DataType": "String", "StringValue": "a"}})["MessageId"]
message, = sqs.receive_message(QueueUrl=url)["Messages"]
body = json.loads(message["Body"])
assert body["MessageId"] == sent and body["Message"] == "hello", body
attributes = sns.get_subscription_attributes(SubscriptionArn=subscription)["Attributes"]
assert attributes["Endpoint"] == queue and attributes["RawMessageDelivery"] == "false", attributes
assert sns.list_tags_for_resource(ResourceArn=topic)["Tags"] == [{"Key": "team", "Value": "data"}]
try:
    sns.publish(TopicArn=topic + "x", Message="m")
    raise AssertionError("published")
except sns.exceptions.NotFoundException:
    pass

code = io.BytesIO()
with zipfile.ZipFile(code, "w") as archive:
    archive.writestr("index.py", """
def handler(event, context):
    sns = event["Records"][0]["Sns"]
    print("got", sns["Message"], sns["MessageAttributes"]["kind"]["Value"])
""")
iam, functions, logs = client("iam"), client("lambda"), client("logs")
role = iam.create_role(RoleName="run", AssumeRolePolicyDocument=json.dumps({
    "Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole"}}))["Role"]["Arn"]
iam.put_role_policy(RoleName="run", PolicyName="logs", PolicyDocument=json.dumps({
    "Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "logs:*", "Resource": "*"}}))
function = functions.create_function(
    FunctionName="listener", Runtime="python3.12", Handler="index.handler", Role=role,
    Code={"ZipFile": code.getvalue()})["FunctionArn"]
functions.add_permission(
    FunctionName="listener", StatementId="sns", Action="lambda:InvokeFunction",
    Principal="sns.amazonaws.com", SourceArn=topic)
sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=function)
sns.publish(TopicArn=topic, Message="hello", MessageAttributes={
    "kind": {"DataType": "String", "StringValue": "b"}})


def logged():
    try:
        return logs.filter_log_events(
            logGroupName="/aws/lambda/listener", filterPattern="got")["events"]
    except logs.exceptions.ResourceNotFoundException:
        return []


while not logged():
    pass
assert "got hello b" in logged()[0]["message"], logged()
sns.unsubscribe(SubscriptionArn=subscription)
sns.delete_topic(TopicArn=topic)
assert not sns.list_topics()["Topics"]
