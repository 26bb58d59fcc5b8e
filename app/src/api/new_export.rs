//! The page of a new export.

use earshot_domain::{ExportFieldSet, ExportMail, Problem, Profile};
use leptos::{server, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

use super::ApiError;

/// Contents of the page of a new export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewExportPage {
    /// The signed-in person.
    pub profile: Profile,
    /// The fields of the submitted form, or those of the URL.
    pub form: Vec<(String, String)>,
    /// The viewer's saved sets of columns.
    pub sets: Vec<ExportFieldSet>,
    /// Name, number or address of the contact whose calls are exported.
    pub contact: Option<String>,
    /// Calls that would be exported now; none when they could not be counted.
    pub matched: Option<u64>,
    /// The mail that the viewer gets about an export in the background.
    pub mail: ExportMail,
    /// Why the form was refused, or why the calls could not be counted.
    pub problem: Option<Problem>,
}

/// Loads the page of a new export.
#[server(prefix = "/api", endpoint = "exports/new", input = GetUrl)]
pub async fn load_new_export(query: String) -> Result<NewExportPage, ApiError> {
    use earshot_backend::Error;
    use earshot_domain::{ExportRequestForm, Permission};

    let (backend, viewer) = super::context::signed_in()?;
    viewer.require(Permission::ExportInBackground)?;
    let outcome = super::context::app_context()?.outcome;
    let form = if outcome.pairs.is_empty() {
        form_urlencoded::parse(query.as_bytes()).into_owned().collect()
    } else {
        outcome.pairs
    };
    let parsed = ExportRequestForm::parse(&form);
    let counted = if parsed.errors.is_empty() {
        backend.exports().count(&viewer, &parsed.request).await
    } else {
        Err(Error::Invalid(parsed.errors.clone()))
    };
    let (matched, uncounted) = match counted {
        Ok(matched) => (Some(matched), None),
        Err(Error::NotFound) => return Err(Error::NotFound.into()),
        Err(error) => {
            error.log();
            (None, Some(error.problem()))
        }
    };
    let contact = match &parsed.request.contact {
        Some(contact) => Some(backend.calls().contact_label(&viewer, contact.id).await?),
        None => None,
    };
    let problem = outcome.problem.or(uncounted);
    let sets = backend.exports().field_sets(&viewer).await?;
    let mail = backend.exports().mail_to(&viewer);
    let profile = viewer.profile();
    Ok(NewExportPage { profile, form, sets, contact, matched, mail, problem })
}
