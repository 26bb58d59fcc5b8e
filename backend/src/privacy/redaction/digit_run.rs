//! Digits that stand together in a text, and parts of them to ask questions about.

/// What stands between a group and the one before it, from close to far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Joint {
    /// Blanks, hyphens, dots, brackets.
    Tight,
    /// A comma and a blank, or the end of a line.
    Comma,
    /// A comma alone, as between thousands.
    Thousands,
    /// A slash, as in dates.
    Slash,
    /// A sound.
    Loose,
}

/// Digits that stand together: a written number or one spoken word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where its digits begin and end in the run's.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) spoken: bool,
    pub(super) joint: Joint,
}

impl Group {
    /// How many digits it has.
    pub(super) const fn size(&self) -> usize {
        self.to - self.from
    }
}

/// Groups with nothing but signs and sounds between them.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) digits: Vec<u8>,
    pub(super) groups: Vec<Group>,
    /// Where the plus before the first group stands.
    pub(super) plus: Option<usize>,
    /// Whether any of it was said in words.
    pub(super) spoken: bool,
}

/// Some neighbouring groups of a run.
#[derive(Clone, Copy)]
pub(super) struct Window<'a> {
    pub(super) run: &'a Run,
    pub(super) groups: &'a [Group],
    /// The farthest joint inside it.
    pub(super) joint: Joint,
    /// Whether nobody said any of it in words.
    pub(super) written: bool,
}

impl<'a> Window<'a> {
    /// The group `from` of `run` alone.
    fn single(run: &'a Run, from: usize) -> Self {
        let groups = &run.groups[from..=from];
        Self { run, groups, joint: Joint::Tight, written: !groups[0].spoken }
    }

    /// The groups `from..=to` of `run`.
    pub(super) fn new(run: &'a Run, from: usize, to: usize) -> Self {
        Self::growing(run, from).nth(to - from).unwrap_or_else(|| Self::single(run, from))
    }

    /// The windows that begin with the group `from` of `run`, each a group longer.
    pub(super) fn growing(run: &'a Run, from: usize) -> impl Iterator<Item = Self> {
        let longer = move |last: &Self| {
            let next = run.groups.get(from + last.groups.len())?;
            Some(Self {
                run,
                groups: &run.groups[from..=from + last.groups.len()],
                joint: last.joint.max(next.joint),
                written: last.written && !next.spoken,
            })
        };
        std::iter::successors(Some(Self::single(run, from)), longer)
    }

    /// Its digits.
    pub(super) fn digits(&self) -> &'a [u8] {
        match self.groups {
            [] => &[],
            [first, ..] => &self.run.digits[first.from..self.groups[self.groups.len() - 1].to],
        }
    }

    /// Whether it is grouped so.
    pub(super) fn sizes_are(&self, sizes: &[usize]) -> bool {
        self.groups.iter().map(Group::size).eq(sizes.iter().copied())
    }

    /// Whether every group is more than the one before, as in "8, 12, 16 or 20".
    pub(super) fn is_rising(&self) -> bool {
        self.groups.is_sorted_by(|one, next| {
            let digits = |group: &Group| &self.run.digits[group.from..group.to];
            (one.size(), digits(one)) < (next.size(), digits(next))
        })
    }
}

/// The one of `windows` with so many digits.
pub(super) fn with_digits<'a, 'b>(
    windows: &'b [Window<'a>],
    digits: usize,
) -> Option<&'b Window<'a>> {
    windows.iter().find(|window| window.digits().len() == digits)
}
