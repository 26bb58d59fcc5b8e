//! Activity: the audit log as the tenant's people read it. It is in this area because it shows what
//! viewers did in a viewer's time zone and by a viewer's rights; the log itself is in `privacy`.

mod describe;
mod file;
mod page;

pub(crate) use file::{ActivityBatches, ActivityRow};
