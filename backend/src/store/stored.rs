//! Ids, slugs and codes as columns: text in both databases, their own types in rows.

use std::{error::Error, fmt::Display, str::FromStr};

use earshot_domain::{
    ApiKeyId, ApiKeyKind, AuditAction, CallId, Channel, ClockFormat, Consent, ContactId, Country,
    DateOrder, DeliveryFault, DeliveryId, DeliveryState, Direction, ExportFormat, ExportId,
    ExportKind, ExportState, IdentityId, IdentityKind, ImportId, JobId, JobState, MarkKind,
    MediaState, OutcomeCode, PlaybackCompliance, ProjectId, ReasonCode, RecordingAction,
    RedactionLabel, RedactionMarkId, ReviewAction, ReviewState, Role, Sentiment, SessionId, Slug,
    Status, SubjectRequestId, SubjectRequestState, TenantId, TranscriptState, UnlockArtefact,
    UnlockId, UnlockRefusal, UnlockScope, UnlockState, UserId, WebhookEvent, WebhookId,
    WebhookState,
};
use sqlx::{Database, Decode, Encode, Type, ValueRef, encode::IsNull, error::BoxDynError};

use super::sql::Arg;

/// A value stored as text, by its `Display` and `FromStr`. Rows have the plain types, by
/// `#[sqlx(try_from = "Stored<…>")]`; statements bind them as `Stored(…)`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stored<T>(pub(super) T);

/// A type whose text is stored.
pub(super) trait Code: Display + FromStr<Err: Error + Send + Sync + 'static> {}

/// A value that a statement can bind as text, or as NULL.
pub(super) trait Column {
    /// The text; `None` is NULL.
    fn text(&self) -> Option<String>;
}

impl<T: Code> Column for T {
    fn text(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl<T: Code> Column for Option<T> {
    fn text(&self) -> Option<String> {
        self.as_ref().map(ToString::to_string)
    }
}

impl<DB: Database, T> Type<DB> for Stored<T>
where
    String: Type<DB>,
{
    fn type_info() -> DB::TypeInfo {
        String::type_info()
    }

    fn compatible(ty: &DB::TypeInfo) -> bool {
        String::compatible(ty)
    }
}

impl<'q, DB: Database, T: Column> Encode<'q, DB> for Stored<T>
where
    String: Encode<'q, DB>,
{
    fn encode_by_ref(&self, buffer: &mut DB::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        match self.0.text() {
            Some(text) => text.encode(buffer),
            None => Ok(IsNull::Yes),
        }
    }
}

impl<'r, DB: Database, T: Code> Decode<'r, DB> for Stored<T>
where
    &'r str: Decode<'r, DB>,
{
    fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(Self(<&str>::decode(value)?.parse()?))
    }
}

impl<'r, DB: Database, T: Code> Decode<'r, DB> for Stored<Option<T>>
where
    &'r str: Decode<'r, DB>,
{
    fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
        if value.is_null() {
            return Ok(Self(None));
        }
        Ok(Self(Some(<&str>::decode(value)?.parse()?)))
    }
}

/// Implements [`Code`] and [`Column`] for domain types.
macro_rules! stored {
    ($($name:ty),* $(,)?) => {$(
        impl Code for $name {}

        impl Column for &$name {
            fn text(&self) -> Option<String> {
                Some(self.to_string())
            }
        }

        impl Column for Option<&$name> {
            fn text(&self) -> Option<String> {
                self.map(ToString::to_string)
            }
        }

        impl From<&$name> for Arg {
            fn from(value: &$name) -> Self {
                Self::Text(value.to_string())
            }
        }

        impl From<Stored<Self>> for $name {
            fn from(stored: Stored<Self>) -> Self {
                stored.0
            }
        }

        impl From<Stored<Self>> for Option<$name> {
            fn from(stored: Stored<Self>) -> Self {
                stored.0
            }
        }
    )*};
}

stored! {
    ApiKeyId, ApiKeyKind, AuditAction, CallId, Channel, ClockFormat, Consent, ContactId, Country, DateOrder,
    DeliveryFault, DeliveryId, DeliveryState, Direction, ExportFormat, ExportId, ExportKind,
    ExportState, IdentityId, IdentityKind, ImportId, JobId, JobState, MarkKind,
    MediaState, OutcomeCode, PlaybackCompliance, ProjectId, RecordingAction, RedactionLabel,
    RedactionMarkId, ReviewAction,
    ReasonCode, ReviewState, Role, Sentiment, SessionId, Slug, Status, SubjectRequestId, SubjectRequestState, TenantId, TranscriptState,
    UnlockArtefact, UnlockId, UnlockRefusal, UnlockScope, UnlockState, UserId,
    WebhookEvent, WebhookId, WebhookState,
}

#[cfg(test)]
mod tests {
    use sqlx::{SqlitePool, query_as, query_scalar};

    use super::*;

    #[derive(sqlx::FromRow)]
    struct Row {
        #[sqlx(try_from = "Stored<Role>")]
        role: Role,
        #[sqlx(try_from = "Stored<Option<Slug>>")]
        slug: Option<Slug>,
    }

    #[tokio::test]
    async fn a_column_reads_back_as_it_was_bound_and_nothing_else_is_taken() {
        let pool = SqlitePool::connect("sqlite::memory:").await.unwrap();
        let slug: Slug = "front-desk".parse().unwrap();
        for slug in [Some(slug), None] {
            let row: Row = query_as("SELECT $1 AS role, $2 AS slug")
                .bind(Stored(Role::ClientStaff))
                .bind(Stored(slug.clone()))
                .fetch_one(&pool)
                .await
                .unwrap();
            assert_eq!((row.role, row.slug), (Role::ClientStaff, slug));
        }
        for wrong in [Some("owner"), Some(""), None] {
            let read: Result<Stored<Role>, _> =
                query_scalar("SELECT $1").bind(wrong).fetch_one(&pool).await;
            assert!(matches!(read, Err(sqlx::Error::ColumnDecode { .. })), "{wrong:?}");
        }
    }
}
