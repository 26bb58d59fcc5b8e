//! Names of exported files.

use earshot_domain::{Bound, CallFilter, Slug};
use jiff::{Timestamp, fmt::strtime};

use crate::{Error, Viewer};

/// The name of an export's files without extension: tenant, projects, range and the local time of the
/// export.
pub(super) fn file_base(
    viewer: &Viewer,
    projects: &[Slug],
    filter: &CallFilter,
    now: Timestamp,
) -> Result<String, Error> {
    let day = |bound: &Option<Bound>| {
        bound.as_ref().map(|bound| bound.as_text().chars().take(10).collect::<String>())
    };
    let range = match (day(&filter.from), day(&filter.to)) {
        (None, None) => "all-time".to_owned(),
        (Some(from), None) => format!("from-{from}"),
        (None, Some(to)) => format!("to-{to}"),
        (Some(from), Some(to)) => format!("{from}_{to}"),
    };
    let at = stamp(viewer, now)?;
    let tenant = &viewer.tenant.slug;
    let projects = match projects {
        [only] => only.to_string(),
        several => format!("{}-projects", several.len()),
    };
    Ok(format!("calls_{tenant}_{projects}_{range}_{at}"))
}

/// The name of a bundle that answers a person's request, without extension: nothing of the person.
pub(super) fn bundle_base(viewer: &Viewer, now: Timestamp) -> Result<String, Error> {
    Ok(format!("legal-request_{}_{}", viewer.tenant.slug, stamp(viewer, now)?))
}

/// The local time of an export.
fn stamp(viewer: &Viewer, now: Timestamp) -> Result<String, Error> {
    let zoned = now.to_zoned(viewer.tenant.zone.clone());
    strtime::format("%Y%m%d-%H%M%S", &zoned).map_err(Error::internal)
}
