//! Detector of web addresses that name a person or hold a secret.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    detection::{Detection, PersonalKind},
    pattern::compile,
};

static URL: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i-u)\bhttps?://[a-z0-9.-]+(?::[0-9]{2,5})?(?P<rest>[/?#][a-z0-9._~:/?#@!$&'()*+,;=%-]*)?",
        r"|\b(?:www\.)?(?P<site>(?:facebook|instagram|linkedin|twitter|tiktok|github|x|snapchat|pinterest|",
        r"threads|medium|youtube|wa|t)\.(?:com|net|me))/[a-z0-9._~/?#@&=%-]*[a-z0-9_/=-]",
    ))
});

/// A part of a path, or a parameter, that belongs to one person.
static PERSONAL: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i-u)[/=][a-z]{2,20}[._](?P<last>[a-z']{2,20})\b|/(?:u|user|users|in|profile|p|people|member|account|~)/",
        r"|[?&#;](?:token|key|code|id|user|uid|email|mail|name|phone|session|sid|auth|sig|signature|ref|",
        r"reset|invite|hash)=|@|/[a-z0-9_-]{24,}",
    ))
});

/// Sites that are people's own pages.
static PROFILE: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i-u)//(?:[a-z]{2,8}\.)?(?:facebook|instagram|linkedin|twitter|tiktok|github|x|snapchat|",
        r"pinterest|threads)\.(?:com|net)/[a-z0-9]",
    ))
});

/// Adds the web addresses of `text` that lead to a person.
pub(super) fn find(text: &str, found: &mut Vec<Detection>) {
    for one in URL.captures_iter(text) {
        let Some(whole) = one.get(0) else { continue };
        let rest = one.name("rest").map_or("", |rest| rest.as_str());
        if one.name("site").is_some() || is_personal(rest) || PROFILE.is_match(whole.as_str()) {
            let end =
                whole.as_str().trim_end_matches(['.', ',', '!', '?', ';', ':', ')', '\'']).len();
            found.push(Detection::new(
                whole.start()..whole.start().saturating_add(end),
                PersonalKind::Url,
            ));
        }
    }
}

/// Whether the path and the parameters belong to one person; "menu.html" does not.
fn is_personal(rest: &str) -> bool {
    const FILES: [&str; 12] =
        ["html", "htm", "php", "asp", "aspx", "jsp", "pdf", "jpg", "jpeg", "png", "txt", "xml"];
    PERSONAL.captures_iter(rest).any(|one| {
        one.name("last")
            .is_none_or(|last| !FILES.iter().any(|file| last.as_str().eq_ignore_ascii_case(file)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text, &mut found);
        found.iter().map(|one| &text[one.start..one.end]).collect()
    }

    #[test]
    fn addresses_of_persons_are_found() {
        for (text, url) in [
            (
                "see https://www.facebook.com/carlos.larsen.",
                "https://www.facebook.com/carlos.larsen",
            ),
            ("linkedin.com/in/ann-lee, please", "linkedin.com/in/ann-lee"),
            ("https://a.example/reset?token=9f8e", "https://a.example/reset?token=9f8e"),
            ("http://a.example/u/annlee/photo", "http://a.example/u/annlee/photo"),
        ] {
            assert_eq!(found(text), [url], "{text}");
        }
    }

    #[test]
    fn addresses_of_firms_are_not() {
        for text in [
            "https://example.com",
            "www.example.com/menu",
            "https://example.com/opening-hours/menu.html",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
