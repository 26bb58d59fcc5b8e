//! Encryption at rest: the master key wraps one data key per tenant, which seals personal values.

use std::fmt::Display;

use earshot_domain::TenantId;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::cipher::{open, open_owned, seal, seal_owned};
use crate::{Error, ids};

/// The key of the installation, which wraps the data keys of tenants and hashes values of no tenant.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    /// Creates a key from its 32 bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Returns a value by which a database recognises its master key.
    pub fn check_value(&self) -> Vec<u8> {
        digest(&self.0, b"earshot master key check")
    }

    /// Generates a tenant key, and wraps it for the database.
    pub fn make_tenant_key(&self, tenant: TenantId) -> Result<(TenantKey, Vec<u8>), Error> {
        let bytes = ids::random::<32>()?;
        let wrapped = seal(&self.0, &wrap_context(tenant), &bytes)?;
        Ok((TenantKey { tenant, bytes }, wrapped))
    }

    /// A keyed hash of a value that belongs to no tenant; `purpose` separates uses.
    pub(crate) fn hash(&self, purpose: &str, value: &str) -> Vec<u8> {
        let key = digest(&self.0, format!("earshot hash\n{purpose}").as_bytes());
        digest(&key, value.as_bytes())
    }

    /// Unwraps a tenant key.
    pub fn open_tenant_key(&self, tenant: TenantId, wrapped: &[u8]) -> Result<TenantKey, Error> {
        let bytes = open(&self.0, &wrap_context(tenant), wrapped)?;
        let bytes = bytes.try_into().map_err(|_| Error::internal("a tenant key has 32 bytes"))?;
        Ok(TenantKey { tenant, bytes })
    }
}

/// Kind of a sealed value. The kind is authenticated, so that a value moved to another column or
/// tenant does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealed {
    /// A calling number.
    Caller,
    /// A called number.
    Callee,
    /// A record of the source system.
    Source,
    /// Transcript and summary before redaction.
    RawText,
    /// The caller's personal details.
    Customer,
    /// The filter of an export.
    ExportFilter,
    /// The filter of a PBX download.
    PbxFilter,
    /// Personal values of an audit event.
    AuditDetail,
    /// Evidence that a recording may be played.
    Evidence,
    /// The URL of a webhook, which often contains a secret.
    WebhookUrl,
    /// The signing secret of a webhook.
    WebhookSecret,
    /// A number or e-mail address of a contact.
    ContactValue,
    /// A name of a contact.
    ContactName,
    /// Names that the source gave to a call and its recording.
    SourceNames,
    /// Words of a mark of redaction.
    MarkedWords,
    /// What a response hands over to the person's next page.
    Handover,
}

impl Sealed {
    /// Returns the code that is authenticated in every stored value; changing a code makes the
    /// stored values of its kind unreadable.
    const fn code(self) -> &'static str {
        match self {
            Self::Caller => "Caller",
            Self::Callee => "Callee",
            Self::Source => "Source",
            Self::RawText => "RawText",
            Self::Customer => "Customer",
            Self::ExportFilter => "ExportFilter",
            Self::PbxFilter => "PbxFilter",
            Self::AuditDetail => "AuditDetail",
            Self::Evidence => "Evidence",
            Self::WebhookUrl => "WebhookUrl",
            Self::WebhookSecret => "WebhookSecret",
            Self::ContactValue => "ContactValue",
            Self::ContactName => "ContactName",
            Self::SourceNames => "SourceNames",
            Self::MarkedWords => "MarkedWords",
            Self::Handover => "Handover",
        }
    }
}

/// The data key of a tenant.
#[derive(Clone)]
pub struct TenantKey {
    tenant: TenantId,
    bytes: [u8; 32],
}

impl TenantKey {
    /// Encrypts `clear`; `row` is the id of the record it belongs to.
    pub fn seal(&self, kind: Sealed, row: impl Display, clear: &[u8]) -> Result<Vec<u8>, Error> {
        seal(&self.bytes, &self.context(kind, row), clear)
    }

    /// Encrypts `clear` as [`Self::seal`] does, in its own memory.
    pub(crate) fn seal_owned(
        &self,
        kind: Sealed,
        row: impl Display,
        clear: Vec<u8>,
    ) -> Result<Vec<u8>, Error> {
        seal_owned(&self.bytes, &self.context(kind, row), clear)
    }

    /// Decrypts a value that [`Self::seal`] encrypted for the same kind and row.
    pub fn open(&self, kind: Sealed, row: impl Display, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        open(&self.bytes, &self.context(kind, row), sealed)
    }

    /// Decrypts a value as [`Self::open`] does, in its own memory.
    pub(crate) fn open_owned(
        &self,
        kind: Sealed,
        row: impl Display,
        sealed: Vec<u8>,
    ) -> Result<Vec<u8>, Error> {
        open_owned(&self.bytes, &self.context(kind, row), sealed)
    }

    /// Decrypts text.
    pub fn open_text(
        &self,
        kind: Sealed,
        row: impl Display,
        sealed: &[u8],
    ) -> Result<String, Error> {
        String::from_utf8(self.open(kind, row, sealed)?).map_err(Error::internal)
    }

    /// Returns a keyed hash by which an encrypted value can be found; `purpose` separates uses.
    pub fn hash(&self, purpose: &str, value: &str) -> Vec<u8> {
        let key = digest(&self.bytes, purpose.as_bytes());
        digest(&key, value.as_bytes())
    }

    fn context(&self, kind: Sealed, row: impl Display) -> Vec<u8> {
        format!("{}\n{}\n{row}\n1", self.tenant, kind.code()).into_bytes()
    }
}

