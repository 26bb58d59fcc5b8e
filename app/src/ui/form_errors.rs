//! Errors of a form, stated at its fields.

use earshot_domain::FieldError;
use leptos::prelude::*;

use super::Erased;

/// The errors of the form around a field.
#[derive(Clone, Copy)]
pub struct FormErrors(pub Signal<Vec<FieldError>>);

impl FormErrors {
    /// Whether some field of the form around has an error now.
    pub fn any(of: impl Fn(&str) -> bool) -> bool {
        let errors = use_context::<Self>();
        errors.is_some_and(|Self(errors)| {
            errors.with_untracked(|errors| errors.iter().any(|error| of(&error.field)))
        })
    }
}

/// What is wrong with a field, if anything.
#[derive(Clone, Copy)]
pub struct FieldFault {
    name: &'static str,
    errors: Option<FormErrors>,
}

impl FieldFault {
    /// The fault of a field of the form around.
    pub fn of(name: &'static str) -> Self {
        Self { name, errors: use_context() }
    }

    fn read(self) -> Option<String> {
        let FormErrors(errors) = self.errors?;
        errors.with(|errors| {
            errors.iter().find(|error| error.field == self.name).map(|error| error.message.clone())
        })
    }

    /// Value of `aria-invalid`.
    pub fn invalid(self) -> Option<&'static str> {
        self.read().map(|_| "true")
    }

    /// Whether this is the form's first wrong field, which a page without scripts focuses.
    pub fn is_first(self) -> bool {
        let first = |FormErrors(errors): FormErrors| {
            errors.with_untracked(|errors| errors.first().is_some_and(|it| it.field == self.name))
        };
        self.errors.is_some_and(first)
    }

    /// The sentence under the field.
    pub fn message(self) -> impl IntoView {
        move || {
            self.read().map(|message| {
                view! { <span class="field-problem">{sentence(&message)}</span> }.erased()
            })
        }
    }
}

/// `must not be empty` as a sentence of its own.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_a_sentence() {
        assert_eq!(sentence("must not be empty"), "Must not be empty.");
    }
}
