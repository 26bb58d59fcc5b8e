//! Names of the files in an archive.

use earshot_domain::CallId;
use jiff::{fmt::strtime, tz::TimeZone};

use crate::{Error, access::moment};

/// Name of the index of recordings.
pub(super) const INDEX: &str = "recordings.csv";
/// Folder of the recordings.
pub(super) const RECORDINGS: &str = "recordings";
/// Longest part of a name that comes from a project.
const MAX_PROJECT: usize = 64;

/// What the names of a call's files are made of.
pub(in crate::exports::encoding) struct NamedCall<'a> {
    pub(in crate::exports::encoding) id: CallId,
    pub(in crate::exports::encoding) project: &'a str,
    /// Its start, in milliseconds since 1970 UTC.
    pub(in crate::exports::encoding) started_at: i64,
}

impl NamedCall<'_> {
    /// `calls/<date>_<time>_<project>_<call id>.<ending>`.
    pub(in crate::exports::encoding) fn file(
        &self,
        zone: &TimeZone,
        ending: &str,
    ) -> Result<String, Error> {
        self.path("calls", zone, ending)
    }

    /// `recordings/<date>_<time>_<project>_<call id>.<ending>`, whose ending follows from the media
    /// type.
    pub(in crate::exports::encoding) fn recording(
        &self,
        zone: &TimeZone,
        content_type: &str,
    ) -> Result<String, Error> {
        self.path(RECORDINGS, zone, ending(content_type))
    }

    /// Day and time of its start.
    pub(super) fn started(&self, zone: &TimeZone) -> Result<(String, String), Error> {
        let started = moment(self.started_at)?.to_zoned(zone.clone());
        let text = |format: &str| strtime::format(format, &started).map_err(Error::internal);
        Ok((text("%Y-%m-%d")?, text("%H%M%S")?))
    }

    fn path(&self, folder: &str, zone: &TimeZone, ending: &str) -> Result<String, Error> {
        let (date, time) = self.started(zone)?;
        let (project, id) = (safe(self.project), self.id);
        Ok(format!("{folder}/{date}_{time}_{project}_{id}.{ending}"))
    }
}

/// Ending of a recording's file, by its media type.
pub(super) fn ending(content_type: &str) -> &'static str {
    match content_type {
        "audio/wav" => "wav",
        "audio/mpeg" => "mp3",
        "audio/ogg" => "ogg",
        "audio/mp4" => "m4a",
        "audio/aac" => "aac",
        "audio/flac" => "flac",
        "audio/x-gsm" => "gsm",
        "audio/webm" => "webm",
        _ => "bin",
    }
}

/// Letters, digits and `-` of ASCII, which no system reads as a path or a device.
fn safe(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    text.chars().take(MAX_PROJECT).map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_local_times_and_safe_characters() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let id = CallId::new(uuid::Uuid::nil());
        let named = |project| {
            let call = NamedCall { id, project, started_at: 1_778_334_561_250 };
            call.recording(&zone, "audio/wav").unwrap()
        };
        let expected =
            "recordings/2026-05-09_144921_front-desk_00000000-0000-0000-0000-000000000000.wav";
        assert_eq!(named("front-desk"), expected);
        assert_eq!(named("../é\\/\0"), expected.replace("front-desk", "-------"));
    }

    #[test]
    fn recordings_end_as_their_media_type_says() {
        let types = ["audio/wav", "audio/mpeg", "audio/ogg", "audio/webm", "../../x"];
        assert_eq!(types.map(ending), ["wav", "mp3", "ogg", "webm", "bin"]);
    }
}
