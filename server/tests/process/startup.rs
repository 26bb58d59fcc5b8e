//! What a server says of its settings when it starts.

use std::fs::{self, File};

use crate::{operator::Operator, servers::Server};

/// The log of a server with these settings.
fn log_of(variables: &[(&str, &str)]) -> String {
    let operator = Operator::new(&[]);
    let file = operator.folder.path().join("log");
    let mut server = Server::start_with(&operator, variables, File::create(&file).unwrap().into());
    server.stop();
    fs::read_to_string(file).unwrap()
}

#[test]
fn a_public_https_address_without_a_trusted_proxy_is_warned_of() {
    let public = ("EARSHOT_PUBLIC_URL", "https://calls.example.com");
    let warning = "trusted_proxy is not set";
    assert!(log_of(&[public]).contains(warning));
    assert!(!log_of(&[public, ("EARSHOT_TRUSTED_PROXY", "10.0.0.0/8")]).contains(warning));
    assert!(!log_of(&[("EARSHOT_PUBLIC_URL", "http://127.0.0.1")]).contains(warning));
}
