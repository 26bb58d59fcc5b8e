//! The audit log as a bundle that another's program verifies, without Earshot.

use std::{path::Path, process::Command};

use earshot_backend::{Backend, DatabaseSettings, Db, Limits};
use earshot_testkit::{
    ADMIN, create_person, create_tenants, fixed_clock, open_backend, python_with_tlog, sign_in,
};

use crate::operator::{Operator, remove_settings};

/// Verifies a bundle with the key: every tile and entry, 1,000 proofs of inclusion in its head, and 1,000
/// of consistency between the heads that Earshot signed.
const PROGRAM: &str = r#"
import json, pathlib, random, sys
from aics_tlog import (FileSystemTileReader, VerifiedTileReader, audit_tiles, leaf_hash,
    consistency_proof_from_tiles, inclusion_proof_from_tiles, parse_note, parse_vkey,
    verify_checkpoint, verify_consistency, verify_inclusion)
folder, key = pathlib.Path(sys.argv[1]), parse_vkey(sys.argv[2].strip())
def head(file):
    checked = verify_checkpoint(parse_note(file.read_bytes()), key)
    assert checked.ok, checked.error
    return checked
last = head(folder / "checkpoint")
report = audit_tiles(FileSystemTileReader(folder), last.size, last.root)
tiles = VerifiedTileReader(FileSystemTileReader(folder), last.size, last.root)
chosen = random.Random(20261127)
for _ in range(1000):
    index = chosen.randrange(last.size)
    entry = tiles.entry(index)
    assert json.loads(entry)["seq"] == index + 1
    proof = inclusion_proof_from_tiles(tiles, index, last.size)
    assert verify_inclusion(leaf_hash(entry), index, last.size, proof, last.root)
heads = sorted((head(file) for file in (folder / "heads").iterdir()), key=lambda it: it.size)
for _ in range(1000):
    old, new = sorted((chosen.choice(heads), chosen.choice(heads)), key=lambda it: it.size)
    proof = consistency_proof_from_tiles(tiles, old.size, new.size)
    assert verify_consistency(old.size, new.size, old.root, new.root, proof)
lines = (folder / "events.ndjson").read_text().splitlines()
assert len(lines) == last.size == report.size
assert [tiles.entry(n) for n in range(last.size)] == [line.encode() for line in lines]
print(f"{last.origin} {last.size} events, {len(heads)} heads")
"#;

fn verified(folder: &Path, key: &str) -> Result<String, String> {
    let output = remove_settings(&mut Command::new(python_with_tlog()))
        .args(["-c", PROGRAM, folder.to_str().unwrap(), key])
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    if output.status.success() { Ok(text(output.stdout)) } else { Err(text(output.stderr)) }
}

/// A log of more than a thousand events, with a head after every fifty.
async fn long_log(backend: &Backend) {
    create_tenants(backend).await;
    create_person(backend, "harbour", ADMIN, earshot_domain::Role::ClientAdmin, &["front-desk"])
        .await;
    let token = sign_in(backend, ADMIN).await;
    let viewer = backend.access().viewer(&token).await.unwrap().unwrap();
    for number in 0..1_200 {
        backend.access().set_staff_playback(&viewer, number % 2 == 0).await.unwrap();
        if number % 50 == 0 {
            backend.audit().head("harbour").await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_verifies_the_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("earshot.db");
    let db = Db::open_sqlite(&file, DatabaseSettings::default()).await.unwrap();
    let backend = open_backend(&db, &fixed_clock(), Limits::default()).await;
    long_log(&backend).await;
    let to = folder.path().join("bundle");
    let bundle = backend.audit().export("harbour", &to).await.unwrap();
    let key = backend.audit().verifier_key().unwrap();
    let said = verified(&to, &key).unwrap();
    assert!(said.contains(&format!(" {} events, 25 heads", bundle.head.size)), "{said}");
    assert!(backend.audit().export("harbour", &to).await.is_err(), "the folder is not empty");
    // One letter of one event.
    let entries = to.join("tile/entries/002");
    let mut bytes = std::fs::read(&entries).unwrap();
    let at = bytes.windows(4).position(|window| window == b"true").unwrap();
    bytes[at] = b'T';
    std::fs::write(&entries, bytes).unwrap();
    let refused = verified(&to, &key).unwrap_err();
    assert!(refused.contains("TileVerificationError"), "{refused}");
    backend.close().await;
}

#[test]
fn the_commands_of_the_bundles_explanation_work() {
    let operator = Operator::new(&[]);
    operator.set_up();
    let folder = operator.folder.path().join("bundle");
    let old = operator.folder.path().join("old");
    std::fs::write(&old, operator.earshot(&["audit", "head"], "")).unwrap();
    operator.earshot(&["audit", "export", "--to", folder.to_str().unwrap()], "");
    let key = operator.folder.path().join("earshot.vkey");
    std::fs::write(&key, operator.earshot(&["audit", "key"], "")).unwrap();
    let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
    for words in [
        ["verify-checkpoint", "--note", "checkpoint"].as_slice(),
        &["verify-inclusion", "--tiles", ".", "--index", "0"],
        &["verify-consistency", "--tiles", ".", "--old-checkpoint", old.to_str().unwrap()],
    ] {
        assert!(readme.contains(&format!("aics-tlog {}", words[0])), "{words:?}");
        let output = Command::new(python_with_tlog())
            .args(["-m", "aics_tlog"])
            .args(words)
            .args(["--vkey-file", "../earshot.vkey"])
            .current_dir(&folder)
            .output()
            .unwrap();
        assert!(output.status.success(), "{words:?}: {output:?}");
    }
}
