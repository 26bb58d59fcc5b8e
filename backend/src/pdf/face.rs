//! A font face, parsed once per process.

use std::sync::{Arc, PoisonError, RwLock};

use harfrust::{Direction, Font, Script, ShapePlan};

use super::sfnt::Sfnt;

/// The bytes of a font: embedded in the binary, or read from a file of the operator.
#[derive(Clone)]
pub(super) enum FontData {
    Embedded(&'static [u8]),
    File(Arc<Vec<u8>>),
}

impl FontData {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Embedded(bytes) => bytes,
            Self::File(bytes) => bytes,
        }
    }
}

/// Kind of a font's outlines, which determines how a PDF embeds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outlines {
    TrueType,
    Cff,
}

/// Shaping plan of one script and direction.
struct Plan {
    script: Option<Script>,
    direction: Direction,
    plan: Arc<ShapePlan>,
}

/// A font that documents can use.
pub(super) struct Face {
    /// Its name in documents: ASCII letters, digits and `-`.
    pub(super) name: String,
    pub(super) font: Font,
    pub(super) outlines: Outlines,
    data: FontData,
    units_per_em: i32,
    plans: RwLock<Vec<Plan>>,
}

impl Face {
    /// Parses a font; the error message continues a sentence that begins with its name.
    pub(super) fn new(name: String, data: FontData) -> Result<Self, &'static str> {
        let sfnt = Sfnt::new(data.bytes()).ok_or("is not a TrueType or OpenType font")?;
        if sfnt.forbids_embedding() {
            return Err("may not be embedded in documents: its licence bits forbid it");
        }
        let outlines = if sfnt.table(*b"glyf").is_some() {
            Outlines::TrueType
        } else if sfnt.table(*b"CFF ").is_some() {
            Outlines::Cff
        } else {
            return Err("has no outlines that a PDF can embed (TrueType or CFF)");
        };
        let units_per_em = sfnt.units_per_em().ok_or("is damaged: it has no valid units per em")?;
        let font = match data.clone() {
            FontData::Embedded(bytes) => Font::new(bytes, 0),
            FontData::File(bytes) => Font::new(bytes as Arc<dyn AsRef<[u8]> + Send + Sync>, 0),
        };
        let font = font.ok_or("cannot be read as a font")?;
        let plans = RwLock::default();
        Ok(Self { name, font, outlines, data, units_per_em: units_per_em.into(), plans })
    }

    /// Returns the bytes of the font file.
    pub(super) fn bytes(&self) -> &[u8] {
        self.data.bytes()
    }

    /// Returns its tables.
    pub(super) fn sfnt(&self) -> Option<Sfnt<'_>> {
        Sfnt::new(self.data.bytes())
    }

    /// Converts font units to thousandths of an em, rounded.
    pub(super) fn thousandths(&self, units: i32) -> i32 {
        if self.units_per_em == 1000 {
            return units;
        }
        let half = if units < 0 { -self.units_per_em / 2 } else { self.units_per_em / 2 };
        (units * 1000 + half) / self.units_per_em
    }

    /// Returns the shaping plan of a script, created once per process.
    pub(super) fn plan(&self, script: Option<Script>, direction: Direction) -> Arc<ShapePlan> {
        // A writer that panicked left only complete plans.
        let plans = self.plans.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) =
            plans.iter().find(|known| (known.script, known.direction) == (script, direction))
        {
            return Arc::clone(&known.plan);
        }
        drop(plans);
        let plan = Arc::new(ShapePlan::new(&self.font, direction, script, None, &[]));
        let known = Plan { script, direction, plan: Arc::clone(&plan) };
        self.plans.write().unwrap_or_else(PoisonError::into_inner).push(known);
        plan
    }
}
