//! Sessions: sign-in, sign-out and expiry.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use earshot_domain::{AuditAction, SessionId, TenantId, UserId};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{RateBucket, actor::Actor, devices::DeviceToken};
use crate::{
    Error, OperatorAccess, Viewer,
    access::Access,
    ids,
    store::{Account, SessionRow, SessionTimes},
};

/// The session token that a browser stores; the database stores only its hash.
pub struct SessionToken(String);

/// The credentials of a sign-in attempt.
pub struct Credentials<'a> {
    /// E-mail address, in any case.
    pub email: &'a str,
    /// Password.
    pub password: &'a str,
    /// The browser's network address, for the limits per address.
    pub address: &'a str,
    /// The browser's token as a known device.
    pub device: Option<&'a str>,
    /// The browser's former session, which ends.
    pub former: Option<&'a str>,
}

/// A successful sign-in.
pub struct SignedIn {
    /// The session.
    pub session: SessionToken,
    /// The browser's token as a known device.
    pub device: DeviceToken,
}

/// Failed sign-ins after which others wait.
const UNSLOWED_FAILURES: i64 = 3;
/// Most times that the wait doubles.
const MAX_DOUBLINGS: i64 = 3;

impl SessionToken {
    /// The token's text, for a cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Minimum time between updates of a session's last use.
const TOUCH_MS: i64 = 60_000;

impl Access<'_> {
    /// Signs in; `Ok(None)` when the e-mail address or the password is incorrect, without revealing
    /// which.
    pub async fn sign_in(self, credentials: &Credentials<'_>) -> Result<Option<SignedIn>, Error> {
        let email = credentials.email.trim().to_lowercase().replace('\0', "\u{fffd}");
        let account = self.0.db.account(&email).await?;
        let events = self.take_attempt(&email, account.as_ref(), credentials).await?;
        let stored = account.as_ref().map(|account| account.password_hash.as_str());
        let valid = self.0.passwords.verify(credentials.password, stored).await?;
        let Some(account) = account else {
            // A failure of a known account is audited; this write makes both cases take equally
            // long.
            self.0.db.return_rate(&[String::new()]).await?;
            return Ok(None);
        };
        let mut tx = self.0.db.begin().await?;
        let action = if valid { AuditAction::SignedIn } else { AuditAction::SignInFailed };
        let token = SessionToken(URL_SAFE_NO_PAD.encode(ids::random::<32>()?));
        if valid {
            let id = SessionId::new(ids::fresh());
            let hash = token_hash(&token.0);
            self.0.db.add_session(&mut tx, id, &hash, account.user_id, self.0.now_ms()).await?;
            if let Some(former) = credentials.former {
                self.0.db.end_session_by_token(&mut tx, &token_hash(former)).await?;
            }
        }
        let detail = json!({ "address": credentials.address });
        let actor = Actor::Person { id: account.user_id, email, session_id: None };
        self.0
            .audit()
            .record_as(&mut tx, account.tenant_id, &actor, action, account.user_id, &detail)
            .await?;
        tx.commit().await?;
        if !valid {
            return Ok(None);
        }
        self.0.db.return_rate(&events).await?;
        Ok(Some(SignedIn { session: token, device: self.new_device(&account)? }))
    }

    /// Counts an attempt until it has succeeded. After some failures it waits first. Attempts from a
    /// known device are counted apart, so that nobody else can use them up.
    async fn take_attempt(
        self,
        email: &str,
        account: Option<&Account>,
        credentials: &Credentials<'_>,
    ) -> Result<Vec<String>, Error> {
        let limits = &self.0.limits;
        let address = credentials.address;
        let device = account.zip(credentials.device);
        let device = device.and_then(|(account, token)| self.known_device(account, token));
        let taken = match device {
            Some(name) => {
                self.take_counted(&[(RateBucket::SignInDevice(name), limits.sign_in_rate)]).await?
            }
            None => {
                self.take_counted(&[
                    (RateBucket::SignInPair { email, address }, limits.sign_in_rate),
                    (RateBucket::SignInAccount(email), limits.sign_in_account_rate),
                    (RateBucket::SignInAddress(address), limits.sign_in_address_rate),
                ])
                .await?
            }
        };
        let pause = pause(taken.used, limits.sign_in_pause_ms);
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
        Ok(taken.events)
    }

    /// The viewer of a session token; `None` when it is unknown or has expired.
    pub async fn viewer(self, token: &str) -> Result<Option<Viewer>, Error> {
        let Some(row) = self.0.db.session(&token_hash(token)).await? else { return Ok(None) };
        let now = self.0.now_ms();
        let SessionRow { created_at, last_seen_at, .. } = row;
        if self.has_expired(SessionTimes { created_at, last_seen_at }, now) {
            return Ok(None);
        }
        if now.saturating_sub(row.last_seen_at) >= TOUCH_MS {
            // A busy database must not end the session.
            if let Some(session_id) = row.session_id
                && let Err(error) = self.0.db.touch_session(session_id, now).await
            {
                tracing::warn!(%error, "updating a session's last use failed");
            }
        }
        let projects = self.0.db.assigned_projects(row.user_id).await?;
        Viewer::new(row, projects, &self.0.master_key).map(Some)
    }

