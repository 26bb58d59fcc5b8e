//! All files of a background export as one ZIP, with its manifest and checksums.

use std::path::Path;

use bytes::Bytes;
use earshot_domain::{ExportId, Identity, IdentityKind};
use futures::{
    StreamExt, TryStreamExt,
    stream::{self, BoxStream},
};
use tokio::{fs, io::AsyncWriteExt};

use super::{
    requester::{actor_of, mask_for},
    view::request_of,
};
use crate::{
    Backend, Error, Viewer,
    exports::{
        Exports,
        files::ExportPlace,
        manifest::{Described, Manifest, PackageFile},
        zip_file::{Method, ZipEntry, ZipLayout},
    },
    privacy::masking::FileMask,
    store::{ExportFileRow, unsigned},
};

/// A package that may be downloaded now.
pub struct ExportArchive {
    /// Its name; ASCII letters, digits, `-`, `_` and `.` only.
    pub name: String,
    /// Its length in bytes.
    pub length: u64,
    pieces: Vec<Piece>,
    export: ExportId,
    backend: Backend,
}

/// A piece of the archive.
#[derive(Clone)]
enum Piece {
    Bytes(Bytes),
    /// A published file and its length.
    Object(String, u64),
}

impl Exports<'_> {
    /// Opens a ZIP of all files of a completed export. Its content is the same each time.
    ///
    /// # Errors
    /// As [`Exports::job_file`].
    pub async fn job_archive(self, viewer: &Viewer, id: ExportId) -> Result<ExportArchive, Error> {
        let (row, _) = self.downloadable(viewer, id).await?;
        let (manifest, files) = self.manifest(viewer, id).await?;
        let pieces = pieces(&files, manifest.package()?, &row.file_name, row.created_at)?;
        let length = pieces.iter().map(Piece::length).sum();
        let name = format!("{}.zip", row.file_name);
        Ok(ExportArchive { name, length, pieces, export: id, backend: self.0.clone() })
    }

    /// Writes the package of a completed export to a folder, which is created.
    pub async fn write_package(
        self,
        viewer: &Viewer,
        id: ExportId,
        folder: &Path,
    ) -> Result<(), Error> {
        let (manifest, files) = self.manifest(viewer, id).await?;
        let place = self.place()?;
        let data = folder.join("data");
        fs::create_dir_all(&data).await.map_err(Error::internal)?;
        for file in files {
            let piece = Piece::Object(file.object_key, unsigned(file.bytes)?);
            let mut stream = piece.open(&place).await?;
            let target = data.join(&file.name);
            let mut target = fs::File::create(target).await.map_err(Error::internal)?;
            while let Some(bytes) = stream.try_next().await? {
                target.write_all(&bytes).await.map_err(Error::internal)?;
            }
            target.sync_all().await.map_err(Error::internal)?;
        }
        for file in manifest.package()? {
            let written = fs::write(folder.join(file.path), file.content).await;
            written.map_err(Error::internal)?;
        }
        self.record_download(viewer, id, "package").await
    }

    pub(super) async fn manifest(
        self,
        viewer: &Viewer,
        id: ExportId,
    ) -> Result<(Manifest, Vec<ExportFileRow>), Error> {
        let (row, files) = self.downloadable(viewer, id).await?;
        let request = request_of(viewer, &row)?;
        let projects = self.0.db.export_projects(id).await?;
        let slug = |id| viewer.project_by_id(id).map(|scope| scope.project.slug.to_string());
        let contact = match &request.contact {
            Some(contact) => {
                let identities = self.0.calls().selected_identities(viewer, contact).await?;
                let mask = mask_for(viewer, &request);
                identities.first().map(|identity| masked(mask, identity))
            }
            None => None,
        };
        let manifest = Manifest::new(&Described {
            row: &row,
            request: &request,
            files: &files,
            contact,
            author: actor_of(&row).owner(),
            tenant: &viewer.tenant.name,
            projects: projects.into_iter().filter_map(slug).collect(),
            zone: &viewer.tenant.zone,
            zone_name: &viewer.tenant.zone_name,
        })?;
        Ok((manifest, files))
    }
}

/// A number or address as the files of an export show it.
fn masked(mask: FileMask, identity: &Identity) -> String {
    match identity.kind {
        IdentityKind::Number => mask.cell(Some(&identity.value)),
        IdentityKind::Email => mask.email(&identity.value),
    }
}

/// Lays the archive out: everything is in one folder.
fn pieces(
    files: &[ExportFileRow],
    package: Vec<PackageFile>,
    folder: &str,
    modified_at: i64,
) -> Result<Vec<Piece>, Error> {
    let mut layout = ZipLayout::new(modified_at)?;
    let mut pieces = Vec::new();
    for file in package {
        let size = file.content.len() as u64;
        let crc32 = crc32fast::hash(&file.content);
        let name = format!("{folder}/{}", file.path);
        let entry = ZipEntry { name, method: Method::Stored, stored: size, size, crc32 };
        pieces.push(Piece::Bytes(layout.begin(entry).into()));
        pieces.push(Piece::Bytes(file.content.into()));
    }
    for file in files {
        let size = unsigned(file.bytes)?;
        let crc32 = u32::try_from(file.crc32).map_err(Error::internal)?;
        let name = format!("{folder}/data/{}", file.name);
        let entry = ZipEntry { name, method: Method::Stored, stored: size, size, crc32 };
        pieces.push(Piece::Bytes(layout.begin(entry).into()));
        pieces.push(Piece::Object(file.object_key.clone(), size));
    }
    pieces.push(Piece::Bytes(layout.end().into()));
    Ok(pieces)
}

impl Piece {
    fn length(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Object(_, length) => *length,
        }
    }

    async fn open(
        self,
        place: &ExportPlace,
    ) -> Result<BoxStream<'static, Result<Bytes, Error>>, Error> {
        match self {
            Self::Bytes(bytes) => Ok(stream::iter([Ok(bytes)]).boxed()),
            Self::Object(key, length) => {
                let found = place.read(&key, 0, length).await?;
                let stream = found.ok_or(Error::ExportsUnreachable)?;
                Ok(stream.map_err(Error::internal).boxed())
            }
        }
    }
}

impl ExportArchive {
    /// Streams the archive. The download is recorded before its first byte.
    pub async fn read(
        self,
        viewer: &Viewer,
    ) -> Result<BoxStream<'static, Result<Bytes, Error>>, Error> {
        let exports = self.backend.exports();
        let place = exports.place()?;
        exports.record_download(viewer, self.export, &self.name).await?;
        let pieces = stream::iter(self.pieces).then(move |piece| {
            let place = place.clone();
            async move { piece.open(&place).await }
        });
        Ok(pieces.try_flatten().boxed())
    }
}
