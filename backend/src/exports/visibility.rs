//! Which exports a viewer sees: their own, and a Client Admin those of others whose projects are
//! all hers; a key its own alone.

use earshot_domain::Permission;

use crate::{
    Viewer,
    store::{ExportRequester, VisibleExports},
};

/// The exports that a viewer sees, as lists and single exports are limited to them.
pub(super) fn visible_exports(viewer: &Viewer) -> VisibleExports {
    let (key, user) = (viewer.key_id(), viewer.actor.user_id());
    let sees_others = key.is_none() && viewer.may(Permission::ViewAllExports);
    VisibleExports {
        tenant_id: viewer.tenant.id,
        viewer: match (key, user) {
            (Some(id), _) => ExportRequester::Key(id),
            (None, Some(id)) => ExportRequester::Person(id),
            (None, None) => ExportRequester::Operator,
        },
        of_others: sees_others.then(|| viewer.scope().project_ids),
        bundles: viewer.may(Permission::AnswerSubjectRequests),
    }
}
