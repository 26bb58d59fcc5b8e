//! Permissions, and the table of the roles that have them.

use crate::{Role, code::codes};

codes! {
    /// Permission that not every role has.
    Permission {
        /// Full caller numbers in the list and the review; elsewhere their last four digits.
        ViewCallers = "view_callers", "See full caller numbers";
        /// Searching calls by caller.
        SearchCallers = "search_callers", "Search by caller";
        /// Contacts, with their numbers and e-mail addresses.
        ViewContacts = "view_contacts", "See contacts";
        /// Bundles for persons who request their own data (docs/compatibility.md#decision-subject-requests).
        AnswerSubjectRequests = "answer_subject_requests", "Answer requests of persons for their data";
        /// Full numbers and other sensitive options of an export.
        ExportSensitive = "export_sensitive", "Export with sensitive options";
        /// Exports that run in the background (docs/compatibility.md#decision-background-exports).
        ExportInBackground = "export_in_background", "Export in the background";
        /// Exports of other people and of keys, where all their projects are one's own.
        ViewAllExports = "view_all_exports", "See all exports of the organisation";
        /// Transcript and conversation files of one call
        /// (docs/compatibility.md#decision-transcript-role).
        DownloadTranscripts = "download_transcripts", "Download transcripts and conversations";
        /// Recordings, wherever consent and compliance allow; others depend on the tenant's setting.
        PlayRecordings = "play_recordings", "Play recordings";
        /// Recordings as files, where the tenant is entitled to it.
        DownloadRecordings = "download_recordings", "Download recordings";
        /// What redaction removed from one call, for a short time
        /// (docs/compatibility.md#decision-unlock).
        UnlockPersonalData = "unlock_personal_data", "Unlock personal data of a call";
        /// Ending the unlocks of others.
        EndUnlocks = "end_unlocks", "End unlocks of others";
        /// Who unlocked what, and what came of it.
        ViewSensitiveAccess = "view_sensitive_access", "See sensitive access";
        /// Setting consent and compliance of recordings.
        DecidePlayback = "decide_playback", "Set consent and compliance";
        /// Correcting and disputing lines (docs/compatibility.md#decision-roles).
        CorrectTranscripts = "correct_transcripts", "Correct and dispute lines";
        /// Deciding disputes that others raised.
        DecideDisputes = "decide_disputes", "Decide disputes";
        /// Marking missed and wrong redactions, and the report of them (docs/redaction.md).
        MarkRedactions = "mark_redactions", "Mark missed and wrong redactions, and see the report";
        /// Assigning calls to others, and unassigning them.
        AssignCalls = "assign_calls", "Assign calls";
        /// Calls of every audience; other roles can be limited to some.
        ViewAllAudiences = "view_all_audiences", "See every audience, whatever is set";
        /// Who did what, and when.
        ViewActivity = "view_activity", "See activity";
        /// Activity of projects and calls that are not one's own; others see what concerns their calls, the
        /// organisation, and themselves.
        ViewAllActivity = "view_all_activity", "See activity of every project";
        /// Details of activity that concern others: network addresses, reasons, filters.
        ViewActivityEvidence = "view_activity_evidence", "See restricted details of activity";
        /// Viewing the tenant's settings.
        ViewSettings = "view_settings", "See settings";
        /// Changing the tenant's settings.
        ChangeSettings = "change_settings", "Change settings";
        /// Creating and revoking API keys (docs/compatibility.md#decision-who-may-use).
        ManageApiKeys = "manage_api_keys", "Create and revoke API keys";
        /// Seeing which reports of phone systems were refused, and why.
        ViewRefusedReports = "view_refused_reports", "See refused reports";
        /// Seeing and managing webhooks.
        ManageWebhooks = "manage_webhooks", "Manage webhooks";
    }
}

