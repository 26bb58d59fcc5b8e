//! Sentences about a background export.

use earshot_domain::{ExportJob, ExportSelection, Slug, format_number};

/// Describes the exported calls: how many were chosen, the contact, the filter and the tags; and the projects.
pub fn selection_text(job: &ExportJob) -> String {
    let selection = match (&job.contact, job.subject_request) {
        (Some(contact), Some(_)) => format!("Legal request: calls of contact {contact}"),
        (contact, _) => ExportSelection {
            filter: &job.filter,
            chosen: job.chosen as usize,
            contact: contact.as_deref(),
            tags: &job.tags,
        }
        .describe(),
    };
    if job.chosen > 0 || job.filter.project.is_some() || job.projects.is_empty() {
        return selection;
    }
    let projects: Vec<&str> = job.projects.iter().map(Slug::as_str).collect();
    format!("{selection}, in {}", projects.join(", "))
}

/// Describes the files: `CSV, a row per message, anonymised`.
pub fn format_text(job: &ExportJob) -> String {
    if job.subject_request.is_some() {
        return "Bundle for the person (ZIP)".to_owned();
    }
    let mut text = job.format.label().to_owned();
    if job.by_message {
        text.push_str(", a row per message");
    }
    if job.anonymised {
        text.push_str(", anonymised");
    }
    text
}

/// Names the sensitive options that were used; none for a person's own request, whose rules are its own.
pub fn sensitive_text(job: &ExportJob) -> Option<String> {
    let shown = !job.sensitive.is_empty() && job.subject_request.is_none();
    shown.then(|| job.sensitive.join(", "))
}

/// Names the author, and the key where one was used.
pub fn author_text(job: &ExportJob) -> String {
    match &job.key_name {
        Some(key) => format!("API key {key}, of {}", job.author),
        None => job.author.clone(),
    }
}

/// States how many calls were written, of how many, and why others were not.
pub fn counts_text(job: &ExportJob) -> String {
    let (written, matched) = (format_number(job.written), format_number(job.matched));
    if job.state.is_active() {
        return format!("{written} of {matched} calls written ({} %)", job.percent);
    }
    format!("{matched} matched, {written} written, {}", job.omitted_text())
}

#[cfg(test)]
mod tests {
    use earshot_domain::{
        CallFilter, CallOmission, ExportFormat, ExportState, LocalTime, OmittedCalls,
    };

    use super::*;

    fn job(state: ExportState) -> ExportJob {
        let requested = LocalTime {
            rfc3339: "2026-06-15T13:00:00+01:00".to_owned(),
            day: "Mon 15 Jun 2026".to_owned(),
            time: "13:00".to_owned(),
            offset: "+01:00".to_owned(),
            twice: false,
        };
        ExportJob {
            id: "01890a5d-ac96-474b-bcce-b302099a8057".parse().unwrap(),
            state,
            format: ExportFormat::Csv,
            by_message: true,
            projects: vec!["front-desk".parse().unwrap(), "lobby".parse().unwrap()],
            filter: CallFilter::default(),
            chosen: 0,
            contact: None,
            subject_request: None,
            contents: Vec::new(),
            anonymised: true,
            tags: Vec::new(),
            sensitive: Vec::new(),
            matched: 12_000,
            written: 3_000,
            omitted: 2,
            omitted_reasons: Vec::new(),
            recordings_omitted: Vec::new(),
            bytes: 0,
            percent: 25,
            files: Vec::new(),
            notes: Vec::new(),
            reason: None,
            author: "a@harbour.example".to_owned(),
            key_name: Some("Nightly".to_owned()),
            requested,
            ended: None,
            expires: None,
            downloads: Vec::new(),
            mail: None,
            again: String::new(),
        }
    }

    #[test]
    fn a_background_export_is_described_in_words() {
        let running = job(ExportState::Running);
        assert_eq!(selection_text(&running), "All calls, in front-desk, lobby");
        assert_eq!(format_text(&running), "CSV, a row per message, anonymised");
        assert_eq!(author_text(&running), "API key Nightly, of a@harbour.example");
        assert_eq!(counts_text(&running), "3,000 of 12,000 calls written (25 %)");
        let contact = Some("Ann Marlow".to_owned());
        let of_contact = ExportJob { contact: contact.clone(), ..job(ExportState::Completed) };
        let expected = "Calls of contact Ann Marlow, in front-desk, lobby";
        assert_eq!(selection_text(&of_contact), expected);
        let subject_request = Some("01890a5d-ac96-474b-bcce-b302099a8058".parse().unwrap());
        let answer = ExportJob { contact, subject_request, ..job(ExportState::Completed) };
        assert_eq!(
            selection_text(&answer),
            "Legal request: calls of contact Ann Marlow, in front-desk, lobby"
        );
        assert_eq!(format_text(&answer), "Bundle for the person (ZIP)");
        let ended = ExportJob { chosen: 1, ..job(ExportState::Completed) };
        assert_eq!(selection_text(&ended), "1 chosen call");
        assert_eq!(counts_text(&ended), "12,000 matched, 3,000 written, 2 left out");
    }

    #[test]
    fn the_reasons_of_omitted_calls_are_given() {
        let of = |reason, calls| OmittedCalls { reason, calls };
        let text = |omitted_reasons| {
            counts_text(&ExportJob { omitted_reasons, ..job(ExportState::Completed) })
        };
        let gone = CallOmission::DeletedOrReplaced;
        assert_eq!(
            text(vec![of(gone, 2)]),
            "12,000 matched, 3,000 written, 2 left out: deleted or replaced after the start"
        );
        assert_eq!(
            text(vec![of(gone, 1), of(CallOmission::NotSelected, 1)]),
            "12,000 matched, 3,000 written, 2 left out: 1 deleted or replaced after the start, \
             1 no longer in the selection"
        );
    }
}
