//! Alignment of a redacted text with its text before redaction.

use std::ops::Range;

use earshot_domain::RedactionLabel;

/// What each placeholder of `redacted` stands for in `raw`, by its bytes there, in their order; `None` for
/// one that cannot be told from its neighbours, and for all where the texts differ elsewhere.
pub(crate) fn aligned(redacted: &str, raw: &str) -> Vec<Option<Range<usize>>> {
    let placeholders = RedactionLabel::placeholders(redacted);
    find(redacted, raw, &placeholders).unwrap_or_else(|| vec![None; placeholders.len()])
}

fn find(
    redacted: &str,
    raw: &str,
    placeholders: &[(Range<usize>, RedactionLabel)],
) -> Option<Vec<Option<Range<usize>>>> {
    let mut literals = Vec::with_capacity(placeholders.len());
    let mut done = 0;
    for (range, _) in placeholders {
        literals.push(redacted.get(done..range.start)?);
        done = range.end;
    }
    let (first, inner) = literals.split_first()?;
    let last = redacted.get(done..)?;
    let start = first.len();
    let end = raw.len().checked_sub(last.len())?;
    if start > end || !raw.starts_with(first) || !raw.ends_with(last) {
        return None;
    }
    let between = raw.get(start..end)?;
    let (earliest, latest) = (earliest(between, inner)?, latest(between, inner)?);
    let mut bounds = vec![Some((0, 0))];
    bounds.extend(earliest.into_iter().zip(latest).zip(inner).map(|((early, late), literal)| {
        (early == late).then_some((early, early.saturating_add(literal.len())))
    }));
    bounds.push(Some((between.len(), between.len())));
    let place = |pair: &[Option<(usize, usize)>]| match pair {
        [Some((_, from)), Some((to, _))] if from < to => {
            Some(start.saturating_add(*from)..start.saturating_add(*to))
        }
        _ => None,
    };
    Some(bounds.windows(2).map(place).collect())
}

/// The first place of each literal, with something before each and behind the last.
fn earliest(text: &str, literals: &[&str]) -> Option<Vec<usize>> {
    let mut places = Vec::with_capacity(literals.len());
    let mut from = 0_usize;
    for literal in literals {
        let next = from.checked_add(text.get(from..)?.chars().next()?.len_utf8())?;
        let place = next.checked_add(text.get(next..)?.find(literal)?)?;
        places.push(place);
        from = place.checked_add(literal.len())?;
    }
    (from < text.len()).then_some(places)
}

/// The last place of each literal, likewise.
fn latest(text: &str, literals: &[&str]) -> Option<Vec<usize>> {
    let mut places = Vec::with_capacity(literals.len());
    let mut to = text.len();
    for literal in literals.iter().rev() {
        let before = to.checked_sub(text.get(..to)?.chars().next_back()?.len_utf8())?;
        let place = text.get(..before)?.rfind(literal)?;
        places.push(place);
        to = place;
    }
    places.reverse();
    (to > 0).then_some(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words<'r>(redacted: &str, raw: &'r str) -> Vec<Option<&'r str>> {
        aligned(redacted, raw).into_iter().map(|range| range.map(|range| &raw[range])).collect()
    }

    #[test]
    fn placeholders_are_aligned_by_the_words_around_them() {
        assert_eq!(
            words("Hi [PERSON], ring [PHONE].", "Hi Rose, ring 0123."),
            [Some("Rose"), Some("0123")]
        );
        assert_eq!(words("[PERSON]", "Zoë"), [Some("Zoë")]);
        assert_eq!(words("no placeholder", "no placeholder"), []);
    }

    #[test]
    fn what_is_ambiguous_or_differs_is_not_guessed() {
        assert_eq!(words("[PERSON] [PHONE]", "Ann 01 23"), [None, None]);
        assert_eq!(words("[PERSON] [PHONE], [AGE]", "Ann 01 23, 8"), [None, None, Some("8")]);
        assert_eq!(words("[PERSON][PHONE]", "Ann0123"), [None, None]);
        assert_eq!(words("Hello [PERSON]", "Hi Rose"), [None], "it was corrected");
        assert_eq!(words("a [PERSON] a", "a a"), [None], "no words are left");
        assert_eq!(words("[PERSON]!", "!"), [None]);
    }
}
