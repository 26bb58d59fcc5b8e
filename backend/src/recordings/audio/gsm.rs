//! Decoder of GSM 06.10 full rate speech (ETSI EN 300 961), which Asterisk records and browsers do not
//! play.
//!
//! The arithmetic is that of the standard, in 16 bits with saturation, so that every decoder gives the
//! same samples.

use super::gsm_frame::{Frame, Subframe};

/// Samples of a frame, at 8,000 Hz.
pub(super) const FRAME_SAMPLES: usize = 160;
/// Samples of a subframe.
const SUBFRAME: usize = 40;
/// Samples that the long-term predictor reaches back.
const HISTORY: usize = 120;
/// Gains of the long-term predictor.
const GAINS: [i16; 4] = [3277, 11469, 21299, 32767];
/// Mantissas of block amplitudes.
const MANTISSAS: [i16; 8] = [18431, 20479, 22527, 24575, 26623, 28671, 30719, 32767];
/// Decoding of log-area ratios: offset, smallest code and inverse slope of each.
const RATIOS: [(i16, i16, i16); 8] = [
    (0, -32, 13107),
    (0, -32, 13107),
    (2048, -16, 13107),
    (-2560, -16, 13107),
    (94, -8, 19223),
    (-1792, -8, 17476),
    (-341, -4, 31454),
    (-1144, -4, 29708),
];

/// State from one frame to the next.
pub(super) struct Decoder {
    /// Reconstructed short-term residual: the past, then the current subframe.
    residual: [i16; HISTORY + SUBFRAME],
    lag: usize,
    ratios: [i16; 8],
    lattice: [i16; 9],
    emphasis: i16,
}

impl Default for Decoder {
    fn default() -> Self {
        Self {
            residual: [0; HISTORY + SUBFRAME],
            lag: SUBFRAME,
            ratios: [0; 8],
            lattice: [0; 9],
            emphasis: 0,
        }
    }
}

impl Decoder {
    /// Decodes a frame.
    pub(super) fn decode(&mut self, frame: &Frame) -> [i16; FRAME_SAMPLES] {
        let mut samples = [0; FRAME_SAMPLES];
        for (subframe, out) in frame.subframes.iter().zip(samples.chunks_mut(SUBFRAME)) {
            self.long_term(subframe, &excitation(subframe));
            out.copy_from_slice(&self.residual[HISTORY..]);
            self.residual.copy_within(SUBFRAME.., 0);
        }
        let previous = std::mem::replace(&mut self.ratios, ratios(&frame.ratios));
        let steps =
            [(0..13, Mix::First), (13..27, Mix::Half), (27..40, Mix::Last), (40..160, Mix::Whole)];
        for (range, mix) in steps {
            let coefficients = std::array::from_fn(|index| {
                reflection(mix.of(previous[index], self.ratios[index]))
            });
            self.short_term(&coefficients, &mut samples[range]);
        }
        for sample in &mut samples {
            self.emphasis = sample.saturating_add(multiply(self.emphasis, 28180));
            *sample = self.emphasis.saturating_add(self.emphasis) & !7;
        }
        samples
    }

    /// Long-term synthesis: adds what the residual was a period before.
    fn long_term(&mut self, subframe: &Subframe, excitation: &[i16; SUBFRAME]) {
        if (SUBFRAME..=HISTORY).contains(&subframe.lag) {
            self.lag = subframe.lag;
        }
        let gain = GAINS[subframe.gain & 3];
        for (index, pulse) in excitation.iter().enumerate() {
            let past = self.residual[HISTORY.saturating_add(index).saturating_sub(self.lag)];
            self.residual[HISTORY.saturating_add(index)] =
                pulse.saturating_add(multiply(gain, past));
        }
    }

    /// Short-term synthesis: the lattice filter of the vocal tract.
    fn short_term(&mut self, coefficients: &[i16; 8], samples: &mut [i16]) {
        for sample in samples {
            let mut value = *sample;
            for index in (0..8).rev() {
                let coefficient = coefficients[index];
                value = value.saturating_sub(multiply(coefficient, self.lattice[index]));
                self.lattice[index.saturating_add(1)] =
                    self.lattice[index].saturating_add(multiply(coefficient, value));
            }
            self.lattice[0] = value;
            *sample = value;
        }
    }
}

/// How log-area ratios are interpolated between two frames.
#[derive(Clone, Copy)]
enum Mix {
    First,
    Half,
    Last,
    Whole,
}

impl Mix {
    fn of(self, previous: i16, current: i16) -> i16 {
        match self {
            Self::First => {
                (previous >> 2).saturating_add(current >> 2).saturating_add(previous >> 1)
            }
            Self::Half => (previous >> 1).saturating_add(current >> 1),
            Self::Last => (previous >> 2).saturating_add(current >> 2).saturating_add(current >> 1),
            Self::Whole => current,
        }
    }
}

/// Product of two fractions, rounded.
fn multiply(a: i16, b: i16) -> i16 {
    let product = i32::from(a).saturating_mul(i32::from(b)).saturating_add(16384) >> 15;
    i16::try_from(product).unwrap_or(i16::MAX)
}

/// Log-area ratios of a frame's codes.
fn ratios(codes: &[i16; 8]) -> [i16; 8] {
    std::array::from_fn(|index| {
        let (offset, smallest, slope) = RATIOS[index];
        let value = codes[index].saturating_add(smallest) << 10;
        let value = multiply(slope, value.saturating_sub(offset << 1));
        value.saturating_add(value)
    })
}

/// Reflection coefficient of a log-area ratio.
fn reflection(ratio: i16) -> i16 {
    let size = ratio.saturating_abs();
    let value = match size {
        ..11059 => size << 1,
        11059..20070 => size.saturating_add(11059),
        _ => (size >> 2).saturating_add(26112),
    };
    if ratio < 0 { value.saturating_neg() } else { value }
}

/// Pulses of a subframe, on their grid.
fn excitation(subframe: &Subframe) -> [i16; SUBFRAME] {
    let mut exponent =
        if subframe.amplitude > 15 { (subframe.amplitude >> 3).saturating_sub(1) } else { 0 };
    let mut mantissa = subframe.amplitude.saturating_sub(exponent << 3);
    if mantissa == 0 {
        (exponent, mantissa) = (-4, 7);
    } else {
        while mantissa <= 7 {
            mantissa = (mantissa << 1) | 1;
            exponent = exponent.saturating_sub(1);
        }
        mantissa = mantissa.saturating_sub(8);
    }
    let factor = MANTISSAS[usize::from(mantissa.unsigned_abs()) & 7];
    let shift = 6_i16.saturating_sub(exponent);
    let rounding = if shift > 0 { 1_i16 << shift.saturating_sub(1) } else { 0 };
    let mut pulses = [0; SUBFRAME];
    for (index, code) in subframe.pulses.iter().enumerate() {
        let value =
            multiply(factor, ((code << 1).saturating_sub(7)) << 12).saturating_add(rounding);
        let place = (subframe.grid & 3).saturating_add(index.saturating_mul(3));
        pulses[place] = value >> shift;
    }
    pulses
}
