"""An object store for the tests, in memory, that checks signatures (`s3`) or asks nobody (`google`).

Both are the same server: Google's interface for objects is S3's in all that recordings need. Prints
the variables that lead to it as one line of JSON. Each line of standard input is a key to delete
behind the portal's back, answered with the keys that are left; its end is the store's. Other lines:
`!fail 7` lets every seventh request fail from then on, `!abort` aborts the open uploads, `!poison`
refuses them without a reason, `!hang` answers no pieces of uploads any more and says how many wait,
`!uploads` is answered with the keys of uploads, `!pieces` with how many pieces each of them has.
"""
import json
import logging
import os
import sys
import threading
from urllib.parse import parse_qs

kind = sys.argv[1]
if kind == "s3":
    # Requests before the store asks who somebody is: those that set it up.
    os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "4"
os.environ["AWS_ACCESS_KEY_ID"] = os.environ["AWS_SECRET_ACCESS_KEY"] = "setup"
os.environ["AWS_DEFAULT_REGION"] = "eu-west-1"

import boto3
from botocore.exceptions import ClientError
from moto.server import ThreadedMotoServer

BUCKET = "calls"
STATUS = "500 Internal Server Error"
LOST = b"<Error><Code>NoSuchUpload</Code><Message>The upload does not exist.</Message></Error>"
FAULT = b"<Error><Code>InternalError</Code><Message>A planted fault.</Message></Error>"
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


class Faulty:
    """Lets every n-th request to the bucket fail: not done, done without an answer, or refused."""

    def __init__(self, app):
        self.app, self.every, self.requests, self.failed = app, 0, 0, 0
        self.aborted, self.poisoned = set(), set()
        self.hangs, self.waiting = False, 0

    def __call__(self, environ, start_response):
        self.requests += 1
        query = parse_qs(environ["QUERY_STRING"], keep_blank_values=True)
        upload = query.get("uploadId", [""])[0]
        if self.hangs and upload:
            self.waiting += 1
            threading.Event().wait()
        if environ["REQUEST_METHOD"] != "DELETE" and upload in self.aborted | self.poisoned:
            # The double answers 500 where the original says that it does not know the upload.
            lost = upload in self.aborted
            return refuse(environ, start_response, "404 Not Found" if lost else STATUS, LOST if lost else FAULT)
        if not self.every or self.requests % self.every:
            return self.app(environ, start_response)
        self.failed += 1
        kind = self.failed % 3
        # An upload whose id was lost is deleted by nobody but a rule of the bucket.
        begins = environ["REQUEST_METHOD"] == "POST" and "uploads" in query
        if kind == 1 and not begins:
            # The request is done, and the answer is lost.
            list(self.app(environ, lambda status, headers, info=None: None))
            environ.pop("CONTENT_LENGTH", None)
        return refuse(environ, start_response, "503 Slow Down" if kind == 2 else STATUS, FAULT)


def refuse(environ, start_response, status, body):
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response(status, [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
    return [body]


def open_uploads(store):
    return store.list_multipart_uploads(Bucket=BUCKET).get("Uploads", [])


def ask(store, request, upload):
    """Sends a request about an upload; None when the upload was completed or aborted meanwhile."""
    try:
        return request(Bucket=BUCKET, Key=upload["Key"], UploadId=upload["UploadId"])
    except ClientError:
        if upload["UploadId"] in [other["UploadId"] for other in open_uploads(store)]:
            raise
        return None


def answer(store, faulty, line):
    if line == "!hang":
        faulty.hangs = True
        return [str(faulty.waiting)]
    if line.startswith("!fail "):
        faulty.every = int(line.split()[1])
        return [str(faulty.failed)]
    uploads = open_uploads(store)
    if line == "!pieces":
        found = [ask(store, store.list_parts, upload) for upload in uploads]
        return [str(len(parts.get("Parts", []))) for parts in found if parts]
    if line == "!abort":
        uploads = [one for one in uploads if ask(store, store.abort_multipart_upload, one)]
        faulty.aborted.update(upload["UploadId"] for upload in uploads)
    if line == "!poison":
        faulty.poisoned.update(upload["UploadId"] for upload in uploads)
    if line in ("!abort", "!poison", "!uploads"):
        return [upload["Key"] for upload in uploads]
    if line:
        store.delete_object(Bucket=BUCKET, Key=line)
    found = store.list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return [one["Key"] for one in found]


def main():
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    faulty = Faulty(server._server.app)
    server._server.app = faulty
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
        print(json.dumps(answer(store, faulty, line.strip())), flush=True)


main()
