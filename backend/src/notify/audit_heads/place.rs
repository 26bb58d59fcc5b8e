//! The place outside the database where heads are kept: a folder or a bucket.

use std::{path::Path, sync::Arc};

use object_store::{ObjectStore, ObjectStoreExt, local::LocalFileSystem, path::Path as Key};

use crate::{AuditHead, Error};

/// A folder or a bucket for heads. Cheap to clone.
#[derive(Clone)]
pub struct HeadPlace {
    objects: Arc<dyn ObjectStore>,
    /// How messages name it.
    name: Arc<str>,
}

impl HeadPlace {
    /// A place in a folder, which is created if it is missing.
    pub fn folder(folder: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(folder).map_err(Error::internal)?;
        let objects = LocalFileSystem::new_with_prefix(folder).map_err(Error::internal)?;
        Ok(Self::new(Arc::new(objects), &folder.display().to_string()))
    }

    pub(crate) fn new(objects: Arc<dyn ObjectStore>, name: &str) -> Self {
        Self { objects, name: name.into() }
    }

    /// Writes a head. Its name begins with the tenant and ends with the number of events, in an order
    /// that a listing keeps.
    pub(super) async fn write(&self, head: &AuditHead) -> Result<(), Error> {
        let key = Key::from(format!("{}/{:012}.txt", head.tenant, head.size));
        let put = self.objects.put(&key, head.note.clone().into_bytes().into()).await;
        put.map(drop).map_err(|error| {
            Error::internal(format!(
                "a head of the audit log cannot be kept in {}: {error}",
                self.name
            ))
        })
    }
}
