//! The exponential function from basic operations alone: those of the standard library differ between
//! machines, and the trained weights must not.

/// Returns `e` to the power of `x`.
pub(super) fn exp(x: f64) -> f64 {
    let x = x.clamp(-60.0, 60.0);
    // exp(x) = exp(x / 64) to the power of 64.
    let part = x / 64.0;
    let mut sum = 1.0;
    for divisor in (1..=14).rev() {
        sum = 1.0 + part * sum / f64::from(divisor);
    }
    for _ in 0..6 {
        sum *= sum;
    }
    sum
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_is_the_exponential_function() {
        for x in [-50.0_f64, -3.2, 0.0, 0.7, 12.0] {
            assert!((super::exp(x) / x.exp() - 1.0).abs() < 1e-11, "{x}");
        }
    }
}
