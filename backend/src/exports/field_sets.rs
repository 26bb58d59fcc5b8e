//! Sets of columns that a person saved under a name.

use earshot_domain::{ExportFieldSet, MAX_FIELD_SETS, Permission};

use super::Exports;
use crate::{
    Error, Viewer,
    store::{FieldSetRow, count_other_field_sets, delete_field_set, save_field_set},
};

const MESSAGES: &str = "messages";
const CALLS: &str = "calls";

impl Exports<'_> {
    /// The viewer's sets, by name.
    pub async fn field_sets(self, viewer: &Viewer) -> Result<Vec<ExportFieldSet>, Error> {
        demand(viewer)?;
        let rows = self.0.db.field_sets(viewer.tenant.id, viewer.user_id()?).await?;
        let set = |row: FieldSetRow| ExportFieldSet {
            name: row.name,
            by_message: row.mode == MESSAGES,
            fields: row.fields.split(',').map(str::to_owned).collect(),
        };
        Ok(rows.into_iter().map(set).collect())
    }

    /// Saves a set, in place of one of the same name.
    pub async fn save_field_set(self, viewer: &Viewer, set: &ExportFieldSet) -> Result<(), Error> {
        demand(viewer)?;
        let (tenant_id, user_id) = (viewer.tenant.id, viewer.user_id()?);
        let row = FieldSetRow {
            name: set.name.clone(),
            mode: if set.by_message { MESSAGES } else { CALLS }.to_owned(),
            fields: set.fields.join(","),
        };
        let mut tx = self.0.db.begin().await?;
        let others = count_other_field_sets(&mut tx, tenant_id, user_id, &row.name).await?;
        if usize::try_from(others).map_err(Error::internal)? >= MAX_FIELD_SETS {
            let message = format!("cannot be saved: there are {MAX_FIELD_SETS} sets already");
            return Err(Error::field(ExportFieldSet::NAME, &message));
        }
        save_field_set(&mut tx, tenant_id, user_id, &row).await?;
        tx.commit().await
    }

    /// Deletes a set of the viewer; one that does not exist is no error.
    pub async fn delete_field_set(self, viewer: &Viewer, name: &str) -> Result<(), Error> {
        demand(viewer)?;
        let mut tx = self.0.db.begin().await?;
        delete_field_set(&mut tx, viewer.tenant.id, viewer.user_id()?, name).await?;
        tx.commit().await
    }
}

fn demand(viewer: &Viewer) -> Result<(), Error> {
    if viewer.may(Permission::ExportInBackground) { Ok(()) } else { Err(Error::NotFound) }
}
