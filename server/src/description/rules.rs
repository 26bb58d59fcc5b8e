//! Rules that apply to every operation; docs/http-api.md has them at length.

/// The rules in Markdown, without headings.
pub(super) const RULES: &str = "\
Ids are lower-case UUIDs; tenants and projects are identified by their slugs. A resource that \
does not exist and one that is out of scope give the same response, 404.

Times are RFC 3339 with an offset. A day is `YYYY-MM-DD` in the tenant's time zone. The PBX \
interface writes times in the display format of the tenant's PBX.

Lists are paginated by cursor: pass `next` or `previous` of a response as `cursor` of the next \
request. A cursor is opaque.

An error is a `Problem` (RFC 9457) with a machine-readable `code`, or an HTML page if the client \
prefers `text/html`. The conversation export returns `detail` instead, the PBX interface \
`errcode`. Every response has an `x-request-id`; give it to the operator when something fails.

Forms are limited to 64 KB, and unknown fields are rejected. Every `GET` also supports `HEAD`. \
Writes from pages of other sites are rejected.

Responses may gain fields; ignore the ones you do not know. The responses that only the portal's \
own pages use change with the pages.";
