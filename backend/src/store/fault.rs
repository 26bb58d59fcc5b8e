//! Faults of the databases, told apart by what helps: another attempt, an operator, a developer.

/// Kind of a database error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Others are at work: another attempt soon can succeed.
    Busy,
    /// The database cannot work for now, and says why: it restarts, is read-only, has no space.
    Unavailable,
    /// Anything else.
    Internal,
}

/// Kind of an error.
pub(super) fn fault(error: &sqlx::Error) -> Fault {
    use sqlx::Error as E;
    match error {
        E::PoolTimedOut => Fault::Busy,
        E::Io(_) | E::Tls(_) | E::PoolClosed | E::WorkerCrashed => Fault::Unavailable,
        E::Database(error) => code_fault(&error.code().unwrap_or_default()),
        _ => Fault::Internal,
    }
}

/// Kind of an error by its code: the five characters of SQLSTATE, or the shorter number of SQLite.
fn code_fault(code: &str) -> Fault {
    if code.len() == 5 { sqlstate_fault(code) } else { sqlite_fault(code) }
}

fn sqlstate_fault(code: &str) -> Fault {
    match code {
        // Serialisation failure, deadlock, lock timeout, and a statement that was cancelled, as its
        // time limit does.
        "40001" | "40P01" | "55P03" | "57014" => Fault::Busy,
        // The transaction was idle for too long; the database is read-only, as a standby is; it
        // accepts no connections.
        "25P03" | "25006" | "55000" => Fault::Unavailable,
        // Classes: no connection, insufficient resources, shutdown or restart, system error.
        _ => match code.get(..2) {
            Some("08" | "53" | "57" | "58") => Fault::Unavailable,
            _ => Fault::Internal,
        },
    }
}

/// Kind of a result code of SQLite; extended ones are above the low byte.
fn sqlite_fault(code: &str) -> Fault {
    let Ok(code) = code.parse::<u32>() else { return Fault::Internal };
    match code & 0xff {
        // BUSY, LOCKED, and INTERRUPT, as the time limit of a statement does.
        5 | 6 | 9 => Fault::Busy,
        // NOMEM, READONLY, IOERR, FULL, CANTOPEN.
        7 | 8 | 10 | 13 | 14 => Fault::Unavailable,
        _ => Fault::Internal,
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn a_code_of_a_database_says_whether_another_attempt_can_succeed() {
        let expected = [
            (Fault::Busy, "40001 40P01 55P03 57014 5 6 9 261 262 517 773"),
            (
                Fault::Unavailable,
                "57P01 57P02 57P03 57P05 55000 25006 25P03 53000 53100 53200 53300 53400 08000 08001 \
                 08003 08004 08006 08P01 58030 7 8 10 13 14 266 778 1032 1546 4874",
            ),
            (
                Fault::Internal,
                "23505 42P01 42601 22021 54000 25P02 28P01 3D000 XX001 1 11 19 26 787 2067 ab",
            ),
        ];
        for (fault, codes) in expected {
            for code in codes.split(' ') {
                assert_eq!(code_fault(code), fault, "{code}");
            }
        }
    }

    #[test]
    fn an_error_of_the_connection_passes() {
        let reset = io::Error::from(io::ErrorKind::ConnectionReset);
        assert_eq!(fault(&sqlx::Error::Io(reset)), Fault::Unavailable);
        assert_eq!(fault(&sqlx::Error::PoolTimedOut), Fault::Busy);
        assert_eq!(fault(&sqlx::Error::WorkerCrashed), Fault::Unavailable);
        assert_eq!(fault(&sqlx::Error::RowNotFound), Fault::Internal);
        assert_eq!(fault(&sqlx::Error::ColumnNotFound("x".to_owned())), Fault::Internal);
    }
}
