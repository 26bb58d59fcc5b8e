//! Signing in and out.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use earshot_domain::{AuditAction, SessionId, UserId};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{RateBucket, actor::Actor};
use crate::{Error, Viewer, access::Access, ids, store::SessionRow};

/// What a browser keeps; the database has only its hash.
pub struct SessionToken(String);

/// What a person signs in with.
pub struct Credentials<'a> {
    /// E-mail address, in any case.
    pub email: &'a str,
    /// Password.
    pub password: &'a str,
    /// The browser's network address, for the limit per address.
    pub address: &'a str,
}

impl SessionToken {
    /// The token's text, for a cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A session's last use is written at most this often.
const TOUCH_MS: i64 = 60_000;

impl Access<'_> {
    /// Signs in; `Ok(None)` when e-mail and password do not fit, and nobody can tell which.
    pub async fn sign_in(self, who: &Credentials<'_>) -> Result<Option<SessionToken>, Error> {
        let email = who.email.trim().to_lowercase();
        let taken = self
            .take_rates(&[
                (RateBucket::SignInAccount(&email), self.0.limits.sign_in_account_rate),
                (RateBucket::SignInAddress(who.address), self.0.limits.sign_in_address_rate),
            ])
            .await?;
        let account = self.0.db.account(&email).await?;
        let stored = account.as_ref().map(|account| account.password_hash.as_str());
        let fits = self.0.passwords.verify(who.password, stored).await?;
        let Some(account) = account else {
            // A known account's failure is written down; this write makes both take as long.
            self.0.db.return_rate(&[String::new()]).await?;
            return Ok(None);
        };
        let mut tx = self.0.db.begin().await?;
        let action = if fits { AuditAction::SignedIn } else { AuditAction::SignInFailed };
        let token = SessionToken(URL_SAFE_NO_PAD.encode(ids::random::<32>()?));
        if fits {
            let id = SessionId::new(ids::fresh());
            let hash = token_hash(&token.0);
            self.0.db.add_session(&mut tx, id, &hash, account.user_id, self.0.now_ms()).await?;
        }
        let detail = json!({ "address": who.address });
        let actor = Actor::Person { id: account.user_id, email, session_id: None };
        self.0
            .audit()
            .record_as(&mut tx, account.tenant_id, &actor, action, account.user_id, &detail)
            .await?;
        tx.commit().await?;
        if !fits {
            return Ok(None);
        }
        self.0.db.return_rate(&taken).await?;
        Ok(Some(token))
    }

    /// The person behind a token; `None` when it is unknown or its time is over.
    pub async fn viewer(self, token: &str) -> Result<Option<Viewer>, Error> {
        let Some(row) = self.0.db.session(&token_hash(token)).await? else { return Ok(None) };
        let now = self.0.now_ms();
        if self.is_over(&row, now) {
            return Ok(None);
        }
        if now - row.last_seen_at >= TOUCH_MS {
            // A busy database must not sign anybody out.
            if let Some(session_id) = row.session_id
                && let Err(error) = self.0.db.touch_session(session_id, now).await
            {
                tracing::warn!(%error, "a session's last use was not noted");
            }
        }
        let projects = self.0.db.assigned_projects(row.user_id).await?;
        Viewer::new(row, projects, &self.0.master_key).map(Some)
    }

    /// The same person as they are now; the session they acted in must still be alive.
    pub(crate) async fn renew_viewer(self, viewer: &Viewer) -> Result<Viewer, Error> {
        let session_id = viewer.actor.session_id();
        let lives = async {
            match session_id {
                Some(id) => self.0.db.has_session(id).await,
                None => Ok(true),
            }
        };
        let (mut again, lives) = tokio::try_join!(self.viewer_of(viewer.user_id()?), lives)?;
        if !lives {
            return Err(Error::internal("the session that began this is over"));
        }
        if let Actor::Person { session_id: kept, .. } = &mut again.actor {
            *kept = session_id;
        }
        Ok(again)
    }

    /// The person with an account, for the operator's commands.
    pub async fn account_viewer(self, email: &str) -> Result<Viewer, Error> {
        let account = self.0.db.account(&email.trim().to_lowercase()).await?;
        let account =
            account.ok_or_else(|| Error::field("user", format!("{email} has no account")))?;
        self.viewer_of(account.user_id).await
    }

    /// A person as they are now, outside any session; not found when they may not sign in.
    pub(crate) async fn viewer_of(self, user_id: UserId) -> Result<Viewer, Error> {
        let (row, projects) =
            tokio::try_join!(self.0.db.person(user_id), self.0.db.assigned_projects(user_id))?;
        Viewer::new(row.ok_or(Error::NotFound)?, projects, &self.0.master_key)
    }

    fn is_over(self, row: &SessionRow, now: i64) -> bool {
        let idle = i64::from(self.0.limits.session_idle_minutes) * 60_000;
        let longest = i64::from(self.0.limits.session_hours) * 3_600_000;
        now - row.last_seen_at >= idle || now - row.created_at >= longest
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

fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
