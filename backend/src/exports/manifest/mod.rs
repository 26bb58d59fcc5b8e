//! Proof of completeness: manifest, package and verification of a background export.

mod call_ids;
mod document;
mod package;
mod verification;

pub(super) use document::{Described, Manifest};
pub(super) use package::PackageFile;
pub use verification::{Verification, verify_package};
