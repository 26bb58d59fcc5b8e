//! SQL dialects: every difference between the two databases.

use super::{
    Db, Words,
    sql::{Arg, Conditions},
};

/// Adds the condition that finds calls by words; `project_word` limits the search to the project's
/// entries in the index.
pub(super) fn match_words(
    db: &Db,
    conditions: &mut Conditions,
    project_word: &str,
    alternatives: &[Words],
) {
    match db {
        Db::Sqlite { .. } => {
            let alternatives: Vec<String> = alternatives
                .iter()
                .map(|words| {
                    let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"*")).collect();
                    format!("({})", words.join(" AND "))
                })
                .collect();
            let matched = format!("\"{project_word}\" AND ({})", alternatives.join(" OR "));
            let place = conditions.arg(Arg::Text(matched));
            conditions.and(format!(
                "c.row_id IN (SELECT rowid FROM call_words WHERE call_words MATCH {place})"
            ));
        }
        Db::Postgres(_) => {
            let alternatives: Vec<String> = alternatives
                .iter()
                .map(|words| {
                    let words: Vec<_> = words.iter().map(|word| format!("'{word}':*")).collect();
                    format!("({})", words.join(" & "))
                })
                .collect();
            let matched = format!("'{project_word}' & ({})", alternatives.join(" | "));
            let place = conditions.arg(Arg::Text(matched));
            conditions.and(format!(
                "c.row_id IN (SELECT call_row FROM call_words WHERE words @@ {place}::tsquery)"
            ));
        }
    }
}

/// Statement that removes a call's words: `$1` is its row.
pub(super) fn delete_words(tx: &super::Tx) -> &'static str {
    match tx {
        super::Tx::Sqlite(_) => "DELETE FROM call_words WHERE rowid = $1",
        super::Tx::Postgres(_) => "DELETE FROM call_words WHERE call_row = $1",
    }
}

/// SQL that stores the words of calls: the columns, and the text around each call's words, which
/// are separated by spaces.
pub(super) struct StoreWords {
    pub(super) columns: &'static str,
    pub(super) before: &'static str,
    pub(super) after: &'static str,
}

/// Returns the SQL that stores the words of calls.
pub(super) fn store_words(tx: &super::Tx) -> StoreWords {
    match tx {
        super::Tx::Sqlite(_) => {
            StoreWords { columns: "INSERT INTO call_words (rowid, words) ", before: "", after: "" }
        }
        super::Tx::Postgres(_) => StoreWords {
            columns: "INSERT INTO call_words (call_row, words) ",
            before: "array_to_tsvector(string_to_array(",
            after: ", ' '))",
        },
    }
}

/// Clause that locks the rows read, skipping those locked by another writer. SQLite has one writer
/// at a time.
pub(super) fn for_update_skip_locked(tx: &super::Tx) -> &'static str {
    match tx {
        super::Tx::Sqlite(_) => "",
        super::Tx::Postgres(_) => " FOR UPDATE SKIP LOCKED",
    }
}

/// As [`for_update_skip_locked`], for the rows of one table of several.
pub(super) fn for_update_of_the_free_in(tx: &super::Tx, table: &str) -> String {
    match tx {
        super::Tx::Sqlite(_) => String::new(),
        super::Tx::Postgres(_) => format!(" FOR UPDATE OF {table} SKIP LOCKED"),
    }
}

/// Statement that waits for other transactions that claim jobs; SQLite has one writer at a time.
pub(super) fn lock_job_claims(tx: &super::Tx) -> Option<&'static str> {
    match tx {
        super::Tx::Sqlite(_) => None,
        super::Tx::Postgres(_) => Some("SELECT pg_advisory_xact_lock(hashtext('job claims'))"),
    }
}

/// Clause that locks the rows read, waiting for another writer.
pub(super) fn for_update(tx: &super::Tx) -> &'static str {
    match tx {
        super::Tx::Sqlite(_) => "",
        super::Tx::Postgres(_) => " FOR UPDATE",
    }
}

/// Clause that locks the rows read against other writers, yet not against rows that refer to them.
pub(super) fn for_no_key_update(tx: &super::Tx) -> &'static str {
    match tx {
        super::Tx::Sqlite(_) => "",
        super::Tx::Postgres(_) => " FOR NO KEY UPDATE",
    }
}

/// Statement that locks the name `$1` until the transaction ends. SQLite has one writer at a time
/// and needs no lock.
pub(super) fn lock_name(tx: &super::Tx) -> Option<&'static str> {
    match tx {
        super::Tx::Sqlite(_) => None,
        super::Tx::Postgres(_) => Some("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"),
    }
}
