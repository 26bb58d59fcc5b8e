"""An object store for the tests, in memory, that checks signatures (`s3`) or asks nobody (`google`).

Both are the same server: Google's interface for objects is S3's in all that recordings need. Prints
the variables that lead to it as one line of JSON. Each line of standard input is a key to delete
behind the portal's back, answered with the keys that are left; its end is the store's.
"""
import json
import logging
import os
import sys

kind = sys.argv[1]
if kind == "s3":
    # Requests before the store asks who somebody is: those that set it up.
    os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "4"
os.environ["AWS_ACCESS_KEY_ID"] = os.environ["AWS_SECRET_ACCESS_KEY"] = "setup"
os.environ["AWS_DEFAULT_REGION"] = "eu-west-1"

import boto3
from moto.server import ThreadedMotoServer

BUCKET = "calls"
MEDIA = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}


def made(url):
    iam = boto3.client("iam", endpoint_url=url)
    iam.create_user(UserName="earshot")
    policy = json.dumps({"Version": "2012-10-17", "Statement": [MEDIA]})
    iam.put_user_policy(UserName="earshot", PolicyName="media", PolicyDocument=policy)
    key = iam.create_access_key(UserName="earshot")["AccessKey"]
    place = {"LocationConstraint": "eu-west-1"}
    setup = boto3.client("s3", endpoint_url=url)
    setup.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
    return key["AccessKeyId"], key["SecretAccessKey"]


def main():
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    url = "http://{}:{}".format(*server.get_host_and_port())
    name, secret = made(url)
    if kind == "s3":
        variables = {
            "AWS_ENDPOINT_URL": url,
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "eu-west-1",
            "AWS_ACCESS_KEY_ID": name,
            "AWS_SECRET_ACCESS_KEY": secret,
        }
    else:
        variables = {
            "GOOGLE_BASE_URL": url,
            "GOOGLE_ALLOW_HTTP": "true",
            "GOOGLE_BEARER_TOKEN": "anybody",
        }
    print(json.dumps(variables), flush=True)
    store = boto3.client(
        "s3", endpoint_url=url, aws_access_key_id=name, aws_secret_access_key=secret
    )
    for line in sys.stdin:
        if line.strip():
            store.delete_object(Bucket=BUCKET, Key=line.strip())
        found = store.list_objects_v2(Bucket=BUCKET).get("Contents", [])
        print(json.dumps([one["Key"] for one in found]), flush=True)


main()
