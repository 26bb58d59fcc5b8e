//! `earshot fetch` over https, from a PBX that signed its certificate itself.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use crate::{
    buckets::python,
    fetch::{fetch, fetching, said},
};

/// A PBX in a process of its own; it ends with its value.
struct TlsPbx {
    child: Child,
    address: String,
    certificate: String,
}

impl TlsPbx {
    fn start() -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/process/pbx_tls.py");
        let mut child = Command::new(python())
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next().expect("the PBX says where it is").unwrap();
        let (port, certificate): (u16, String) = serde_json::from_str(&line).unwrap();
        Self { child, address: format!("https://localhost:{port}"), certificate }
    }
}

impl Drop for TlsPbx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_certificate_that_nobody_signed_is_believed_where_it_is_named() {
    let (pbx, other, operator) = (TlsPbx::start(), TlsPbx::start(), fetching());
    let file = |name: &str, text: &str| {
        let file = operator.folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let (own, others) = (file("own", &pbx.certificate), file("others", &other.certificate));
    let broken = file("broken", "no certificate");
    let refused = |more: &[&str]| {
        let output = fetch(&operator, &pbx.address, more);
        assert!(!output.status.success());
        said(&output).1
    };
    assert!(refused(&[]).contains("invalid peer certificate"));
    assert!(refused(&["--certificate", &others]).contains("invalid peer certificate"));
    assert!(refused(&["--certificate", &broken]).contains("must hold certificates in PEM"));
    let output = fetch(&operator, &pbx.address, &["--certificate", &own]);
    assert_eq!(said(&output), (format!("{}: nothing new\n", pbx.address), String::new()));
}
