//! Marks of redaction: what an admin found missed, or replaced without need.

use crate::code::codes;

codes! {
    /// What a mark says about a redaction.
    MarkKind {
        /// Personal words that the engine left.
        Missed = "missed", "Missed";
        /// Words that it replaced and that are not personal.
        Wrong = "wrong", "Not personal";
    }
    /// Kind of personal details, as its placeholder names it.
    RedactionLabel {
        /// Name of a person.
        Person = "person", "Person";
        /// Telephone number.
        Phone = "phone", "Phone";
        /// E-mail address.
        Email = "email", "E-mail";
        /// Postal address or postcode.
        Address = "address", "Address";
        /// Date of birth.
        DateOfBirth = "date_of_birth", "Date of birth";
        /// How old somebody is.
        Age = "age", "Age";
        /// National id: social security, health or tax number.
        NationalId = "national_id", "National id";
        /// Number of a document, a record or a vehicle.
        DocumentNumber = "document_number", "Document number";
        /// Payment card.
        Card = "card", "Card";
        /// Bank account.
        BankAccount = "bank_account", "Bank account";
        /// Address of a computer.
        IpAddress = "ip_address", "IP address";
        /// Web address.
        Url = "url", "Web address";
    }
}

impl RedactionLabel {
    /// What stands for the details in a text.
    pub const fn placeholder(self) -> &'static str {
        match self {
            Self::Person => "[PERSON]",
            Self::Phone => "[PHONE]",
            Self::Email => "[EMAIL]",
            Self::Address => "[ADDRESS]",
            Self::DateOfBirth => "[DATE_OF_BIRTH]",
            Self::Age => "[AGE]",
            Self::NationalId => "[NATIONAL_ID]",
            Self::DocumentNumber => "[DOCUMENT_NUMBER]",
            Self::Card => "[CARD]",
            Self::BankAccount => "[BANK_ACCOUNT]",
            Self::IpAddress => "[IP_ADDRESS]",
            Self::Url => "[URL]",
        }
    }

    /// The placeholders of a text in their order, by their bytes.
    pub fn placeholders(text: &str) -> Vec<(std::ops::Range<usize>, Self)> {
        let placeholder = |(start, _)| {
            let rest = text.get(start..)?;
            let label = Self::ALL.iter().find(|label| rest.starts_with(label.placeholder()))?;
            let end = start.checked_add(label.placeholder().len())?;
            Some((start..end, *label))
        };
        text.match_indices('[').filter_map(placeholder).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_has_a_placeholder_of_its_code() {
        for label in RedactionLabel::ALL {
            assert_eq!(label.placeholder(), format!("[{}]", label.as_str().to_uppercase()));
        }
    }

    #[test]
    fn placeholders_of_a_text_are_found_in_order() {
        use RedactionLabel::{Person, Phone};
        let text = "é [[PERSON] or [NOBODY], [PHONE][PHONE] [PERSON";
        let found: Vec<_> = RedactionLabel::placeholders(text)
            .into_iter()
            .map(|(range, label)| (&text[range], label))
            .collect();
        assert_eq!(found, [("[PERSON]", Person), ("[PHONE]", Phone), ("[PHONE]", Phone)]);
    }
}
