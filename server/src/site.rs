//! Static files of the site inside the binary, each with its compressed forms.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

/// Static file of the site.
pub(crate) struct File {
    path: &'static str,
    content_type: &'static str,
    etag: &'static str,
    /// Whether its URL holds the hash of its content, so that it never changes.
    immutable: bool,
    identity: &'static [u8],
    br: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// Finds the file at a path.
pub(crate) fn find(path: &str) -> Option<&'static File> {
    FILES.iter().find(|file| file.path == path)
}

/// Answers with the smallest form of a file that the client accepts, or 304 if it has the file.
pub(crate) fn respond(request: &HeaderMap, file: &'static File) -> Response {
    let caching =
        if file.immutable { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::ETAG, HeaderValue::from_static(file.etag));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    let text = |name| request.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let known = text(header::IF_NONE_MATCH)
        .is_some_and(|tags| tags.split(',').any(|tag| same_tag(tag, file.etag)));
    if known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.content_type));
    let accepted = text(header::ACCEPT_ENCODING).unwrap_or_default();
    let (bytes, encoding) = match (file.br, file.gzip) {
        (Some(br), _) if accepts(accepted, "br") => (br, Some("br")),
        (_, Some(gzip)) if accepts(accepted, "gzip") => (gzip, Some("gzip")),
        _ => (file.identity, None),
    };
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    (headers, Body::from(bytes)).into_response()
}

fn same_tag(sent: &str, ours: &str) -> bool {
    let sent = sent.trim();
    sent == "*" || sent.strip_prefix("W/").unwrap_or(sent) == ours
}

fn accepts(list: &str, encoding: &str) -> bool {
    list.split(',').any(|entry| {
        let (name, weight) = entry.split_once(';').unwrap_or((entry, "q=1"));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0_f32));
        name.trim() == encoding && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    static FILE: File = File {
        path: "/pkg/0/a.js",
        content_type: "text/javascript; charset=utf-8",
        etag: "\"abc\"",
        immutable: true,
        identity: b"plain",
        br: Some(b"br"),
        gzip: Some(b"gz"),
    };

    fn encoding(accept: &'static str) -> Option<String> {
        let mut request = HeaderMap::new();
        request.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accept));
        let response = respond(&request, &FILE);
        let encoding = response.headers().get(header::CONTENT_ENCODING)?;
        Some(encoding.to_str().unwrap().to_owned())
    }

    #[test]
    fn the_smallest_accepted_form_is_sent() {
        assert_eq!(encoding("gzip, deflate, br").as_deref(), Some("br"));
        assert_eq!(encoding("gzip;q=0.5, br;q=0").as_deref(), Some("gzip"));
        assert_eq!(encoding("identity"), None);
    }

    #[test]
    fn a_known_file_is_not_sent_again() {
        let mut request = HeaderMap::new();
        request.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"x\", W/\"abc\""));
        assert_eq!(respond(&request, &FILE).status(), StatusCode::NOT_MODIFIED);
        request.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"x\""));
        let response = respond(&request, &FILE);
        assert_eq!(response.status(), StatusCode::OK);
        let caching = response.headers().get(header::CACHE_CONTROL).unwrap();
        assert_eq!(caching, "public, max-age=31536000, immutable");
    }
}