    /// The viewer with their current rights; their session must still exist.
    pub(crate) async fn renew_viewer(self, viewer: &Viewer) -> Result<Viewer, Error> {
        let session_id = viewer.actor.session_id();
        let active = async {
            match session_id {
                Some(id) => self.is_session_active(id).await,
                None => Ok(true),
            }
        };
        let (mut renewed, active) = tokio::try_join!(self.viewer_of(viewer.user_id()?), active)?;
        if !active {
            return Err(Error::internal("the session that started this has ended"));
        }
        if let Actor::Person { session_id: renewed_id, .. } = &mut renewed.actor {
            *renewed_id = session_id;
        }
        Ok(renewed)
    }

    /// Whether a session still exists and has not expired.
    pub(crate) async fn is_session_active(self, id: SessionId) -> Result<bool, Error> {
        let times = self.0.db.session_times(id).await?;
        Ok(times.is_some_and(|times| !self.has_expired(times, self.0.now_ms())))
    }

    /// The viewer of an account, for the operator's commands.
    pub async fn account_viewer(self, email: &str) -> Result<Viewer, Error> {
        let account = self.0.db.account(&email.trim().to_lowercase()).await?;
        let account =
            account.ok_or_else(|| Error::field("user", format!("{email} has no account")))?;
        self.viewer_of(account.user_id).await
    }

    /// The viewer of an account with their current rights, without a session; not found when the
    /// account may not sign in.
    pub(crate) async fn viewer_of(self, user_id: UserId) -> Result<Viewer, Error> {
        let (row, projects) =
            tokio::try_join!(self.0.db.person(user_id), self.0.db.assigned_projects(user_id))?;
        Viewer::new(row.ok_or(Error::NotFound)?, projects, &self.0.master_key)
    }

    /// The viewer of the operator at the command line, in a tenant.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a tenant that does not exist.
    pub async fn operator_viewer(self, tenant: &str) -> Result<Viewer, Error> {
        let unknown = || Error::field("tenant", format!("{tenant} does not exist"));
        let slug = tenant.parse().map_err(|_| unknown())?;
        let row = self.0.db.tenant_by_slug(&slug).await?.ok_or_else(unknown)?;
        self.operator_in(row.id).await
    }

    /// The viewer of the operator at the command line, in the tenant with this id.
    pub(crate) async fn operator_in(self, tenant_id: TenantId) -> Result<Viewer, Error> {
        let tenants = self.0.db.tenants().await?;
        let row = tenants.into_iter().find(|row| row.id == tenant_id).ok_or(Error::NotFound)?;
        let projects = self.0.db.projects(tenant_id).await?;
        Viewer::operator(OperatorAccess::CommandLine, row, projects, &self.0.master_key)
    }

    fn has_expired(self, times: SessionTimes, now: i64) -> bool {
        let idle = i64::from(self.0.limits.session_idle_minutes).saturating_mul(60_000);
        let longest = i64::from(self.0.limits.session_hours).saturating_mul(3_600_000);
        now.saturating_sub(times.last_seen_at) >= idle
            || now.saturating_sub(times.created_at) >= longest
    }

    /// Ends the viewer's session.
    pub async fn sign_out(self, viewer: &Viewer) -> Result<(), Error> {
        let Some(session) = viewer.actor.session_id() else { return Ok(()) };
        let mut tx = self.0.db.begin().await?;
        self.0.db.end_session(&mut tx, session).await?;
        let subject = viewer.user_id()?;
        self.0
            .audit()
            .record(&mut tx, viewer, AuditAction::SignedOut, subject, &json!({}), None)
            .await?;
        tx.commit().await
    }

    /// Ends every session of the viewer.
    pub async fn sign_out_everywhere(self, viewer: &Viewer) -> Result<(), Error> {
        let mut tx = self.0.db.begin().await?;
        let subject = viewer.user_id()?;
        let ended = self.0.db.end_sessions_of(&mut tx, subject).await?;
        let detail = json!({ "sessions": ended });
        self.0
            .audit()
            .record(&mut tx, viewer, AuditAction::SignedOutEverywhere, subject, &detail, None)
            .await?;
        tx.commit().await
    }
}

/// Time that the attempt after so many failures waits, itself counted.
fn pause(used: i64, first_ms: u32) -> Duration {
    let slowed = used.saturating_sub(UNSLOWED_FAILURES);
    match u32::try_from(slowed.min(MAX_DOUBLINGS.saturating_add(1))) {
        Ok(slowed) if slowed > 0 => {
            Duration::from_millis(first_ms.into()).saturating_mul(1 << slowed.saturating_sub(1))
        }
        _ => Duration::ZERO,
    }
}

fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_ins_are_slowed_after_three_failures() {
        let waits: Vec<_> = (0..=10).map(|used| pause(used, 500).as_millis()).collect();
        assert_eq!(waits, [0, 0, 0, 0, 500, 1000, 2000, 4000, 4000, 4000, 4000]);
    }
}
