"""A PBX over https with a certificate that it signed for itself, and nothing new.

Says its port, then what is in the certificate's file; serves until its input ends.
"""

import datetime
import http.server
import json
import ssl
import sys
import tempfile
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

ANSWERS = {
    "get_token": {"errcode": 0, "errmsg": "SUCCESS", "access_token": "aaaa1111"},
    "aidownload": {"errcode": 60001, "errmsg": "DATA NOT FOUND"},
    "del_token": {"errcode": 0, "errmsg": "SUCCESS"},
}


def certificate():
    """Its own authority, in another name than anybody calls it by, and over for a year."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "PBX")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=730))
            .not_valid_after(now - datetime.timedelta(days=365))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256()))
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                serialization.NoEncryption())
    return made.public_bytes(serialization.Encoding.PEM), private


class Pbx(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        interface = self.path.partition("?")[0].rsplit("/", 1)[1]
        body = json.dumps(ANSWERS[interface]).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_):
        pass


public, private = certificate()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pbx)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
with tempfile.NamedTemporaryFile() as file:
    file.write(public + private)
    file.flush()
    context.load_cert_chain(file.name)
server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps([server.server_port, public.decode()]), flush=True)
sys.stdin.read()
