//! Faults of the library: a full disk is told apart from an internal error.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

use rust_xlsxwriter::XlsxError;

use crate::{
    Error,
    exports::files::{FULL_DISK, unwritable},
};

/// The error of the library, which creates temporary files.
pub(super) fn fault(error: XlsxError) -> Error {
    match error {
        XlsxError::TempFileError(_, error) | XlsxError::IoError(error) => unwritable(error),
        error => Error::internal(error),
    }
}

/// Does work during which rows are written to a temporary file; the library panics where that
/// fails.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(fault_of(&*panic)))
}

fn fault_of(panic: &(dyn Any + Send)) -> Error {
    let text = panic.downcast_ref::<&str>().copied();
    let message = panic.downcast_ref::<String>().map(String::as_str).or(text).unwrap_or_default();
    // The kind of the error is nowhere but in the message.
    if FULL_DISK.iter().any(|kind| message.contains(&format!("{kind:?}"))) {
        return Error::StorageFull;
    }
    Error::internal(format!("the workbook could not be written: {message}"))
}

#[cfg(test)]
mod tests {
    use std::{io, path::PathBuf};

    use super::*;

    /// The number by which Linux and macOS report a full disk.
    const ENOSPC: i32 = 28;

    fn no_space() -> io::Result<()> {
        Err(io::Error::from_raw_os_error(ENOSPC))
    }

    #[test]
    fn a_full_disk_has_its_own_reason_however_the_library_reports_it() {
        // As the library writes cells, and goes back to the first.
        let written = guarded(|| {
            no_space().expect("Couldn't write to xml file");
            Ok(())
        });
        assert!(matches!(written, Err(Error::StorageFull)), "{written:?}");
        let rewound = guarded(|| {
            no_space().unwrap();
            Ok(())
        });
        assert!(matches!(rewound, Err(Error::StorageFull)), "{rewound:?}");
        let full = no_space().unwrap_err();
        let created = fault(XlsxError::TempFileError(PathBuf::from("/tmp"), full));
        assert!(matches!(created, Error::StorageFull), "{created:?}");
    }

    #[test]
    fn any_other_fault_is_an_internal_error() {
        let panicked = guarded::<()>(|| panic!("no such row"));
        assert!(matches!(panicked, Err(Error::Internal(_))), "{panicked:?}");
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        let created = fault(XlsxError::TempFileError(PathBuf::from("/tmp"), denied));
        assert!(matches!(created, Error::Internal(_)), "{created:?}");
        assert!(matches!(fault(XlsxError::RowColumnLimitError), Error::Internal(_)));
        assert_eq!(guarded(|| Ok(1)).unwrap(), 1);
    }
}
