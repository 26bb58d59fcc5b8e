//! Checksums of cards and national ids. Every function takes ASCII digits.

/// Verifies the Luhn checksum of payment cards.
pub(super) fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, value(*digit)) {
            (0, single) => single,
            (_, single @ 0..=4) => single.saturating_mul(2),
            (_, single) => single.saturating_mul(2).saturating_sub(9),
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Verifies the modulus 11 check digit of an NHS number.
pub(super) fn nhs(digits: &[u8]) -> bool {
    digits.len() == 10 && {
        let sum = weighted(&digits[..9], &[10, 9, 8, 7, 6, 5, 4, 3, 2]);
        11_u32.saturating_sub(sum % 11) % 11 == value(digits[9])
    }
}

/// Verifies the check digit of an Australian Medicare number, its ninth digit.
pub(super) fn medicare(digits: &[u8]) -> bool {
    matches!(digits.len(), 10 | 11)
        && matches!(digits[0], b'2'..=b'6')
        && weighted(&digits[..8], &[1, 3, 7, 9, 1, 3, 7, 9]) % 10 == value(digits[8])
}

/// Verifies the modulus 11 checksum of an Australian tax file number.
pub(super) fn tax_file(digits: &[u8]) -> bool {
    digits.len() == 9 && weighted(digits, &[1, 4, 3, 7, 5, 8, 6, 9, 10]).is_multiple_of(11)
}

/// Whether the three parts of a US social security number can have been issued; numbers from 900
/// are individual taxpayer identification numbers.
pub(super) fn social_security(digits: &[u8]) -> bool {
    digits.len() == 9
        && !matches!(&digits[..3], b"000" | b"666")
        && &digits[3..5] != b"00"
        && &digits[5..] != b"0000"
}

/// Verifies the length and the check digits of an international bank account number.
pub(super) fn iban(text: &str) -> bool {
    let plain: Vec<u8> = text.bytes().filter(u8::is_ascii_alphanumeric).collect();
    if !(15..=34).contains(&plain.len()) {
        return false;
    }
    let (country, rest) = plain.split_at(4);
    let digits = rest.iter().chain(country).fold(0_u32, |sum, byte| {
        let value = char::from(*byte).to_digit(36).unwrap_or(0);
        let places = if value < 10 { 10 } else { 100 };
        sum.saturating_mul(places).saturating_add(value) % 97
    });
    digits == 1
}

fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| value(*digit).saturating_mul(*weight)).sum()
}

fn value(digit: u8) -> u32 {
    u32::from(digit.wrapping_sub(b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_and_invalid_numbers_are_told_apart() {
        assert!(luhn(b"4111111111111111") && luhn(b"378282246310005"));
        assert!(!luhn(b"4111111111111112"));
        assert!(nhs(b"9434765919") && !nhs(b"9434765918") && !nhs(b"943476591"));
        assert!(medicare(b"2123456701") && !medicare(b"2123456711") && !medicare(b"1123456701"));
        assert!(iban("GB29 NWBK 6016 1331 9268 19") && iban("de89370400440532013000"));
        assert!(!iban("GB28 NWBK 6016 1331 9268 19") && !iban("GB29"));
        assert!(tax_file(b"123456782") && !tax_file(b"123456789"));
        assert!(social_security(b"123456789") && !social_security(b"666456789"));
        assert!(!social_security(b"123006789") && !social_security(b"123450000"));
    }
}
