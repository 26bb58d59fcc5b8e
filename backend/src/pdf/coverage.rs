//! Coverage: the font of each character.

/// Index of a face in the list of fonts.
pub(super) type FaceIndex = u8;

const PAGE: usize = 256;

/// The first font for each character.
pub(super) struct Coverage {
    /// Pages of 256 characters; 0 stands for no face, and n for the face n - 1.
    pages: Vec<Option<Box<[FaceIndex; PAGE]>>>,
}

impl Coverage {
    /// Creates an empty coverage.
    pub(super) fn new() -> Self {
        Self { pages: vec![None; 0x11_0000 / PAGE] }
    }

    /// Assigns to a face every character that no earlier face has.
    pub(super) fn add(&mut self, face: FaceIndex, characters: impl Iterator<Item = u32>) {
        for (page, place) in characters.filter_map(place) {
            let Some(page) = self.pages.get_mut(page) else { continue };
            let slot = &mut page.get_or_insert_with(|| Box::new([0; PAGE]))[place];
            if *slot == 0 {
                *slot = face + 1;
            }
        }
    }

    /// Returns the face of a character.
    pub(super) fn face(&self, character: char) -> Option<FaceIndex> {
        let (page, place) = place(character.into())?;
        self.pages.get(page)?.as_ref()?[place].checked_sub(1)
    }
}

fn place(character: u32) -> Option<(usize, usize)> {
    let character = usize::try_from(character).ok()?;
    Some((character / PAGE, character % PAGE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_font_that_has_a_character_keeps_it() {
        let mut coverage = Coverage::new();
        coverage.add(0, [0x41].into_iter());
        coverage.add(1, [0x41, 0x5d0, 0x1f642, u32::MAX].into_iter());
        let found = ['A', 'א', '🙂', 'B', '漢'].map(|c| coverage.face(c));
        assert_eq!(found, [Some(0), Some(1), Some(1), None, None]);
    }
}
