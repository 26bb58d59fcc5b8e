//! Components that every page uses.

mod checkbox;
mod choice;
mod confirm_button;
mod copyable;
mod erased;
mod field;
mod form_errors;
mod form_panel;
mod icon;
mod notice;
mod post_button;
mod radio;
mod skeleton;
mod submitted_form;
mod time;

pub use checkbox::{CheckboxGroup, checkboxes};
pub use choice::Choice;
pub use confirm_button::ConfirmButton;
pub use copyable::Copyable;
pub use erased::Erased;
pub use field::{Field, SelectField, TextAreaField, TextField, escaped};
pub use form_errors::{FieldFault, FormErrors};
pub use form_panel::FormPanel;
pub use icon::{Icon, Symbol};
pub use notice::{DoneNotice, FieldErrors, FieldProblems, ProblemNotice};
pub use post_button::PostButton;
pub use radio::RadioGroup;
pub use skeleton::Skeleton;
pub use submitted_form::SubmittedForm;
pub use time::date_time;
