//! Legs requested by id.

use earshot_domain::{ApiScope, AuditAction, CallId, PbxCode};
use serde_json::{Value, json};

use super::{
    PbxError,
    leg::{Leg, LegView},
};
use crate::{
    ApiClient, Error, partners::Pbx, privacy::source_names::stored_forms, store::PbxCallRow,
};

impl Pbx<'_> {
    /// Finds the legs with these ids, in their order.
    ///
    /// # Errors
    /// `DataNotFound` when one of them is outside the client's scope, or ambiguous because two calls
    /// have a leg with this id.
    pub(super) async fn named_legs(
        self,
        client: &ApiClient,
        leg_ids: Vec<String>,
    ) -> Result<Vec<Leg>, PbxError> {
        let mut rows = Vec::with_capacity(leg_ids.len());
        for leg_id in &leg_ids {
            rows.push(self.only_call(client, leg_id).await?);
        }
        let tenant = client.viewer.tenant.clone();
        let format = self.0.access().display_format(tenant.id).await?;
        let raw_text = client.may(ApiScope::TranscriptsRaw);
        let ids: Vec<CallId> = rows.iter().map(|row| row.id).collect();
        let marks = self.0.db.redaction_marks(tenant.id, &ids).await?;
        // Decrypting and reading calls is CPU-bound.
        let made = tokio::task::spawn_blocking(move || {
            let view = LegView { key: &tenant.key, zone: &tenant.zone, format, raw_text, marks };
            leg_ids.iter().zip(&rows).map(|(leg_id, row)| only_leg(&view, row, leg_id)).collect()
        });
        made.await.map_err(Error::internal)?
    }

    async fn only_call(self, client: &ApiClient, leg_id: &str) -> Result<PbxCallRow, PbxError> {
        // PostgreSQL's text cannot hold NUL, so neither can an id.
        if leg_id.contains('\0') {
            return Err(PbxCode::DataNotFound.into());
        }
        let ids = stored_forms(&client.viewer.tenant.key, leg_id);
        let mut rows = self.0.db.pbx_calls_with_leg(&client.viewer.scope(), &ids).await?;
        match (rows.pop(), rows.is_empty()) {
            (Some(row), true) => Ok(row),
            _ => Err(PbxCode::DataNotFound.into()),
        }
    }

    /// Records that a client read legs; `asked` is stored encrypted.
    pub(super) async fn record_legs_read(
        self,
        client: &ApiClient,
        interface: &str,
        asked: &Value,
    ) -> Result<(), Error> {
        let detail = json!({ "raw_text": client.may(ApiScope::TranscriptsRaw) });
        let (action, asked) = (AuditAction::PbxDownloaded, asked.to_string());
        let mut tx = self.0.db.begin().await?;
        self.0
            .audit()
            .record(&mut tx, &client.viewer, action, interface, &detail, Some(&asked))
            .await?;
        tx.commit().await
    }
}

fn only_leg(view: &LegView<'_>, row: &PbxCallRow, leg_id: &str) -> Result<Leg, PbxError> {
    let leg = view.legs(row)?.into_iter().find(|leg| leg.leg_id == leg_id);
    leg.ok_or(PbxError(PbxCode::DataNotFound))
}
