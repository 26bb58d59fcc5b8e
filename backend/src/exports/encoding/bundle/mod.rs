//! Bundles: the data of one person, as the answer to the person's request (GDPR article 15).

mod call;
mod encoder;
mod files;
mod page;

pub(super) use encoder::BundleEncoder;
