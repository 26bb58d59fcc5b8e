//! Runs of adjacent digits in a text, and windows over their groups.

/// Separator between a group and the one before it, from weak to strong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Separator {
    /// Spaces, hyphens, dots or brackets.
    Tight,
    /// A comma and a space, or a line break.
    Comma,
    /// A comma without a space, as between thousands.
    Thousands,
    /// A slash, as in dates.
    Slash,
    /// A filler such as "um".
    Filler,
}

/// Adjacent digits: a written number or one spoken word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Range of its digits in the digits of the run.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) spoken: bool,
    pub(super) separator: Separator,
}

impl Group {
    /// Returns the number of its digits.
    pub(super) const fn size(&self) -> usize {
        self.to.saturating_sub(self.from)
    }
}

/// Groups with only separators between them.
#[derive(Debug, Default)]
pub(super) struct DigitRun {
    pub(super) digits: Vec<u8>,
    pub(super) groups: Vec<Group>,
    /// Position of a plus before the first group.
    pub(super) plus: Option<usize>,
    /// Whether any group is spoken.
    pub(super) spoken: bool,
}

impl DigitRun {
    /// Whether a group is a digit that is said, once or repeated.
    pub(super) fn is_one_by_one(&self, group: &Group) -> bool {
        let digits = &self.digits[group.from..group.to];
        group.spoken && digits.iter().all(|digit| *digit == digits[0])
    }

    /// Whether a group is one of "eleven" to "nineteen", as in "thirteen hundred".
    pub(super) fn is_teen(&self, group: &Group) -> bool {
        group.spoken && group.size() == 2 && self.digits.get(group.from) == Some(&b'1')
    }
}

/// Consecutive groups of a run.
#[derive(Clone, Copy)]
pub(super) struct Window<'a> {
    pub(super) run: &'a DigitRun,
    pub(super) groups: &'a [Group],
    /// The strongest separator inside it.
    pub(super) separator: Separator,
    /// Whether every group is written in digits.
    pub(super) written: bool,
}

impl<'a> Window<'a> {
    /// The group `from` of `run` alone.
    fn single(run: &'a DigitRun, from: usize) -> Self {
        let groups = &run.groups[from..=from];
        Self { run, groups, separator: Separator::Tight, written: !groups[0].spoken }
    }

    /// The groups `from..=to` of `run`.
    pub(super) fn new(run: &'a DigitRun, from: usize, to: usize) -> Self {
        Self::growing(run, from)
            .nth(to.saturating_sub(from))
            .unwrap_or_else(|| Self::single(run, from))
    }

    /// Returns the windows that begin with the group `from` of `run`, each one group longer.
    pub(super) fn growing(run: &'a DigitRun, from: usize) -> impl Iterator<Item = Self> {
        let longer = move |last: &Self| {
            let next = run.groups.get(from.saturating_add(last.groups.len()))?;
            Some(Self {
                run,
                groups: &run.groups[from..=from.saturating_add(last.groups.len())],
                separator: last.separator.max(next.separator),
                written: last.written && !next.spoken,
            })
        };
        std::iter::successors(Some(Self::single(run, from)), longer)
    }

    /// Its digits.
    pub(super) fn digits(&self) -> &'a [u8] {
        match self.groups {
            [] => &[],
            [first, ..] => {
                &self.run.digits[first.from..self.groups[self.groups.len().saturating_sub(1)].to]
            }
        }
    }

    /// Whether its groups have these sizes.
    pub(super) fn sizes_are(&self, sizes: &[usize]) -> bool {
        self.groups.iter().map(Group::size).eq(sizes.iter().copied())
    }

    /// Whether every group is greater than the one before, as in "8, 12, 16 or 20".
    pub(super) fn is_rising(&self) -> bool {
        self.groups.is_sorted_by(|one, next| {
            let digits = |group: &Group| &self.run.digits[group.from..group.to];
            (one.size(), digits(one)) < (next.size(), digits(next))
        })
    }
}

/// Returns the window with the given number of digits.
pub(super) fn with_digits<'a, 'b>(
    windows: &'b [Window<'a>],
    digits: usize,
) -> Option<&'b Window<'a>> {
    windows.iter().find(|window| window.digits().len() == digits)
}
