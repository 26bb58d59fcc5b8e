//! Encryption at rest: a master key wraps one key per tenant, which seals its personal values.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use earshot_domain::TenantId;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::{Error, ids};

/// Bytes of the random nonce that begins every sealed value.
const NONCE: usize = 12;

/// The installation's key; it wraps tenants' keys and does nothing else.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    /// Takes a key from its 32 bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A value by which a database recognises the key it was made with.
    pub fn check_value(&self) -> Vec<u8> {
        digest(&self.0, b"earshot master key check")
    }

    /// A fresh tenant key and its wrapped form for the database.
    pub fn make_tenant_key(&self, tenant: TenantId) -> Result<(TenantKey, Vec<u8>), Error> {
        let bytes = ids::random::<32>()?;
        let wrapped = seal(&self.0, &wrap_context(tenant), &bytes)?;
        Ok((TenantKey { tenant, bytes }, wrapped))
    }

    /// Opens a wrapped tenant key.
    pub fn open_tenant_key(&self, tenant: TenantId, wrapped: &[u8]) -> Result<TenantKey, Error> {
        let bytes = open(&self.0, &wrap_context(tenant), wrapped)?;
        let bytes = bytes.try_into().map_err(|_| Error::internal("a tenant key has 32 bytes"))?;
        Ok(TenantKey { tenant, bytes })
    }
}

/// What a sealed value is; part of what is authenticated, so that a value moved to another column
/// or tenant does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealed {
    /// A calling number.
    Caller,
    /// A called number.
    Callee,
    /// A source's own record.
    Source,
    /// A transcript and summary before redaction.
    RawText,
    /// The person behind a call.
    Customer,
    /// The filter of an export.
    ExportFilter,
    /// The filter of a PBX download.
    PbxFilter,
    /// Personal values of an audit event.
    AuditDetail,
    /// What shows that a recording may be played.
    Evidence,
    /// Where a webhook sends to; such an address is often a secret itself.
    WebhookUrl,
    /// What a webhook's messages are signed with.
    WebhookSecret,
}

/// One tenant's key.
#[derive(Clone)]
pub struct TenantKey {
    tenant: TenantId,
    bytes: [u8; 32],
}

impl TenantKey {
    /// Encrypts `clear`; `row` is the id of the record it belongs to.
    pub fn seal(&self, kind: Sealed, row: &str, clear: &[u8]) -> Result<Vec<u8>, Error> {
        seal(&self.bytes, &self.context(kind, row), clear)
    }

    /// Decrypts what [`Self::seal`] made for the same kind and row.
    pub fn open(&self, kind: Sealed, row: &str, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        open(&self.bytes, &self.context(kind, row), sealed)
    }

    /// Decrypts text.
    pub fn open_text(&self, kind: Sealed, row: &str, sealed: &[u8]) -> Result<String, Error> {
        String::from_utf8(self.open(kind, row, sealed)?).map_err(Error::internal)
    }

    /// A keyed hash by which an encrypted value can be found again; `purpose` separates uses.
    pub fn hash(&self, purpose: &str, value: &str) -> Vec<u8> {
        let key = digest(&self.bytes, purpose.as_bytes());
        digest(&key, value.as_bytes())
    }

    fn context(&self, kind: Sealed, row: &str) -> Vec<u8> {
        format!("{}\n{kind:?}\n{row}\n1", self.tenant).into_bytes()
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

fn seal(key: &[u8; 32], context: &[u8], clear: &[u8]) -> Result<Vec<u8>, Error> {
    let nonce = ids::random::<NONCE>()?;
    let cipher = Aes256Gcm::new(&(*key).into());
    let body = cipher
        .encrypt(&nonce.into(), Payload { msg: clear, aad: context })
        .map_err(|_| Error::internal("encryption failed"))?;
    Ok([nonce.as_slice(), &body].concat())
}

fn open(key: &[u8; 32], context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Error> {
    let (nonce, body) = sealed
        .split_first_chunk::<NONCE>()
        .ok_or_else(|| Error::internal("sealed value too short"))?;
    Aes256Gcm::new(&(*key).into())
        .decrypt(&(*nonce).into(), Payload { msg: body, aad: context })
        .map_err(|_| Error::internal("a sealed value does not open: wrong key or changed data"))
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
    fn a_tenant_key_opens_with_its_master_key_only() {
        let tenant = TenantId::new(ids::fresh());
        let (key, wrapped) = MasterKey::new([7; 32]).make_tenant_key(tenant).unwrap();
        let again = MasterKey::new([7; 32]).open_tenant_key(tenant, &wrapped).unwrap();
        assert_eq!(again.hash("x", "y"), key.hash("x", "y"));
        assert!(MasterKey::new([8; 32]).open_tenant_key(tenant, &wrapped).is_err());
    }
}
