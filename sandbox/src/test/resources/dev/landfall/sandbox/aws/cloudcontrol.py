"""Cloud Control through boto3: endpoint and secret are the arguments."""
import json
import sys

import boto3

endpoint, secret = sys.argv[1:]


def client(service):
    return boto3.client(
        service, endpoint_url=endpoint, region_name="eu-west-2",
        aws_access_key_id="111122223333", aws_secret_access_key=secret)


control, ssm = client("cloudcontrol"), client("ssm")
event = control.create_resource(
    TypeName="AWS::SSM::Parameter",
    DesiredState=json.dumps({"Name": "/a", "Type": "String", "Value": "1"}))["ProgressEvent"]
control.get_waiter("resource_request_success").wait(RequestToken=event["RequestToken"])
assert ssm.get_parameter(Name="/a")["Parameter"]["Value"] == "1"
event = control.update_resource(
    TypeName="AWS::SSM::Parameter", Identifier="/a",
    PatchDocument=json.dumps([{"op": "replace", "path": "/Value", "value": "2"}]))["ProgressEvent"]
control.get_waiter("resource_request_success").wait(RequestToken=event["RequestToken"])
found = control.get_resource(TypeName="AWS::SSM::Parameter", Identifier="/a")
assert json.loads(found["ResourceDescription"]["Properties"])["Value"] == "2", found
pages = control.get_paginator("list_resources").paginate(TypeName="AWS::SSM::Parameter")
assert [r["Identifier"] for p in pages for r in p["ResourceDescriptions"]] == ["/a"]
event = control.delete_resource(TypeName="AWS::SSM::Parameter", Identifier="/a")["ProgressEvent"]
control.get_waiter("resource_request_success").wait(RequestToken=event["RequestToken"])
try:
    control.get_resource(TypeName="AWS::SSM::Parameter", Identifier="/a")
    raise AssertionError("found")
except control.exceptions.ResourceNotFoundException:
    pass