impl Permission {
    /// Whether each role has the permission, in the order of [`Role::ALL`]: a new role does not
    /// compile until every permission has an entry for it.
    #[rustfmt::skip]
    #[expect(clippy::match_same_arms, reason = "a table has a row for each permission")]
    const fn by_role(self) -> [bool; Role::ALL.len()] {
        match self {
            //                              Admin  Manager  Staff
            Self::ViewCallers           => [true,  true,    false],
            Self::SearchCallers         => [true,  true,    false],
            Self::ViewContacts          => [true,  true,    false],
            Self::AnswerSubjectRequests => [true,  false,   false],
            Self::ExportSensitive       => [true,  false,   false],
            Self::ExportInBackground    => [true,  true,    false],
            Self::ViewAllExports        => [true,  false,   false],
            Self::DownloadTranscripts   => [true,  false,   false],
            Self::PlayRecordings        => [true,  true,    false],
            Self::DownloadRecordings    => [true,  true,    false],
            Self::UnlockPersonalData    => [true,  true,    false],
            Self::EndUnlocks            => [true,  false,   false],
            Self::ViewSensitiveAccess   => [true,  true,    false],
            Self::DecidePlayback        => [true,  false,   false],
            Self::CorrectTranscripts    => [true,  true,    false],
            Self::DecideDisputes        => [true,  false,   false],
            Self::MarkRedactions        => [true,  false,   false],
            Self::AssignCalls           => [true,  true,    false],
            Self::ViewAllAudiences      => [true,  false,   false],
            Self::ViewActivity          => [true,  true,    false],
            Self::ViewAllActivity       => [true,  false,   false],
            Self::ViewActivityEvidence  => [true,  false,   false],
            Self::ViewSettings          => [true,  true,    false],
            Self::ChangeSettings        => [true,  false,   false],
            Self::ManageApiKeys         => [true,  false,   false],
            Self::ViewRefusedReports    => [true,  false,   false],
            Self::ManageWebhooks        => [true,  false,   false],
        }
    }

    /// Returns the roles that have the permission.
    pub fn roles(self) -> impl Iterator<Item = Role> {
        Role::ALL.iter().copied().filter(move |role| role.may(self))
    }

    /// Returns the names of the roles that have the permission, joined for a sentence.
    pub fn role_names(self) -> String {
        let names: Vec<&str> = self.roles().map(Role::label).collect();
        names.join(" and ")
    }

    /// Returns the table as Markdown, for the documentation.
    pub fn markdown() -> String {
        let line = |cells: Vec<&str>| format!("| {} |\n", cells.join(" | "));
        let mut table =
            line([""].into_iter().chain(Role::ALL.iter().map(|role| role.label())).collect());
        table.push_str("|---");
        table.push_str(&"|---".repeat(Role::ALL.len()));
        table.push_str("|\n");
        for permission in Self::ALL {
            let held = |role: &Role| if role.may(*permission) { "yes" } else { "no" };
            let cells = [permission.label()].into_iter().chain(Role::ALL.iter().map(held));
            table.push_str(&line(cells.collect()));
        }
        table
    }
}

impl Role {
    /// Whether the role has a permission.
    pub const fn may(self, permission: Permission) -> bool {
        permission.by_role()[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_contains_this_table() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/permissions.md");
        let text = std::fs::read_to_string(file).unwrap();
        let (head, _) = text.split_once("\n|").unwrap();
        let expected = format!("{head}\n{}", Permission::markdown());
        if std::env::var_os("EARSHOT_WRITE_DOCS").is_some() {
            std::fs::write(file, &expected).unwrap();
        }
        assert_eq!(text, expected, "write it again with EARSHOT_WRITE_DOCS=1");
    }

    #[test]
    fn higher_roles_have_every_permission_of_lower_roles() {
        for permission in Permission::ALL {
            assert!(permission.by_role().is_sorted_by(|above, below| above >= below));
        }
        assert_eq!(Permission::ViewCallers.role_names(), "Client Admin and Client Manager");
    }
}
