//! The rules that hold for every operation, said once; docs/http-api.md has them at length.

/// In Markdown, without headings.
pub(super) const WORDS: &str = "\
Ids are UUIDs in lower case; tenants and projects go by their slugs. What is out of reach and what \
does not exist give the same answer, 404.

Times are RFC 3339 with an offset. A day is `YYYY-MM-DD` in the tenant's zone. The PBX interface \
writes times as its PBX displays them.

Lists are read by cursor: `next` and `previous` of an answer are the `cursor` of the request that \
follows. A cursor is opaque.

A refusal is a `Problem` (RFC 9457) with a machine `code`, or the same as a page for whoever prefers \
`text/html`. The conversation export answers with `detail`, the PBX interface with `errcode`. Every \
answer has an `x-request-id`; give it to the operator when something fails.

Forms are at most 64 KB and are refused when they have a field that nobody knows. Every `GET` also \
answers `HEAD`. Writes from pages of other sites are refused.

Fields may be added to answers; leave alone what you do not know. What the portal's own pages read \
changes with the pages.";
