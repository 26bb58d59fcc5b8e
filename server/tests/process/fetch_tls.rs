//! `earshot fetch` over HTTPS from a PBX with a self-signed certificate.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use crate::{
    buckets::python,
    fetch::{fetch, operator_with_project, output_text},
};

/// A PBX in its own process, stopped when dropped.
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
fn a_self_signed_certificate_is_trusted_when_it_is_configured() {
    let (pbx, other, operator) = (TlsPbx::start(), TlsPbx::start(), operator_with_project());
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
        output_text(&output).1
    };
    assert!(refused(&[]).contains("invalid peer certificate"));
    assert!(refused(&["--certificate", &others]).contains("invalid peer certificate"));
    assert!(refused(&["--certificate", &broken]).contains("must hold certificates in PEM"));
    let output = fetch(&operator, &pbx.address, &["--certificate", &own]);
    assert_eq!(output_text(&output), (format!("{}: nothing new\n", pbx.address), String::new()));
}
