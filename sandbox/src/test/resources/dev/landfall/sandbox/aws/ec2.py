"""EC2 through boto3: endpoint and secret are the arguments."""
import sys

import boto3

endpoint, secret = sys.argv[1:]


def client(service):
    return boto3.client(
        service, endpoint_url=endpoint, region_name="eu-west-2",
        aws_access_key_id="111122223333", aws_secret_access_key=secret)


ec2, stacks, ssm = client("ec2"), client("cloudformation"), client("ssm")
image = ssm.get_parameter(
    Name="/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64")
image = image["Parameter"]["Value"]
stacks.create_stack(StackName="app", TemplateBody="""
Resources:
  Machine:
    Type: AWS::EC2::Instance
    Properties: {ImageId: %s, InstanceType: t3.micro, UserData: !Base64 hello}
""" % image)
stacks.get_waiter("stack_create_complete").wait(StackName="app", WaiterConfig={"Delay": 1})
pages = ec2.get_paginator("describe_instances").paginate()
machine, = [i for p in pages for r in p["Reservations"] for i in r["Instances"]]
assert machine["State"] == {"Code": 16, "Name": "running"}, machine
assert machine["ImageId"] == image and machine["LaunchTime"].year > 2000, machine
volume = machine["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]
volume, = ec2.describe_volumes(VolumeIds=[volume])["Volumes"]
assert volume["Attachments"][0]["InstanceId"] == machine["InstanceId"], volume
attribute = ec2.describe_instance_attribute(
    InstanceId=machine["InstanceId"], Attribute="userData")
assert attribute["UserData"]["Value"] == "aGVsbG8=", attribute
changed, = ec2.stop_instances(InstanceIds=[machine["InstanceId"]])["StoppingInstances"]
assert changed["CurrentState"]["Name"] == "stopping", changed
ec2.get_waiter("instance_stopped").wait(InstanceIds=[machine["InstanceId"]])
found, = ec2.describe_images(ImageIds=[image])["Images"]
assert found["Architecture"] == "x86_64" and found["Public"], found
try:
    ec2.describe_instances(InstanceIds=["i-0123456789abcdef0"])
    raise AssertionError("found")
except ec2.exceptions.ClientError as e:
    assert e.response["Error"]["Code"] == "InvalidInstanceID.NotFound", e
