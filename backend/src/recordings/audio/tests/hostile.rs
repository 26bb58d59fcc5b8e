//! Tests of broken files: whatever a file says, it is examined without harm.

use super::{Examined, examined, sample};

/// Ways in which each file is broken.
const ROUNDS: usize = 40;

/// A sequence without order, the same in each run.
struct Unordered(u64);

impl Unordered {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    /// The file cut, with bits changed, with bytes overwritten, or all three.
    fn broken(&mut self, file: &[u8]) -> Vec<u8> {
        let mut file = file.to_vec();
        let way = self.below(4);
        if way != 1 {
            for _ in 0..=self.below(12) {
                let at = self.below(file.len());
                file[at] ^= 1 << self.below(8);
            }
        }
        if way == 2 {
            let at = self.below(file.len());
            for byte in file.iter_mut().skip(at).take(32) {
                *byte = 0xff;
            }
        }
        if way != 0 {
            file.truncate(self.below(file.len() + 1));
        }
        file
    }
}

#[test]
fn a_broken_file_is_examined_without_harm() {
    let mut unordered = Unordered(0x9e37_79b9_7f4a_7c15);
    let mut names: Vec<_> =
        std::fs::read_dir(sample("")).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    assert!(names.len() > 10);
    for name in names {
        let whole = std::fs::read(&name).unwrap();
        for round in 0..ROUNDS {
            let Examined::Recording(sound) = examined(&unordered.broken(&whole)) else { continue };
            let Some(audio) = sound.audio else { continue };
            assert!(audio.duration_ms >= 0, "{} {round}", name.display());
            assert!(audio.peaks.len() <= 400, "{} {round}", name.display());
        }
    }
}
