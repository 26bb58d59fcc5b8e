//! Names of the files of one call.

use earshot_domain::{CallId, Review};

use crate::Viewer;

/// The parts of a file's name that identify a call.
pub(crate) struct CallFileName<'a> {
    /// Slug of the tenant.
    pub(crate) tenant: &'a str,
    /// Slug of the project.
    pub(crate) project: &'a str,
    /// Start of the call, as RFC 3339.
    pub(crate) started: &'a str,
    /// The call.
    pub(crate) id: CallId,
}

impl<'a> CallFileName<'a> {
    /// The parts for an opened call.
    pub(crate) fn of(viewer: &'a Viewer, review: &'a Review) -> Self {
        Self {
            tenant: viewer.tenant.slug.as_str(),
            project: review.project.as_str(),
            started: &review.row.started.rfc3339,
            id: review.row.id,
        }
    }

    /// Joins `what`, tenant, project, start and id of the call, so that no two calls share a name;
    /// ASCII letters, digits, `-`, `_` and `.` only, since slugs and ids have no others.
    pub(crate) fn name(&self, what: &str, ending: &str) -> String {
        let minute: String = self.started.chars().take(16).filter(char::is_ascii_digit).collect();
        let Self { tenant, project, id, .. } = self;
        format!("{what}_{tenant}_{project}_{minute}_{id}.{ending}")
    }
}