fn wrap_context(tenant: TenantId) -> Vec<u8> {
    format!("{tenant}\ntenant key\n1").into_bytes()
}

fn digest(key: &[u8], message: &[u8]) -> Vec<u8> {
    // HMAC takes keys of any length, so this cannot fail.
    Hmac::<Sha256>::new_from_slice(key)
        .map(|mac| mac.chain_update(message).finalize().into_bytes().to_vec())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> TenantKey {
        MasterKey::new([7; 32]).make_tenant_key(TenantId::new(ids::fresh())).unwrap().0
    }

    #[test]
    fn a_sealed_value_opens_only_where_it_was_sealed() {
        let key = key();
        let sealed = key.seal(Sealed::Caller, "call-1", b"+12025550123").unwrap();
        assert_eq!(key.open(Sealed::Caller, "call-1", &sealed).unwrap(), b"+12025550123");
        assert!(key.open(Sealed::Caller, "call-2", &sealed).is_err());
        assert!(key.open(Sealed::Callee, "call-1", &sealed).is_err());
        assert!(self::key().open(Sealed::Caller, "call-1", &sealed).is_err());
    }

    #[test]
    fn a_value_sealed_in_its_own_memory_is_the_same_as_another() {
        let key = key();
        for clear in [b"".as_slice(), b"+12025550123"] {
            let sealed = key.seal_owned(Sealed::Source, "call-1", clear.to_vec()).unwrap();
            assert_eq!(sealed.len(), clear.len() + 12 + 16);
            assert_eq!(key.open(Sealed::Source, "call-1", &sealed).unwrap(), clear);
            let other = key.seal(Sealed::Source, "call-1", clear).unwrap();
            assert_eq!(key.open_owned(Sealed::Source, "call-1", other).unwrap(), clear);
            assert!(key.open_owned(Sealed::Source, "call-2", sealed).is_err());
        }
        assert!(key.open_owned(Sealed::Source, "call-1", vec![1; 11]).is_err());
    }

    #[test]
    fn a_tenant_key_opens_with_its_master_key_only() {
        let tenant = TenantId::new(ids::fresh());
        let (key, wrapped) = MasterKey::new([7; 32]).make_tenant_key(tenant).unwrap();
        let again = MasterKey::new([7; 32]).open_tenant_key(tenant, &wrapped).unwrap();
        assert_eq!(again.hash("x", "y"), key.hash("x", "y"));
        assert!(MasterKey::new([8; 32]).open_tenant_key(tenant, &wrapped).is_err());
    }

    /// One value of each kind, sealed by another implementation of AES-GCM.
    const FROZEN: [(Sealed, &str); 15] = [
        (Sealed::Caller, "00000000000000000000000068cedaa4d0425e3a74eed29f76485a3da6996ba2aeca"),
        (Sealed::Callee, "01010101010101010101010111b18a4f0debc54f78a409b9e6da43592ee00b8502fd"),
        (Sealed::Source, "020202020202020202020202fd5a76c1dcb72a8822710fca35e39b50ea24bd7b102e"),
        (Sealed::RawText, "030303030303030303030303883953ac6efc283fd33b2054525dab408c6ac8840160"),
        (Sealed::Customer, "04040404040404040404040402f5a1f24c3b911b21a322740faeab3ac9447c9a49a8"),
        (
            Sealed::ExportFilter,
            "0505050505050505050505052a44b70bc5532509562d5d76df0cbb8bd40fc134860b",
        ),
        (Sealed::PbxFilter, "0606060606060606060606065a2a82f31cdb9834ae99f3704415d40221f20e95fc69"),
        (
            Sealed::AuditDetail,
            "0707070707070707070707076918c9260a614c49a661759ecd1e9a75ca387894290d",
        ),
        (Sealed::Evidence, "0808080808080808080808084c31b7ac88ea4bdaddac8ae2d3eaac4ad3322404232e"),
        (
            Sealed::WebhookUrl,
            "090909090909090909090909d56a6741e2f1de7cf2a6955cba717610a6a6f800553b",
        ),
        (
            Sealed::WebhookSecret,
            "0a0a0a0a0a0a0a0a0a0a0a0acf5030eaaf407f926eae16d4c5dd0e69a1a7d5118aed",
        ),
        (
            Sealed::ContactValue,
            "0b0b0b0b0b0b0b0b0b0b0b0bcefc7ddbea02436cccd1a7d967138f7495b2a4a58f06",
        ),
        (
            Sealed::ContactName,
            "0c0c0c0c0c0c0c0c0c0c0c0c92c174833b771b122c67d021626a41bf76997b572522",
        ),
        (
            Sealed::SourceNames,
            "0d0d0d0d0d0d0d0d0d0d0d0dc4d51172eb8b38a85980d35f3603116bf8799515fec0",
        ),
        (
            Sealed::MarkedWords,
            "0e0e0e0e0e0e0e0e0e0e0e0ed1d7114deb17c8dfdf1ffdc0d96ac278cbafe93c6505",
        ),
    ];

    #[test]
    fn values_of_every_kind_stored_before_still_open() {
        let tenant = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
        let bytes = std::array::from_fn(|place| u8::try_from(place).unwrap());
        let key = TenantKey { tenant, bytes };
        for (kind, sealed) in FROZEN {
            let sealed = hex::decode(sealed).unwrap();
            assert_eq!(key.open(kind, "row-1", &sealed).unwrap(), b"frozen", "{kind:?}");
        }
    }
}
