//! Audiences that the operator limits users to.

use earshot_domain::{AuditAction, Permission};
use serde_json::json;

use crate::{
    Error,
    access::{Actor, Tenants},
    privacy::redaction::redact,
};

/// Maximum number of audiences of a user.
const MAX_AUDIENCES: usize = 50;
/// Longest name of an audience in characters.
const MAX_NAME: usize = 200;

impl Tenants<'_> {
    /// Limits a user to calls of these audiences and calls without one; `None` ends the limit.
    ///
    /// # Errors
    /// [`Error::Invalid`] for an unknown account, a list that cannot be stored, and for a Client
    /// Admin, who sees every audience.
    pub async fn set_audiences(
        self,
        email: &str,
        audiences: Option<&[String]>,
    ) -> Result<(), Error> {
        let unknown = || Error::field("user", format!("{email} has no account"));
        let db = &self.0.db;
        let account = db.account(&email.trim().to_lowercase()).await?.ok_or_else(unknown)?;
        let person = db.person(account.user_id).await?.ok_or_else(unknown)?;
        if audiences.is_some() && person.role.may(Permission::ViewAllAudiences) {
            let message = format!("cannot be limited for a {}", person.role.label());
            return Err(Error::field("audiences", message));
        }
        let names = audiences.map(checked).transpose()?;
        let stored = names.as_ref().map(serde_json::to_string).transpose()?;
        let mut tx = db.begin().await?;
        tx.set_audiences(account.user_id, stored.as_deref()).await?;
        let (actor, action) = (Actor::COMMAND_LINE, AuditAction::UserChanged);
        let detail = json!({ "audiences": names });
        self.0
            .audit()
            .record_as(&mut tx, account.tenant_id, &actor, action, account.user_id, &detail)
            .await?;
        tx.commit().await
    }
}

/// The distinct names of a list, without spaces around them.
fn checked(names: &[String]) -> Result<Vec<String>, Error> {
    let invalid = |message: &str| Err(Error::field("audiences", message));
    let mut checked: Vec<String> = Vec::new();
    for name in names.iter().map(|name| name.trim()) {
        if !(1..=MAX_NAME).contains(&name.chars().count()) || name.contains('\0') {
            return invalid("must be names of 1 to 200 characters");
        }
        // A call's audience is stored redacted, so nothing would be found by such a name.
        if !redact(name).found.is_empty() {
            return invalid(
                "must not contain personal details such as numbers or e-mail addresses",
            );
        }
        if !checked.iter().any(|known| known == name) {
            checked.push(name.to_owned());
        }
    }
    if checked.is_empty() || checked.len() > MAX_AUDIENCES {
        return invalid("must be 1 to 50 names");
    }
    Ok(checked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_keep_their_case() {
        let list = |names: &[&str]| -> Vec<String> {
            names.iter().map(|name| (*name).to_owned()).collect()
        };
        assert_eq!(checked(&list(&[" beta", "Beta", "beta"])).unwrap(), ["beta", "Beta"]);
        for bad in ["", " ", "a\0b", "ann@example.com", &"x".repeat(201)] {
            assert!(checked(&list(&[bad])).is_err(), "{bad}");
        }
        assert!(checked(&[]).is_err());
        let many: Vec<String> = (0..51).map(|n| format!("group-{n}")).collect();
        assert!(checked(&many).is_err());
        assert_eq!(checked(&many[..50]).unwrap().len(), 50);
    }
}
