"""S3 and STS through boto3: endpoint and secret are the arguments."""
import io
import sys

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, secret = sys.argv[1:]


def client(service, **config):
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name="eu-west-2",
        aws_access_key_id="111122223333",
        aws_secret_access_key=secret,
        config=Config(**config),
    )


def fails(code, call):
    try:
        call()
    except ClientError as e:
        assert e.response["Error"]["Code"] == code, e
        return
    raise AssertionError("no " + code)


assert client("sts").get_caller_identity()["Account"] == "111122223333"

s3 = client("s3", s3={"addressing_style": "path"}, signature_version="s3v4")
london = {"LocationConstraint": "eu-west-2"}
for name in ["Raw", "raw_data", "a..b", "192.168.0.1", "-raw"]:
    try:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=london)
        raise AssertionError(name)
    except ClientError as e:
        assert e.response["Error"]["Code"] == "InvalidBucketName", e
fails("IllegalLocationConstraintException", lambda: s3.create_bucket(Bucket="raw-data"))
s3.create_bucket(Bucket="raw-data", CreateBucketConfiguration=london)

s3.put_object(Bucket="raw-data", Key="a b/ü", Body=b"hello", Metadata={"m": "1"})
got = s3.get_object(Bucket="raw-data", Key="a b/ü")
assert got["Body"].read() == b"hello" and got["Metadata"] == {"m": "1"}
assert s3.list_objects_v2(Bucket="raw-data")["Contents"][0]["Key"] == "a b/ü"
assert s3.list_objects(Bucket="raw-data", Delimiter="/")["CommonPrefixes"] == [{"Prefix": "a b/"}]

for algorithm in ["CRC32", "SHA1", "SHA256"]:
    s3.put_object(Bucket="raw-data", Key="sum", Body=b"hello", ChecksumAlgorithm=algorithm)
    assert "Checksum" + algorithm in s3.head_object(
        Bucket="raw-data", Key="sum", ChecksumMode="ENABLED")

big = bytes(range(256)) * 4 * 1024 * 20
s3.upload_fileobj(
    io.BytesIO(big), "raw-data", "big",
    Config=TransferConfig(multipart_threshold=8 << 20, multipart_chunksize=8 << 20))
back = io.BytesIO()
s3.download_fileobj("raw-data", "big", back)
assert back.getvalue() == big
assert s3.head_object(Bucket="raw-data", Key="big")["ETag"].endswith('-3"')
s3.copy({"Bucket": "raw-data", "Key": "big"}, "raw-data", "copy")
assert s3.head_object(Bucket="raw-data", Key="copy")["ContentLength"] == len(big)

s3.put_bucket_versioning(Bucket="raw-data", VersioningConfiguration={"Status": "Enabled"})
one = s3.put_object(Bucket="raw-data", Key="v", Body=b"1")["VersionId"]
s3.put_object(Bucket="raw-data", Key="v", Body=b"2")
assert s3.get_object(Bucket="raw-data", Key="v", VersionId=one)["Body"].read() == b"1"

url = s3.generate_presigned_url("get_object", {"Bucket": "raw-data", "Key": "v"}, ExpiresIn=60)
from urllib.request import urlopen  # noqa: E402
assert urlopen(url).read() == b"2"

fails("NoSuchKey", lambda: s3.get_object(Bucket="raw-data", Key="none"))
fails("404", lambda: s3.head_object(Bucket="raw-data", Key="none"))
fails("BucketNotEmpty", lambda: s3.delete_bucket(Bucket="raw-data"))

bucket = boto3.resource(
    "s3", endpoint_url=endpoint, region_name="eu-west-2",
    aws_access_key_id="111122223333", aws_secret_access_key=secret).Bucket("raw-data")
bucket.object_versions.delete()
s3.delete_bucket(Bucket="raw-data")
print("ok")
